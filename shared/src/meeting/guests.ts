/** 列席: who may sit in is on the notice, signs in himself, stands in the minutes and has no vote. */
import { type MeetingRule, routeOf } from '../law/meeting-rules.ts'
import type { RollEntry, RollOffice, RollPerson } from '../people/rolls.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Assembly, Office } from '../words/vocabulary.ts'

const OVERSIGHT: readonly Office[] = ['oversightChair', 'oversightCommittee']

/**
 * Whose offices the notice offers; the first secretary and township staff are on every roll of their own. The oversight
 * committee sits in where the village committee deliberates (村委会组织法 art 37). Others are invited by name.
 */
export function sitsIn(assembly: Assembly): readonly Office[] {
  if (assembly === 'partyMembers') return []
  if (assembly === 'branch') return ['oversightChair']
  if (assembly === 'committees') return OVERSIGHT
  return routeOf(assembly) === 'B' ? [...OVERSIGHT, 'supervisor'] : [...OVERSIGHT, 'groupHead']
}

/** At a Party meeting only Party members sit in. */
export const whyNotGuests = (
  assembly: Assembly,
  guests: readonly (Pick<RollPerson, 'partyStatus'> | undefined)[],
): Refusal | null =>
  guests.includes(undefined)
    ? refuse('notFound')
    : assembly === 'partyMembers' && guests.some((one) => one?.partyStatus === 'none')
      ? refuse('guestNotParty')
      : null

/** 公开监督小组须列席: raising money by variant B is voted before the eyes of the oversight committee. (各省一事一议办法) */
export const whyNoSupervisors = (
  rule: Pick<MeetingRule, 'fundraising'>,
  roll: readonly Pick<RollEntry, 'personId'>[],
  held: readonly RollOffice[],
): Refusal | null => {
  const supervisors = held.filter((one) => OVERSIGHT.includes(one.office)).map((one) => one.personId)
  return rule.fundraising?.variant !== 'B' || roll.some((one) => supervisors.includes(one.personId))
    ? null
    : refuse('supervisorsSit')
}

/** As he stands on the roll: beside the body, in whatever office he holds. */
export const guestEntry = (person: RollPerson, held: readonly RollOffice[]): RollEntry => ({
  personId: person.id,
  votes: false,
  member: false,
  capacity: [...new Set(held.filter((one) => one.personId === person.id).map((one) => one.office))],
  households: [],
  woman: person.sex === 'female',
  reasonZh: '列席，没有表决权',
  reasonEn: 'Attends without a vote',
})
