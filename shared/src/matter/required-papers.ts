/**
 * 会前必备的材料: papers that must lie beside a matter before the meeting of a step is called. All of them are asked for
 * unless the county takes one out of its profile; the talk with a unit from outside is asked for everywhere.
 */
import type { ProfileValues } from '../law/profile-keys.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Assembly, MatterCode, Stage, Track } from '../words/vocabulary.ts'
import { PAPERS, type Paper } from './matter-table.ts'

type Facts = {
  codes: readonly MatterCode[]
  assembly: Assembly
  otherUnit: boolean
  /** 紧急: nobody goes from house to house first. */
  urgent: boolean
  /** 依法要求开会: a tenth or a fifth have already said what they want. */
  demanded: boolean
  /** Whoever had to call the demanded meeting let its day pass: no paper of his holds it up. */
  overdue: boolean
}
type Row = {
  paper: Paper
  step: 1 | 2 | 4
  zh: string
  en: string
  source: string
  of: (facts: Facts) => boolean
}
const isOf =
  (...codes: MatterCode[]) =>
  (facts: Facts) =>
    facts.codes.some((code) => codes.includes(code))

// biome-ignore format: one row, one paper
export const REQUIRED_PAPERS = {
  consultation: { paper: 'consultation', step: 1, zh: '第一步前：征求意见记录（村民事项）', en: 'Before step 1: record of consultation (matters of the villagers)', source: '村委会组织法 art 33', of: (facts) => !facts.urgent && !facts.demanded && isOf('M01', 'M02', 'M03', 'M04', 'M10')(facts) },
  riskNote:     { paper: 'riskNote',     step: 2, zh: '第二步前：风险评估（集体资产、土地）', en: 'Before step 2: risk note (collective property, land)', source: '登记表二', of: isOf('M05', 'M06', 'M07', 'M08') },
  memberPapers: { paper: 'memberPapers', step: 4, zh: '成员大会前：经营、财务报告和分配方案', en: 'Before the member assembly: reports and distribution plan', source: '农村集体经济组织法 art 46', of: ({ assembly }) => assembly === 'members' },
  legalReview:  { paper: 'legalReview',  step: 4, zh: '第四步前：合法性审查意见（章程、村规民约、集体事项）', en: 'Before step 4: legal review (charter, rules, collective matters)', source: '村委会组织法 art 31', of: isOf('M01', 'M05', 'M06', 'M07', 'M08') },
  signatures:   { paper: 'signatures',   step: 4, zh: '第四步前：农户签字表（筹资筹劳）', en: 'Before step 4: households’ signatures (raising money or labour)', source: '一事一议筹资筹劳办法', of: isOf('M04') },
} as const satisfies Record<string, Row>
export type RequiredPaper = keyof typeof REQUIRED_PAPERS

const CONSULTED: Row = {
  paper: 'unitConsulted',
  step: 4,
  zh: '',
  en: '',
  source: '村委会组织法 art 47',
  of: ({ otherUnit }) => otherUnit,
}
const STEPS: Partial<Record<Stage, number>> = {
  branchProposal: 1,
  committeeDeliberation: 2,
  villagerResolution: 4,
}

/** Of a committee matter step 2 is the last: whatever step 4 would ask for is asked for there. */
const isDue = (row: Row, step: number, track: Track) =>
  row.step === step || (track === 'committeeMatter' && step === 2 && row.step === 4)

/** 还缺的: of the meeting that would be called now. */
export function papersMissing(
  facts: Facts & { stage: Stage; track: Track; laid: readonly Paper[] },
  { papers_required: asked }: Pick<ProfileValues, 'papers_required'>,
): Paper[] {
  const step = STEPS[facts.stage]
  if (step === undefined) return []
  const rows: Row[] = [...(facts.overdue ? [] : asked.map((key) => REQUIRED_PAPERS[key])), CONSULTED]
  const wanted = rows.filter((row) => isDue(row, step, facts.track) && row.of(facts)).map((row) => row.paper)
  return [...new Set(wanted)].filter((paper) => !facts.laid.includes(paper))
}

export function whyPapersMissing(missing: readonly Paper[]): Refusal | null {
  if (missing.length === 0) return null
  const list = (language: 'zh' | 'en') =>
    missing.map((paper) => PAPERS[paper][language]).join(language === 'zh' ? '、' : ', ')
  return refuse('papersMissing', { papers: { zh: list('zh'), en: list('en') }, keys: missing.join(' ') })
}

/** Of an older release: there it stood at the head of the note that lays it. */
export const paperOfNote = (text: string): Paper | null =>
  (Object.keys(PAPERS) as Paper[]).find((paper) => text.startsWith(`【${PAPERS[paper].zh}】`)) ?? null
