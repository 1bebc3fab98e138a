import { randomUUID } from 'node:crypto'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { toKept } from '#base/files/kinds.ts'
import { type AttachmentRow, findAttachment, insertAttachment, uploadsSince } from '#base/files/queries.ts'
import { keepContent, readContent } from '#base/files/store.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { findProposal } from '#matters/proposals/queries/proposals.ts'
import { withinAllowance } from './allowance.ts'
import { mustSeeFile, mustSeeSubject } from './sight.ts'

const NAME_LENGTH = 120

export type Upload = {
  villageId: string
  purpose: string
  subjectId: string | null
  name: string
  content: Buffer
  now: Date
}

/** Only the last part, without what a header or a file system would stumble over; the ending is what the content is. */
function nameOf(name: string, ending: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = [...last.replace(/\.[A-Za-z0-9]{1,5}$/, '')].filter(
    (c) => c >= ' ' && !'"<>|:*?'.includes(c) && c !== '\u007f',
  )
  return `${cut(clean.join(''), NAME_LENGTH) || 'file'}.${ending}`
}

type About = Pick<Upload, 'villageId' | 'subjectId' | 'now'>

/** Nobody lays a paper beside a matter that he may not see. */
async function mustMayBring(tx: Tx, caller: Caller, { villageId, subjectId }: About): Promise<void> {
  if (subjectId) await mustSeeSubject(tx, caller, { villageId, subjectId })
}

/** Whether he may bring a file, and has not brought too many, is asked before its first byte is read. */
export async function bringFile<T>(
  parts: Parts,
  caller: Caller,
  about: About,
  bring: () => Promise<T>,
): Promise<T> {
  const { villageId, now } = about
  const kept = (since: Date) =>
    inVillage(parts.db, villageId, async (tx) => {
      await mustMayBring(tx, caller, about)
      // A clock that is set stands still between its steps: no hour passes there.
      return parts.config.clock ? 0 : uploadsSince(tx, villageId, caller.personId, since)
    })
  return withinAllowance(caller.personId, now, kept, bring)
}

/** 存附件: read in a child, then kept, then the line that speaks of it; only that is a transaction. */
export async function uploadFile(parts: Parts, caller: Caller, upload: Upload) {
  const kept = await toKept(upload.content, caller.accountId, upload.purpose === 'voice')
  const row: AttachmentRow = {
    villageId: upload.villageId,
    id: randomUUID(),
    digest: await keepContent(parts.config, kept.content),
    mime: kept.mime,
    size: kept.content.length,
    seconds: kept.seconds,
    name: nameOf(upload.name, kept.ending),
    purpose: upload.purpose,
    subjectId: upload.subjectId,
    isPublic: false,
    uploadedBy: caller.personId,
    uploadedAt: upload.now,
    transcript: null,
    takenDownAt: null,
    takenDownBy: null,
    takenDownReason: null,
  }
  await inVillage(parts.db, upload.villageId, async (tx) => {
    await mustMayBring(tx, caller, upload)
    await insertAttachment(tx, row)
    // Without a subject it is no record of anything, until the act that names it says what it belongs to.
    if (row.subjectId) await leaveEvidence(tx, caller, { ...row, subjectId: row.subjectId })
  })
  return { id: row.id, digest: row.digest, mime: row.mime, size: row.size, seconds: row.seconds }
}

async function leaveEvidence(tx: Tx, caller: Caller, row: AttachmentRow & { subjectId: string }) {
  const { villageId, id, digest, purpose, subjectId, uploadedAt } = row
  const isMatter = (await findProposal(tx, villageId, subjectId)) !== undefined
  await appendEvidence(tx, {
    villageId,
    at: uploadedAt,
    act: 'uploadFile',
    by: caller.personId,
    office: null,
    ...(isMatter ? { proposalId: subjectId } : { meetingId: subjectId }),
    payload: { attachmentId: id, digest, purpose },
  })
}

/** Who may see it is asked here; the content is read only by whoever has not got it yet. */
export async function getFile(parts: Parts, caller: Caller | null, villageId: string, id: string) {
  const row = await inVillage(parts.db, villageId, async (tx) => {
    const found = await findAttachment(tx, villageId, id)
    if (!found) throw new Refused(caller ? 'notFound' : 'notSignedInToAccount')
    if (!found.isPublic) await mustSeeFile(tx, caller, found)
    return found
  })
  return { row, read: () => readContent(parts.config, row.digest) }
}
