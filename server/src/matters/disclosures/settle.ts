/** 异议办结: whether an objection still stands against the end of the days, after anything that could change it. */
import { holdsTheMatter, type ObjectionDone, objectionNeeds } from '@cunyi/shared/disclosure/objections.ts'
import type { Tx } from '#base/database/connect.ts'
import { keepDuties } from '#village/duties/actions.ts'
import {
  type DisclosureRow,
  findDisclosure,
  type ObjectionRow,
  objectionsOf,
  updateObjection,
} from './queries/disclosures.ts'

/** What was done about it: the recount it led to, a later version of the notice. */
export const doneAbout = (
  objection: ObjectionRow,
  notice: Pick<DisclosureRow, 'version'>,
): ObjectionDone => ({
  recounted: objection.recountId !== null,
  noticeCorrected: notice.version > objection.noticeVersion,
})

export const needsOf = (objection: ObjectionRow, notice: Pick<DisclosureRow, 'version'>) =>
  objectionNeeds(objection, doneAbout(objection, notice))

/** Writes the change, and with it whether it holds the matter still. */
export async function changeObjection(
  tx: Tx,
  objection: ObjectionRow,
  set: Partial<ObjectionRow>,
  now: Date,
): Promise<ObjectionRow> {
  const changed = { ...objection, ...set }
  const notice = await findDisclosure(tx, objection.villageId, objection.disclosureId)
  const holds = holdsTheMatter(changed, doneAbout(changed, notice ?? { version: 1 }))
  const settledAt = holds ? null : (objection.settledAt ?? now)
  await updateObjection(tx, objection, { ...set, settledAt })
  await keepDuties(tx, objection.villageId, objection.proposalId, now)
  return { ...changed, settledAt }
}

/** After a new version of the notice: what waited for it waits no longer. */
export async function settleOf(tx: Tx, disclosure: Pick<DisclosureRow, 'villageId' | 'id'>, now: Date) {
  const rows = await objectionsOf(tx, disclosure.villageId, { disclosureIds: [disclosure.id] })
  for (const { objection } of rows) if (!objection.settledAt) await changeObjection(tx, objection, {}, now)
}
