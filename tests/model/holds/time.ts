/** 原则四: once the clock has passed a term, nothing still waits for it. */
import { isOnTheWay } from '@cunyi/shared/matter/duties.ts'
import type { Duty } from '@cunyi/shared/matter/duty-kinds.ts'
import { ENDED_STAGES, isOneOf } from '@cunyi/shared/words/vocabulary.ts'
import type { Mirror, Row } from '../feed.ts'
import type { Moment } from '../rule.ts'

export function nothingRests({ world, isClock }: Moment): string[] {
  if (!isClock) return []
  const { mirror } = world
  const now = world.now()
  const isPast = (row: Row, field: string) => row[field] != null && new Date(String(row[field])) <= now
  const said: string[] = []
  for (const act of mirror.where('acts', { state: 'waiting' })) {
    if (isPast(act, 'due_at')) said.push(`${act.what} waits past its term`)
    const poll = act.due_at === null ? mirror.one('polls', { id: act.poll_id }) : undefined
    if (poll && poll.status !== 'open') said.push(`${act.what} waits though its poll is ${poll.status}`)
  }
  for (const judgement of mirror.where('judgements', { state: 'open' }))
    if (isPast(judgement, 'due_at')) said.push(`${judgement.what} is still being judged`)
  for (const poll of mirror.where('polls', { status: 'open' }))
    if (isPast(poll, 'ends_at')) said.push('a poll is open past its end')
  for (const objection of mirror.where('objections', { answered_at: null, escalated_at: null }))
    if (isPast(objection, 'due_at') && isHeldUp(mirror.one('disclosures', { id: objection.disclosure_id })))
      said.push('an objection waits past its days and nobody above was told')
  // Township silent → county; county silent → it moves on, marked.
  for (const objection of mirror.where('objections', { township_answered_at: null, moved_on_at: null }))
    if (isHeldUp(mirror.one('disclosures', { id: objection.disclosure_id })))
      if (
        objection.county_due_at === null
          ? isPast(objection, 'township_due_at')
          : isPast(objection, 'county_due_at') && objection.county_answered_at === null
      )
        said.push('an objection waits above past its days')
  return said
}

/** The posting has not ended with the decision it shows. */
const isHeldUp = (posting: Row | undefined) => posting?.status === 'posted'

/** D29: no stage rests without a day on which it is late, whoever did what. */
export function everyStageIsDue({ world, changes }: Moment): string[] {
  if (!changes.some(({ table }) => TOUCHING.includes(table))) return []
  const { mirror } = world
  const due = new Set(
    mirror
      .where('duties', { done_at: null, dropped_at: null })
      .filter((row) => isOnTheWay(row.kind as Duty))
      .map((row) => row.proposal_id),
  )
  return mirror
    .all('proposals')
    .filter((matter) => !isOneOf(ENDED_STAGES, String(matter.stage)) && !due.has(matter.id))
    .filter((matter) => !isBeforeAMeeting(mirror, matter) && !hangs(mirror, matter, world.now()))
    .map((matter) => `a matter rests at ${matter.stage} and nothing of it is due`)
}
const TOUCHING = ['proposals', 'duties', 'meetings', 'disclosures']

const isBeforeAMeeting = (mirror: Mirror, { id, stage }: Row) =>
  mirror
    .where('agenda_items', { proposal_id: id })
    .some(({ meeting_id }) => mirror.where('meetings', { id: meeting_id, stage, ended_at: null }).length > 0)
/** The days of its paper run. */
const hangs = (mirror: Mirror, { id, stage }: Row, now: Date) =>
  mirror
    .where('disclosures', { proposal_id: id, stage, status: 'posted', ended_at: null })
    .some(({ ends_at }) => new Date(String(ends_at)) > now)
