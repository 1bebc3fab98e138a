/** 异议办结: whether an objection still stands against the end of the days, after anything that could change it. */
import {
  holdsTheMatter,
  mayBeCorrected,
  type ObjectionDone,
  objectionNeeds,
} from '@cunyi/shared/disclosure/objections.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { keepDuties } from '#village/duties/actions.ts'
import {
  type DisclosureRow,
  type ObjectionRow,
  objectionsOf,
  updateObjection,
} from './queries/disclosures.ts'

/** What was done about it: the recount it led to, the posted correction that names it. */
const doneAbout = ({ recountId, correctedIn }: ObjectionRow): ObjectionDone => ({
  recounted: recountId !== null,
  noticeCorrected: correctedIn !== null,
})

export const needsOf = (objection: ObjectionRow) => objectionNeeds(objection, doneAbout(objection))

/** Writes the change, and with it whether it holds the matter still. */
export async function changeObjection(
  tx: Tx,
  objection: ObjectionRow,
  set: Partial<ObjectionRow>,
  now: Date,
): Promise<ObjectionRow> {
  const changed = { ...objection, ...set }
  const holds = holdsTheMatter(changed, doneAbout(changed))
  const settledAt = holds ? null : (objection.settledAt ?? now)
  await updateObjection(tx, objection, { ...set, settledAt })
  await keepDuties(tx, objection.villageId, objection.proposalId, now)
  return { ...changed, settledAt }
}

type Notice = Pick<DisclosureRow, 'villageId' | 'id'>
const namedIn = async (tx: Tx, { villageId, id }: Notice, answers: readonly string[]) =>
  answers.length === 0
    ? []
    : (await objectionsOf(tx, villageId, { disclosureIds: [id] }))
        .map(({ objection }) => objection)
        .filter((objection) => answers.includes(objection.id))

/** 更正针对的异议: of this notice, and each asks for a correction. */
export async function mustAskForIt(tx: Tx, notice: Notice, answers: readonly string[]): Promise<void> {
  const named = await namedIn(tx, notice, answers)
  if (named.length < answers.length || named.some((one) => !mayBeCorrected(one, doneAbout(one))))
    throw new Refused('correctionUnfit')
}

/** The correction is posted: those it names wait for it no longer; another change of the notice answers nobody. */
export async function correctedBy(
  tx: Tx,
  notice: Notice & Pick<DisclosureRow, 'version'>,
  answers: readonly string[],
  now: Date,
): Promise<void> {
  for (const objection of await namedIn(tx, notice, answers))
    await changeObjection(tx, objection, { correctedIn: notice.version }, now)
}
