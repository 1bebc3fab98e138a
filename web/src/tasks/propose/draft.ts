import type { Draft } from '@cunyi/shared/api/proposals.ts'
import { TENDER_WORDS } from '@cunyi/shared/law/choosing.ts'
import { STATE_SUBJECTS } from '@cunyi/shared/matter/matter-table.ts'
import { WAY_FACTS, type WayFact, wayFactsAsked, wayFactsOf } from '@cunyi/shared/matter/way-facts.ts'
import { fenOf } from '@cunyi/shared/words/money.ts'
import {
  ASSEMBLIES,
  INITIATIVES,
  INITIATORS,
  MATTER_CODES,
  type MatterCode,
} from '@cunyi/shared/words/vocabulary.ts'
import { reactive } from 'vue'
import type { useWords } from '../../say/words.ts'

/** What no vote may decide, asked in plain words. */
export const TOUCHES = [
  'memberStatus',
  'divideProperty',
  'guarantee',
  'householdLand',
  'election',
  'punishment',
  'partyPersonnel',
  'privateFacts',
] as const

/** 六个问题 as one fills them in; money as people write it (96万, 1,200.50). */
export type Line = { label: string; amount: string }
export type Form = {
  title: string
  summary: string
  body: string
  codes: MatterCode[]
  sources: Line[]
  uses: Line[]
  place: string
  contractor: string
  executor: string
  choosing: NonNullable<Draft['facts']['choosing']>
  scope: string
  beneficiaries: string
  dueOn: string
  affectedHouseholds: string
  perHead: string
  labourDays: string
  questions: string[]
  together: boolean
  initiative: Draft['initiative']
  initiator: Draft['initiator']
  assembly: Draft['assembly'] | ''
  villageGroup: string
  urgent: boolean
  urgentReason: string
  touches: string[]
  stateDecides: boolean
  stateSubject: NonNullable<Draft['facts']['stateSubject']>
  wayFacts: WayFact[]
  proofs: { fact: WayFact; id: string; name: string }[]
  linkedTo: string
  petitionId: string
  /** 险情先办, whose cost it is. */
  danger: string
}

export const emptyForm = (): Form =>
  reactive({
    title: '',
    summary: '',
    body: '',
    codes: [],
    sources: [{ label: '', amount: '' }],
    uses: [{ label: '', amount: '' }],
    place: '',
    contractor: '',
    executor: '',
    choosing: 'none',
    scope: '',
    beneficiaries: '',
    dueOn: '',
    affectedHouseholds: '',
    perHead: '',
    labourDays: '',
    questions: [''],
    together: true,
    initiative: 'cadres',
    initiator: 'branch',
    assembly: '',
    villageGroup: '',
    urgent: false,
    urgentReason: '',
    touches: [],
    stateDecides: false,
    stateSubject: 'relief',
    wayFacts: [],
    proofs: [],
    linkedTo: '',
    petitionId: '',
    danger: '',
  })

const filled = (lines: Line[]) => lines.filter((line) => line.label.trim() || line.amount.trim())
export const sumOf = (lines: Line[]): number =>
  filled(lines).reduce((sum, line) => sum + (fenOf(line.amount) ?? 0), 0)
export const badAmount = (line: Line): boolean => line.amount.trim() !== '' && fenOf(line.amount) === null

const SAID = ['contractor', 'executor', 'scope', 'beneficiaries'] as const
const said = (form: Form): Draft['facts'] =>
  Object.fromEntries(SAID.flatMap((name) => (form[name].trim() ? [[name, form[name].trim()]] : [])))

/** Of a code that is taken away nothing is said any more. */
function wayFactsSaid({ codes, wayFacts, proofs }: Form): Draft['facts'] {
  const said = wayFactsAsked(codes).filter((fact) => wayFacts.includes(fact))
  const papers = proofs
    .filter((one) => said.includes(one.fact))
    .map(({ fact, id }) => ({ fact, paperId: id }))
  return {
    ...Object.fromEntries(said.map((fact) => [fact, true])),
    ...(papers.length > 0 ? { proofs: papers } : {}),
  }
}

export function factsOf(form: Form): Draft['facts'] {
  const amount = sumOf(form.uses)
  const households = Number.parseInt(form.affectedHouseholds, 10)
  const raises = form.codes.includes('M04')
  const perHead = raises ? fenOf(form.perHead) : null
  const days = raises ? Number.parseInt(form.labourDays, 10) : Number.NaN
  return {
    ...(amount > 0 ? { amount } : {}),
    ...(form.place.trim() ? { place: form.place.trim() } : {}),
    ...said(form),
    ...(form.choosing !== 'none' ? { choosing: form.choosing } : {}),
    ...(form.dueOn ? { dueOn: form.dueOn } : {}),
    ...(Number.isInteger(households) ? { affectedHouseholds: households } : {}),
    ...(perHead ? { perHead } : {}),
    ...(Number.isInteger(days) ? { labourDays: days } : {}),
    ...(form.stateDecides ? { stateDecides: true, stateSubject: form.stateSubject } : {}),
    ...wayFactsSaid(form),
    ...(form.danger ? { danger: form.danger } : {}),
    ...(form.touches.length > 0 ? { touches: form.touches as NonNullable<Draft['facts']['touches']> } : {}),
  }
}

export function draftOf(form: Form, fallbackQuestion: string): Draft {
  const lines = (kind: 'source' | 'use', list: Line[]) =>
    filled(list).map((line) => ({ kind, label: line.label.trim(), amount: fenOf(line.amount) ?? 0 }))
  const questions = form.questions.map((text) => text.trim()).filter(Boolean)
  return {
    title: form.title.trim(),
    summary: form.summary.trim(),
    body: form.body.trim() || form.summary.trim(),
    codes: form.codes,
    facts: factsOf(form),
    budget: [...lines('source', form.sources), ...lines('use', form.uses)],
    questions: (questions.length > 0 ? questions : [fallbackQuestion]).map((text) => ({
      text,
      sensitive: form.stateDecides,
    })),
    together: form.together,
    initiative: form.initiative,
    initiator: form.initiator,
    ...(form.assembly ? { assembly: form.assembly } : {}),
    ...(form.villageGroup.trim() ? { villageGroup: form.villageGroup.trim() } : {}),
    ...(form.urgent && form.urgentReason.trim() ? { urgentReason: form.urgentReason.trim() } : {}),
    ...(form.linkedTo ? { linkedTo: form.linkedTo } : {}),
    ...(form.petitionId ? { petitionId: form.petitionId } : {}),
  }
}

/** What the form asks; whatever else is known of the matter stays as it is. */
const ASKED = [
  ...SAID,
  'amount',
  'place',
  'choosing',
  'dueOn',
  'affectedHouseholds',
  'perHead',
  'labourDays',
] as const
/** 修改方案: the whole new version. */
export function revisionOf(form: Form, before: Draft['facts']) {
  const { title, summary, body, budget, facts } = draftOf(form, '')
  const rest = Object.fromEntries(
    Object.entries(before).filter(([name]) => !(ASKED as readonly string[]).includes(name)),
  )
  return { title, summary, body, budget, facts: { ...rest, ...facts } }
}

const yuanText = (fen: number) => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2))
type Detail = {
  title: string
  summary: string
  body: string
  codes: MatterCode[]
  budget: { kind: string; label: string; amount: number }[]
  facts: Draft['facts']
  questions: { text: string }[]
  together: boolean
  initiative: Draft['initiative']
  initiator: Draft['initiator']
  assembly: NonNullable<Draft['assembly']>
  villageGroup: string | null
  urgentReason: string | null
  linkedTo: string | null
  papers: { id: string; name: string }[]
}
/** A draft that is taken up again. */
export function fill(form: Form, detail: Detail): void {
  const lines = (kind: string) => {
    const list = detail.budget
      .filter((line) => line.kind === kind)
      .map((line) => ({ label: line.label, amount: yuanText(line.amount) }))
    return list.length > 0 ? list : [{ label: '', amount: '' }]
  }
  Object.assign(form, {
    title: detail.title,
    summary: detail.summary,
    body: detail.body,
    codes: [...detail.codes],
    sources: lines('source'),
    uses: lines('use'),
    place: detail.facts.place ?? '',
    contractor: detail.facts.contractor ?? '',
    executor: detail.facts.executor ?? '',
    choosing: detail.facts.choosing ?? 'none',
    scope: detail.facts.scope ?? '',
    beneficiaries: detail.facts.beneficiaries ?? '',
    dueOn: detail.facts.dueOn ?? '',
    affectedHouseholds:
      detail.facts.affectedHouseholds === undefined ? '' : String(detail.facts.affectedHouseholds),
    perHead: detail.facts.perHead === undefined ? '' : yuanText(detail.facts.perHead),
    labourDays: detail.facts.labourDays === undefined ? '' : String(detail.facts.labourDays),
    questions: detail.questions.map((one) => one.text),
    together: detail.together,
    initiative: detail.initiative,
    initiator: detail.initiator,
    assembly: detail.assembly,
    villageGroup: detail.villageGroup ?? '',
    urgent: detail.urgentReason !== null,
    urgentReason: detail.urgentReason ?? '',
    touches: [...(detail.facts.touches ?? [])],
    stateDecides: detail.facts.stateDecides ?? false,
    stateSubject: detail.facts.stateSubject ?? 'relief',
    wayFacts: wayFactsOf(detail.facts),
    proofs: (detail.facts.proofs ?? []).map(({ fact, paperId }) => ({
      fact,
      id: paperId,
      name: detail.papers.find((paper) => paper.id === paperId)?.name ?? '',
    })),
    linkedTo: detail.linkedTo ?? '',
    danger: detail.facts.danger ?? '',
  })
}

type Words = Pick<ReturnType<typeof useWords>, 't' | 'word' | 'either'>
/** For people to compare two drafts by: one line a question, under the words of the page; all of the form is said. */
export function readableOf(
  { form, papers }: { form: Form; papers: { name: string }[] },
  { t, word, either }: Words,
): string {
  const money = (list: Line[]) => filled(list).map((line) => `${line.label} ${line.amount}`)
  const asks = (fact: WayFact) => either(WAY_FACTS[fact].asks.zh, WAY_FACTS[fact].asks.en)
  const subject = STATE_SUBJECTS[form.stateSubject]
  const touched = (one: string) => t(one === 'otherUnit' ? 'propose.otherUnit' : `propose.touch.${one}`)
  const ticked = (is: boolean | string) => (is ? '✓' : '')
  const lines: Record<keyof Form | 'papers', [label: string, said: string | string[]]> = {
    title: ['propose.name', form.title],
    summary: ['propose.summary', form.summary],
    codes: ['propose.codesShort', form.codes.map((code) => word(MATTER_CODES, code))],
    body: ['propose.body', form.body],
    uses: ['propose.uses', money(form.uses)],
    sources: ['propose.sources', money(form.sources)],
    place: ['propose.place', form.place],
    scope: ['propose.scope', form.scope],
    beneficiaries: ['propose.beneficiaries', form.beneficiaries],
    perHead: ['propose.perHead', form.perHead],
    labourDays: ['propose.labourDays', form.labourDays],
    executor: ['propose.executor', form.executor],
    contractor: ['propose.contractor', form.contractor],
    choosing: [
      'propose.choosing',
      form.choosing === 'none' ? t('propose.choosingNone') : word(TENDER_WORDS, form.choosing),
    ],
    dueOn: ['propose.dueOn', form.dueOn],
    affectedHouseholds: ['propose.households', form.affectedHouseholds],
    wayFacts: ['propose.wayFacts', form.wayFacts.map(asks)],
    villageGroup: ['propose.group', form.villageGroup],
    proofs: ['propose.papers', form.proofs.map(({ fact, name }) => `${asks(fact)} ${name}`)],
    stateDecides: ['propose.stateDecides', ticked(form.stateDecides)],
    stateSubject: ['ways.subject', form.stateDecides ? either(subject.zh, subject.en) : ''],
    touches: ['propose.touches', form.touches.map(touched)],
    initiative: ['propose.initiative', word(INITIATIVES, form.initiative)],
    initiator: ['propose.initiator', word(INITIATORS, form.initiator)],
    urgent: ['propose.urgent', ticked(form.urgent)],
    urgentReason: ['propose.urgentReason', form.urgent ? form.urgentReason : ''],
    assembly: [
      'propose.chooseAssembly',
      form.assembly ? word(ASSEMBLIES, form.assembly) : t('propose.asProposed'),
    ],
    questions: ['propose.questions', form.questions],
    together: ['propose.together', ticked(form.together)],
    linkedTo: ['propose.changes', ticked(form.linkedTo)],
    petitionId: ['office.petition.makeMatter', ticked(form.petitionId)],
    danger: ['propose.danger', ticked(form.danger)],
    papers: ['propose.q6', papers.map((paper) => paper.name)],
  }
  return Object.values(lines)
    .map(([key, said]) => [t(key), Array.isArray(said) ? said.filter(Boolean).join('；') : said])
    .map(([label, said]) => `${label}：${said}\n`)
    .join('')
}
