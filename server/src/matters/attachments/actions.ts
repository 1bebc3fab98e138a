import { randomUUID } from 'node:crypto'
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { toKept } from '#base/files/kinds.ts'
import { type AttachmentRow, findAttachment, insertAttachment, uploadsSince } from '#base/files/queries.ts'
import { keepContent, readContent } from '#base/files/store.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { mustSeeFile, mustSeeSubject } from './sight.ts'

const HOUR = 3_600_000
const UPLOADS_AN_HOUR = 200
const NAME_LENGTH = 120

export type Upload = {
  villageId: string
  purpose: string
  name: string
  content: Buffer
  by: string
  now: Date
  subjectId?: string | null
  isPublic?: boolean
}

/** 存附件: the content first, then the line that speaks of it. */
export async function storeFile(parts: Parts, tx: Tx, upload: Upload): Promise<AttachmentRow> {
  const kept = await toKept(upload.content)
  const row: AttachmentRow = {
    villageId: upload.villageId,
    id: randomUUID(),
    digest: await keepContent(parts.config, kept.content),
    mime: kept.mime,
    size: kept.content.length,
    name: nameOf(upload.name, kept.ending),
    purpose: upload.purpose,
    subjectId: upload.subjectId ?? null,
    isPublic: upload.isPublic ?? false,
    uploadedBy: upload.by,
    uploadedAt: upload.now,
  }
  await insertAttachment(tx, row)
  return row
}

/** Only the last part, without what a header or a file system would stumble over; the ending is what the content is. */
function nameOf(name: string, ending: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = [...last.replace(/\.[A-Za-z0-9]{1,5}$/, '')].filter(
    (c) => c >= ' ' && !'"<>|:*?'.includes(c) && c !== '\u007f',
  )
  return `${clean.join('').slice(0, NAME_LENGTH) || 'file'}.${ending}`
}

export async function uploadFile(
  parts: Parts,
  caller: Caller,
  upload: Pick<Upload, 'villageId' | 'purpose' | 'name' | 'content' | 'now'> & { subjectId: string | null },
) {
  const row = await inVillage(parts.db, upload.villageId, async (tx) => {
    const isLimited = parts.config.clock === undefined
    const since = new Date(upload.now.getTime() - HOUR)
    if (isLimited && (await uploadsSince(tx, upload.villageId, caller.personId, since)) >= UPLOADS_AN_HOUR)
      throw new Rejection('rateLimited')
    // Nobody lays a paper beside a matter that he may not see.
    if (upload.subjectId) await mustSeeSubject(tx, caller, { ...upload, subjectId: upload.subjectId })
    return storeFile(parts, tx, { ...upload, by: caller.personId })
  })
  return { id: row.id, digest: row.digest, mime: row.mime, size: row.size }
}

/** Who may see it is asked here; the content is read only by whoever has not got it yet. */
export async function getFile(parts: Parts, caller: Caller | null, villageId: string, id: string) {
  const row = await inVillage(parts.db, villageId, async (tx) => {
    const found = await findAttachment(tx, villageId, id)
    if (!found) throw new Rejection(caller ? 'notFound' : 'notSignedInToAccount')
    if (!found.isPublic) await mustSeeFile(tx, caller, found)
    return found
  })
  return { row, read: () => readContent(parts.config, row.digest) }
}
