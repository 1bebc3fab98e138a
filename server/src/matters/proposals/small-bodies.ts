/** 人数太少的组织: which bodies of a matter's way are too small for a secret vote, as their rolls would be today. */
import { bodyOf } from '@cunyi/shared/law/meeting-rules.ts'
import type { Body, ProfileValues } from '@cunyi/shared/law/profile.ts'
import { MATTER_RULES, type MatterRoute } from '@cunyi/shared/matter/matter.ts'
import { namedBodies, withNamed } from '@cunyi/shared/meeting/small-body.ts'
import { rollFigures, rollFor, rollOptionsOf } from '@cunyi/shared/people/rolls.ts'
import type { Day } from '@cunyi/shared/words/days.ts'
import type { Assembly, MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { findDivision } from '#village/divisions/queries/divisions.ts'
import { loadRollOffices, loadRollPeople } from '#village/people/queries/people.ts'
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
  const people = await loadRollPeople(tx, villageId, day)
  const offices = await loadRollOffices(tx, villageId, day)
  const options = rollOptionsOf(values, matter.route, {
    people,
    division,
    villageGroup: asked.villageGroup ?? null,
  })
  const sizes = assembliesOf(matter.track, assembly).map((one) => ({
    assembly: one,
    entitled: rollFigures(rollFor(one, people, offices, day, options)).entitled,
  }))
  const fundraising = asked.codes.some((code) => MATTER_RULES[code].fundraising)
  return namedBodies(sizes, values, { fundraising })
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
