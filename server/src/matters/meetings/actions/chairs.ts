/** 主持人: who may chair, and who may not any more. */
import { bodyActs } from '@cunyi/shared/law/acts.ts'
import { routeOf } from '@cunyi/shared/law/meeting-rules.ts'
import type { ExtraName } from '@cunyi/shared/meeting/extra-step.ts'
import type { RollOffice } from '@cunyi/shared/people/rolls.ts'
import { whoMayNotChair } from '@cunyi/shared/poll/void-reasons.ts'
import type { Assembly, Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { LoadedProposal } from '#matters/proposals/queries/proposals.ts'
import { voidedSittings } from '../queries/agenda.ts'

/** Who may chair: the office first, then the members of that body whom it may name. */
export function chairsFor(
  today: readonly RollOffice[],
  assembly: Assembly,
  { villageGroup, route }: LoadedProposal,
  deputies: boolean,
): string[] {
  const { chair, deputies: others } = bodyActs(assembly, route)
  const holders = (wanted: readonly Office[]) =>
    today
      .filter(
        (row) =>
          wanted.includes(row.office) && (routeOf(assembly) !== 'C' || row.villageGroup === villageGroup),
      )
      .map((row) => row.personId)
  return [...new Set([...holders(chair), ...(deputies ? holders(others) : [])])]
}

/** 另一名成员主持: where one is left; a village without another goes on as it is. */
export async function barredFromChair(
  tx: Tx,
  proposals: readonly LoadedProposal[],
  today: readonly RollOffice[],
  assembly: Assembly,
  extra: ExtraName | null,
): Promise<string[]> {
  const barred: string[] = []
  for (const one of proposals) barred.push(...whoMayNotChair(await voidedSittings(tx, one, extra)))
  const [first] = proposals
  const isAnother = (id: string) => !barred.includes(id)
  return first && chairsFor(today, assembly, first, true).some(isAnother) ? barred : []
}
