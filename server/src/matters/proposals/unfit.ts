/** 组成不合法: whether the representatives who would decide this matter may be convened at all. */
import { whyBodyUnfit } from '@cunyi/shared/people/composition.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import { loadRollOffices, loadRollPeople } from '#village/people/queries/people.ts'
import type { LoadedProposal } from './queries/proposals.ts'

export async function isUnfit(
  tx: Tx,
  { villageId, stage, assembly }: LoadedProposal,
  now: Date,
): Promise<boolean> {
  if (stage !== 'villagerResolution' || assembly !== 'representatives') return false
  const today = shanghaiDate(now)
  const [people, offices] = [
    await loadRollPeople(tx, villageId, today),
    await loadRollOffices(tx, villageId, today),
  ]
  return whyBodyUnfit(assembly, people, offices, today) !== null
}
