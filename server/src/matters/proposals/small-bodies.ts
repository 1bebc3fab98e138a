/** 人数太少的组织: which bodies of a matter's way are too small for a secret vote, as their rolls would be today. */
import { bodyOf } from '@cunyi/shared/law/meeting-rules.ts'
import type { Body, ProfileValues } from '@cunyi/shared/law/profile.ts'
import { MATTER_RULES, type MatterRoute } from '@cunyi/shared/matter/matter.ts'
import { asksSize, mayBeSmall, namedBodies, withNamed } from '@cunyi/shared/meeting/small-body.ts'
import {
  isOfOffices,
  type RollPerson,
  rollFigures,
  rollFor,
  rollOptionsOf,
} from '@cunyi/shared/people/rolls.ts'
import type { Day } from '@cunyi/shared/words/days.ts'
import type { Assembly, MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { findDivision } from '#village/divisions/queries/divisions.ts'
import { countForRolls, loadRollOffices, loadRollPeople } from '#village/people/queries/people.ts'
import { assembliesOf } from './calendar.ts'
import { type LoadedProposal, profileOf } from './queries/proposals.ts'

type Asked = {
  asked: { codes: readonly MatterCode[]; villageGroup?: string | null | undefined }
  matter: Pick<MatterRoute, 'track' | 'route'>
  assembly: Assembly
  division: Awaited<ReturnType<typeof findDivision>>
  values: ProfileValues
  day: Day
}

export async function smallBodies(
  tx: Tx,
  villageId: string,
  { asked, matter, assembly, division, values, day }: Asked,
) {
  const rule = { fundraising: asked.codes.some((code) => MATTER_RULES[code].fundraising) }
  const villageGroup = asked.villageGroup ?? null
  const optionsOf = (people: readonly RollPerson[]) =>
    rollOptionsOf(values, matter.route, { people, division, villageGroup })
  const bodies = assembliesOf(matter.track, assembly).filter((one) => asksSize(one, values, rule))
  const ofOffices = bodies.filter((one) => isOfOffices(one, optionsOf([])))
  // The roll of a whole village is drawn only where a count comes near.
  const counts =
    bodies.length > ofOffices.length ? await countForRolls(tx, villageId, { day, villageGroup }) : null
  const near = bodies.filter(
    (one) => counts !== null && !ofOffices.includes(one) && mayBeSmall(COUNTED[one]?.(counts) ?? 0, values),
  )
  if (ofOffices.length + near.length === 0) return []
  const offices = await loadRollOffices(tx, villageId, day)
  const holders = offices.map((one) => one.personId)
  const people = await loadRollPeople(tx, villageId, day, near.length > 0 ? undefined : holders)
  const sizes = bodies
    .filter((one) => ofOffices.includes(one) || near.includes(one))
    .map((one) => ({
      assembly: one,
      entitled: rollFigures(rollFor(one, people, offices, day, optionsOf(people))).entitled,
    }))
  return namedBodies(sizes, values, rule)
}

type Counts = Awaited<ReturnType<typeof countForRolls>>
/** Of the bodies that go by the person. A village whose members nobody entered counts none, and its roll is drawn. */
const COUNTED: Partial<Record<Assembly, (of: Counts) => number>> = {
  branch: ({ party }) => party,
  partyMembers: ({ party }) => party,
  villagers: ({ adults }) => adults,
  residents: ({ adults }) => adults,
  households: ({ households }) => households,
  residentHouseholds: ({ households }) => households,
  groupVillagers: ({ groupAdults }) => groupAdults,
  groupHouseholds: ({ groupHouseholds }) => groupHouseholds,
  members: ({ members }) => members,
}

/** What a submitted matter comes before only now is weighed as it stands now; what it had before it stays as it was frozen. */
export const frozenNamed = (
  proposal: LoadedProposal,
  named: readonly Body[],
  fresh: readonly Assembly[],
): LoadedProposal['profile'] => {
  const bodies = named.filter((body) => fresh.some((assembly) => bodyOf(assembly) === body))
  return proposal.profile && { ...proposal.profile, values: withNamed(profileOf(proposal), bodies) }
}
