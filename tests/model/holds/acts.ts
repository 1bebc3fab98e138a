/** 原则一、二: who proposed, who confirmed; and what changes by such an act alone. */
import { ACTS_OF_TWO } from '@cunyi/shared/law/acts-of-two.ts'
import { type Change, changedFields, type Row } from '../feed.ts'
import { ACTS, type First, OVERSIGHT, whyNotSecond } from '../law.ts'
import type { Moment } from '../rule.ts'

export function actsOfTwo(it: Moment): string[] {
  return [...it.txs.values()].flatMap((tx) => [
    ...tx.filter(({ table }) => table === 'acts').flatMap((change) => ofAct(it, change)),
    ...tx.flatMap((change) => withoutAct(it, tx, change)),
  ])
}

function ofAct(it: Moment, { before, after }: Change): string[] {
  const { world, memory, seen } = it
  if (!after) return ['an act was removed']
  const actors = it.asked.filter(({ reply }) => reply.status === 200).map(({ who }) => who)
  const name = (id: unknown) => world.nameOf(id)
  if (!before) {
    seen.note('act', `${after.what} proposed`)
    const said = []
    if (!it.isClock && !actors.includes(name(after.by)))
      said.push(`${after.what} stands as proposed by ${name(after.by)}, who did not ask for it`)
    const owner = world.accountOf(after.by)
    if (owner && owner !== after.account) said.push(`${after.what} names an account that is not its first's`)
    const first = {
      id: String(after.by),
      account: String(after.account),
      kinds: world.kindsOf(after.by, after.meeting_id),
    }
    memory.firsts.set(String(after.id), {
      ...first,
      isOfNext: wasRefused(it, after) || !anybodyElse(it, after, first),
      dueAt: after.due_at === null ? null : new Date(String(after.due_at)),
    })
    return said
  }
  if (before.state === after.state)
    return agreedIn(after)
      .filter((id) => !agreedIn(before).includes(id) && !actors.includes(name(id)))
      .map((id) => `${after.what} has a yes of ${name(id)}, who did not say it`)
  seen.note('act', `${after.what} ${after.state}`)
  if (before.state !== 'waiting') return [`${after.what} was ${before.state} and became ${after.state}`]
  if (after.state !== 'confirmed') return []
  const second = name(after.second)
  const first = memory.firsts.get(String(after.id))
  if (!first) return [`${after.what} was confirmed without having been proposed`]
  const said = []
  if (!actors.includes(second))
    said.push(`${after.what} stands as confirmed by ${second}, who did not ask for it`)
  const now = world.now()
  const isLate = first.dueAt !== null && first.dueAt <= now
  const due = before.due_at === null ? null : new Date(String(before.due_at))
  if (due && due <= now) said.push(`${after.what} was confirmed after its term`)
  const why = whyNotSecond({
    what: String(after.what),
    first,
    second: {
      id: String(after.second),
      account: world.accountOf(after.second) ?? '',
      kinds: [
        ...world.kindsOf(after.second, after.meeting_id),
        ...(ofIn(after).includes(String(after.second)) ? (['teller'] as const) : []),
      ],
    },
    isLate: isLate || first.isOfNext || Boolean(after.contested),
    about: after.person_id === null ? null : String(after.person_id),
  })
  if (why) said.push(`${after.what} by ${name(after.by)} and ${second}: ${why}`)
  if (ACTS[String(after.what)]?.each && !before.turn) {
    const of = ofIn(after)
    const silent = of.filter((id) => id !== after.second && !agreedIn(after).includes(id))
    if (of.length < 2 || silent.length > 0)
      said.push(
        `${after.what} stands without a word of ${silent.map(name).join(' and ') || 'a second of them'}`,
      )
  }
  return said
}

/** 逐人确认: of whom each says yes, and who has. */
const ofIn = (act: Row): string[] => (act.asked as { of?: string[] }).of ?? []
const agreedIn = (act: Row): string[] => (act.asked as { agreed?: string[] }).agreed ?? []

/** Whoever was told no may ask the next one. */
const wasRefused = ({ world }: Moment, act: Row): boolean =>
  world.mirror
    .where('acts', { what: act.what, person_id: act.person_id })
    .some(({ state }) => state === 'refused')

/** Of those who are asked first: where nobody of them is left, it is the next one's from the start. (integrity D23) */
const anybodyElse = ({ world }: Moment, act: Row, first: First): boolean =>
  [...new Set(world.mirror.where('offices', {}).map((row) => row.person_id))].some(
    (id) =>
      whyNotSecond({
        what: String(act.what),
        first,
        second: { id: String(id), account: '', kinds: world.kindsOf(id, act.meeting_id) },
        isLate: false,
        about: act.person_id === null ? null : String(act.person_id),
      }) === null,
  )

/** The act that was confirmed in this transaction, if one was. */
export const confirmedIn = (tx: readonly Change[], ...whats: string[]): Change | undefined =>
  tx.find(
    ({ table, before, after }) =>
      table === 'acts' &&
      before?.state === 'waiting' &&
      after?.state === 'confirmed' &&
      whats.includes(String(after.what)),
  )

/** Until D23 has landed an office is one clerk's word. */
const HAS_OFFICE_ACTS = 'officeOfVillage' in ACTS_OF_TWO
const OFFICE_ACTS = [
  'officeOfParty',
  'officeOfVillage',
  'officeOfCollective',
  'endSeat',
  'clerkByTownship',
  'handOver',
  'handOverOversight',
  'officeOfOversight',
  'importList',
]

/** What never changes by the will of one. */
function withoutAct(it: Moment, tx: readonly Change[], change: Change): string[] {
  const { table, op, before, after } = change
  const { world } = it
  const needs = (what: string, ...acts: string[]) =>
    confirmedIn(tx, ...acts) ? [] : [`${what} without its act of two`]
  switch (table) {
    case 'set_asides':
      // Whoever was helped has the last word on what was entered for him.
      if (it.asked.some(({ request, reply }) => request === 'objectAssisted' && reply.status === 200))
        return []
      return op === 'INSERT' ? needs('a ballot was set aside', 'setAsideEnvelope') : []
    case 'slips':
      return after?.event === 'returned' ? needs('a slip was given back', 'returnSlip') : []
    case 'assists':
      return op === 'INSERT'
        ? needs('a ballot was entered for another', 'castAssisted', 'assistedByPhone')
        : []
    case 'helpers':
      return op === 'INSERT' ? needs('a helper came onto the list', 'nameHelpers') : []
    case 'recounts':
      return op === 'INSERT' ? needs('a recount stands', 'recountPoll', 'recountPaper') : []
    case 'people':
      return before &&
        changedFields(change).some((field) => ['phone', 'phone_index', 'id_index'].includes(field))
        ? needs('a number was changed', 'changeNumber', 'importList')
        : []
    case 'offices': {
      if (!HAS_OFFICE_ACTS) return []
      const office = String((after ?? before)?.office)
      if (!OVERSIGHT.includes(office))
        return needs(`the office ${office} was ${before ? 'changed' : 'given'}`, ...OFFICE_ACTS)
      const act = confirmedIn(tx, 'officeOfOversight', 'handOverOversight', 'importList')
      if (!act) return [`the office ${office} was ${before ? 'changed' : 'given'} without its act of two`]
      const kinds = world.kindsOf(act.after?.second)
      return kinds.includes('township') || kinds.includes('county')
        ? []
        : [`the oversight committee was changed with a second who is ${kinds.join(' and ')}`]
    }
    default:
      return []
  }
}
