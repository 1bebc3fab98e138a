/** 文本: versions are never changed, only followed by the next; each knows who wrote it and why. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { isSubstantive, type TextFacts, textForDigest } from '@cunyi/shared/matter/amendment.ts'
import { changeOf, type TextChange, type Version } from '@cunyi/shared/matter/text-change.ts'
import { WAY_FACT_NAMES } from '@cunyi/shared/matter/way-facts.ts'
import type { Tx } from '#base/database/connect.ts'
import { type Field, lintFields, NUMBERS } from '#village/privacy/lint.ts'
import { insertVersion, type NewBudgetLine, updateProposal } from './queries/changes.ts'
import { type LoadedProposal, lastDecided, loadBudget, loadVersion, profileOf } from './queries/proposals.ts'
import { reroute } from './reroute.ts'

export type VersionKind = 'editorial' | 'substantive' | 'revision'
export type TextChanges = {
  title?: string
  summary?: string
  body?: string
  facts?: MatterFacts
  budget?: readonly NewBudgetLine[]
}

/** 同一方案: what the text says without spaces, punctuation and width. */
export const digestOfText = (text: { title: string; summary: string; body: string }): string =>
  createHash('sha256')
    .update(textForDigest(text.title, `${text.summary}\n${text.body}`))
    .digest('hex')

/** The facts that the rule of amendments reckons with. */
export const textFacts = (facts: MatterFacts): TextFacts => ({
  amountFen: facts.amount ?? null,
  areaCentiMu: facts.area ?? null,
  beneficiaries: facts.beneficiaries ?? null,
  term: facts.term ?? null,
  place: facts.place ?? null,
  contractor: facts.contractor ?? null,
  duration: facts.duration ?? null,
  executor: facts.executor ?? null,
  scope: facts.scope ?? null,
  dueOn: facts.dueOn ?? null,
  choosing: facts.choosing ?? null,
})

export const substantiveChange = (
  before: MatterFacts,
  after: MatterFacts,
  options: { pct: number; touchesRights?: boolean | undefined },
): boolean =>
  isSubstantive(textFacts(before), textFacts(after), {
    pct: options.pct,
    rightsOrDuties: options.touchesRights ?? false,
  })

type Text = { title: string; summary: string; body: string; facts: MatterFacts }
type Lines = readonly { kind: string; label: string; amount: number }[]

/** 同一稿: nothing but marks differs from what stands there now. */
export const isSameVersion = (proposal: LoadedProposal, text: Text & { budget: Lines }): boolean =>
  digestOfText(text) === proposal.digest &&
  isDeepStrictEqual(text.facts, proposal.facts) &&
  isDeepStrictEqual(text.budget.map(lineOf), proposal.budget.map(lineOf))
const lineOf = ({ kind, label, amount }: Lines[number]) => ({ kind, label, amount })

const LINTED = [
  'place',
  'contractor',
  'executor',
  'scope',
  'beneficiaries',
  'term',
  'duration',
  'purpose',
  'risk',
] as const

/** 录入时检查: all that will stand on the public page. What the State decides never does: there only numbers are looked for. */
export function lintMatter(
  text: Text & { budget: Lines; questions?: readonly { text: string; sensitive?: boolean | undefined }[] },
): void {
  const { facts } = text
  const fields: [Field, string | undefined][] = [
    ['title', text.title],
    ['summary', text.summary],
    ['body', text.body],
    ...LINTED.map((name): [Field, string | undefined] => [name, facts[name]]),
    ...text.budget.map((line): [Field, string] => ['label', line.label]),
    ...(text.questions ?? []).map((one): [Field, string] => ['text', one.text]),
  ]
  lintFields(fields, facts.stateDecides ? NUMBERS : undefined)
}

/** 约束: whom the matter binds and whose it is; another answer touches rights. */
const BINDS = ['stateDecides', ...WAY_FACT_NAMES] as const satisfies readonly (keyof MatterFacts)[]

/** 筹资筹劳: how much of each. */
const shareOf = ({ perHead, labourDays }: MatterFacts): string[] =>
  perHead === undefined && labourDays === undefined ? [] : [`${perHead ?? 0} ${labourDays ?? 0}`]

const comparable = ({ title, summary, body, facts }: Text, budget: Lines): Version => ({
  text: [title, summary, body, facts.purpose ?? '', facts.risk ?? ''].join('\n'),
  facts: textFacts(facts),
  binds: [...BINDS.filter((fact) => facts[fact]), ...(facts.touches ?? []), ...shareOf(facts)],
  budget,
})

export type Decided = Awaited<ReturnType<typeof lastDecided>>

/** 改动: of what this text would be, against the version last decided on; nobody decided yet: against the present one. */
export async function changeSinceDecided(
  tx: Tx,
  proposal: LoadedProposal,
  after: Text & { budget: Lines },
  touchesRights: boolean,
): Promise<{ change: TextChange; decided: Decided }> {
  const { villageId, id } = proposal
  const decided = await lastDecided(tx, villageId, id)
  const version = decided?.version ?? proposal.version
  const before = comparable(
    await loadVersion(tx, villageId, id, version),
    await loadBudget(tx, villageId, id, version),
  )
  const { amendment_pct: pct } = profileOf(proposal)
  const change = changeOf(before, comparable(after, after.budget), { pct, rightsOrDuties: touchesRights })
  return { change, decided }
}

/**
 * Follows the newest text by another. The proposal is locked by the caller; the new state is returned. New facts are
 * asked for their way again, so that no change of text slips past a threshold or an approval.
 */
export async function addVersion(
  tx: Tx,
  order: {
    proposal: LoadedProposal
    changes: TextChanges
    kind: VersionKind
    reason: string | null
    by: string
    now: Date
  },
): Promise<LoadedProposal> {
  const { changes, kind, reason, by, now } = order
  const proposal = changes.facts ? await reroute(tx, order.proposal, changes.facts, now) : order.proposal
  const { villageId, id } = proposal
  const text = {
    title: changes.title ?? proposal.title,
    summary: changes.summary ?? proposal.summary,
    body: changes.body ?? proposal.body,
  }
  const facts = changes.facts ?? proposal.facts
  const version = proposal.version + 1
  const digest = digestOfText(text)
  const budget =
    changes.budget ??
    proposal.budget.map(({ kind, label, amount }) => ({ kind: kind as NewBudgetLine['kind'], label, amount }))
  await insertVersion(
    tx,
    { villageId, proposalId: id, version, ...text, facts, digest, kind, reason, by, at: now },
    budget,
  )
  await updateProposal(tx, proposal, { version, title: text.title })
  return {
    ...proposal,
    ...text,
    facts,
    digest,
    version,
    budget: await loadBudget(tx, villageId, id, version),
  }
}
