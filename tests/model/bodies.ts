/** 内容: what is written into requests; plausible, and the same for the same dice. */
import type { Row } from './feed.ts'
import type { Player } from './player.ts'
import type { Random } from './random.ts'

const WAN = 1_000_000
const WORDS = [
  '村西道路硬化',
  '村东水渠清淤',
  '文化广场修缮',
  '路灯安装',
  '蓄水池加固',
  '桥面维修',
  '卫生室翻新',
] as const
const WHERE = ['村西', '村东', '一组', '二组', '三组', '村部', '河边'] as const
const NUMBERS = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'] as const

/** Titles that are never like one another, so that no matter is taken for another. */
function titleOf(play: Player, random: Random): string {
  const n = play.world.mirror.all('proposals').length
  const word = WORDS[n % WORDS.length] as string
  return `${random.of(NUMBERS)}${random.of(NUMBERS)}${n}${word}`
}

const budget = (amount: number) => [
  { kind: 'source', label: '集体', amount },
  { kind: 'use', label: '工程', amount },
]

export function draftBody(play: Player, random: Random): Record<string, unknown> {
  const title = titleOf(play, random)
  const way = random.weighted([
    ['full', 6],
    ['light', 2],
    ['opinion', 1],
  ] as const)
  const amount =
    way === 'full' ? (20 + random.below(80)) * WAN : way === 'light' ? (5 + random.below(9)) * 100_000 : 0
  const base = {
    title,
    summary: `${title}，按方案办理。`,
    body: `${title}：分两段施工，先修主路，后修支路，完工后由村里组织验收，账目张榜公布。`,
    questions: [{ text: `是否同意${title}` }],
    together: true,
    initiative: 'cadres',
    initiator: 'branch',
  }
  if (way === 'opinion')
    return {
      ...base,
      title: `低保评议${title}`,
      codes: ['M09'],
      facts: { stateDecides: true, stateSubject: 'relief' },
      budget: [],
    }
  return {
    ...base,
    codes: ['M03'],
    facts: { amount, place: random.of(WHERE), contractor: '另行发包' },
    budget: budget(amount),
  }
}

/** The newest version of a matter's text. */
export const versionOf = (play: Player, matter: Row, version: unknown = matter.version): Row | undefined =>
  play.world.mirror.one('proposal_versions', { proposal_id: matter.id, version })

/** 改稿: from a comma to another contractor. */
export function revisionBody(play: Player, random: Random, matter: Row): Record<string, unknown> | null {
  const last = versionOf(play, matter)
  if (!last) return null
  const facts = { ...(last.facts as Record<string, unknown>) }
  let { title, summary, body } = last as Record<string, string>
  const lines = () => (typeof facts.amount === 'number' ? budget(facts.amount) : [])
  switch (random.below(7)) {
    case 0:
      body = `${body} `
      break
    case 1:
      body = String(body).replace('两段', '二段')
      break
    case 2:
      body = String(body).replace('由村里', '不由村里')
      break
    case 3:
      body = `${body}另由各户按人口分摊清运费用，逾期不缴的不享受后续项目。`
      break
    case 4:
      facts.contractor = random.of(['甲建筑队', '乙建筑队', '丙建筑队'])
      break
    case 5:
      if (typeof facts.amount === 'number')
        facts.amount = Math.round((facts.amount * (90 + random.below(40))) / 100)
      break
    default:
      summary = `${summary}。`
      title = String(title)
  }
  return { title, summary, body, facts, budget: lines() }
}

export const sentence = (random: Random): string =>
  random.of([
    '有人没到会也算了',
    '票数对不上',
    '请公开账目',
    '这件事不合规定',
    '同意',
    '请说明理由',
    '金额写错了',
  ]) as string
