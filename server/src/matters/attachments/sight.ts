/** 看附件: whoever may see the matter may see its papers, and nobody else. */
import { sees } from '@cunyi/shared/api/may.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { AttachmentRow } from '#base/files/queries.ts'
import type { Caller } from '#door/session/caller.ts'
import { relationIn, rolesOf } from '#door/session/queries/sessions.ts'
import { placeOf, standingAt, standingOf } from '#door/session/standing.ts'
import { isPaperAbout } from '#matters/acts/queries.ts'
import { findProposal } from '#matters/proposals/queries/proposals.ts'
import { mustSee } from '#matters/proposals/view.ts'

type File = Pick<AttachmentRow, 'villageId'> & { subjectId: string }
const OVERSIGHT: readonly Office[] = ['oversightChair', 'oversightCommittee']

/**
 * What belongs to a matter follows the right to see the matter; to a meeting, its roll and its officers. An objection
 * is for the offices and whoever raised it; the paper of an office for the offices and whom it is about. A paper that belongs to nothing yet is its bringer's and the offices';
 * the papers of authorisations and of legal bases are the village's.
 */
export async function mustSeeFile(tx: Tx, caller: Caller | null, row: AttachmentRow): Promise<void> {
  if (!caller) throw new Refused('notSignedInToAccount')
  const place = await placeOf(tx, caller, { village: row.villageId })
  if (!place) throw new Refused('notFound')
  if (row.uploadedBy === caller.personId) return
  // 撤下的, and what belongs to hidden words.
  if (row.takenDownAt && !(place === 'own' && caller.offices.some((office) => OVERSIGHT.includes(office))))
    throw new Refused('notFound')
  const { villageId, id: fileId } = row
  if (row.purpose === 'office' && (await isPaperAbout(tx, { villageId, fileId, personId: caller.personId })))
    return
  if (row.purpose === 'objection' || (row.subjectId === null && row.purpose !== 'paper')) {
    if (!sees('objectionFiles', standingOf(caller, place))) throw new Refused('forbidden')
  } else if (row.subjectId !== null) await mustSeeSubject(tx, caller, { ...row, subjectId: row.subjectId })
}

/** The matter or the meeting a file belongs to. */
export async function mustSeeSubject(tx: Tx, caller: Caller, { villageId, subjectId }: File): Promise<void> {
  const proposal = await findProposal(tx, villageId, subjectId)
  if (proposal) return void (await mustSee(tx, proposal, caller))
  const relation = await relationIn(tx, { village: villageId, meeting: subjectId, person: caller.personId })
  if (!relation.found) throw new Refused('notFound')
  if (!sees('meetingFiles', standingAt(villageId, caller, rolesOf(relation)))) throw new Refused('forbidden')
}
