import { randomUUID } from 'node:crypto'
import { Rejection } from '@cunyi/shared/rejection.ts'
import type { Office } from '@cunyi/shared/vocabulary.ts'
import { inVillage, type Tx } from '../database/connect.ts'
import { divisionLine } from '../divisions/queries.ts'
import type { Parts } from '../parts.ts'
import type { Caller } from '../session/caller.ts'
import { type Relation, relationToMeeting, relationToProposal } from '../session/queries.ts'
import { toKept } from './kinds.ts'
import { type AttachmentRow, findAttachment, insertAttachment, uploadsSince } from './queries.ts'
import { keepContent, readContent } from './store.ts'

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
    digest: await keepContent(parts.config.files, kept.content),
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
  upload: { villageId: string; purpose: string; name: string; content: Buffer; now: Date },
) {
  const row = await inVillage(parts.db, upload.villageId, async (tx) => {
    const isLimited = parts.config.clock === undefined
    const since = new Date(upload.now.getTime() - HOUR)
    if (isLimited && (await uploadsSince(tx, upload.villageId, caller.personId, since)) >= UPLOADS_AN_HOUR)
      throw new Rejection('rateLimited')
    return storeFile(parts, tx, { ...upload, by: caller.personId })
  })
  return { id: row.id, digest: row.digest, mime: row.mime, size: row.size }
}

const INSIDERS: readonly Office[] = [
  'branchSecretary',
  'branchCommittee',
  'villageDirector',
  'villageCommittee',
  'oversightChair',
  'oversightCommittee',
  'firstSecretary',
  'boardChair',
  'boardMember',
  'supervisor',
  'groupHead',
  'accountant',
  'residentDirector',
  'residentCommittee',
  'townshipStaff',
  'countyStaff',
]
/** Papers of a matter and of its carrying out: everybody who may read the matter. */
const OF_THE_MATTER: readonly string[] = ['proposal', 'paper', 'disclosure', 'progress']

/**
 * 看附件: what is public, everybody; what belongs to a matter, its village; what was said or shown in a meeting, those
 * on its roll; an objection's, whoever raised it. The offices see all of it.
 */
export async function getFile(parts: Parts, caller: Caller | null, villageId: string, id: string) {
  const row = await inVillage(parts.db, villageId, async (tx) => {
    const found = await findAttachment(tx, villageId, id)
    if (!found) throw new Rejection(caller ? 'notFound' : 'notSignedInToAccount')
    if (!found.isPublic) await mustSee(tx, caller, found)
    return found
  })
  return { row, content: await readContent(parts.config.files, row.digest) }
}

async function mustSee(tx: Tx, caller: Caller | null, row: AttachmentRow): Promise<void> {
  if (!caller) throw new Rejection('notSignedInToAccount')
  const isOwn = caller.village === row.villageId
  const oversees =
    !isOwn &&
    caller.offices.some((office) => office === 'townshipStaff' || office === 'countyStaff') &&
    (await divisionLine(tx, row.villageId)).some((division) => division.code === caller.village)
  if (!isOwn && !oversees) throw new Rejection('notFound')
  if (oversees || row.uploadedBy === caller.personId || OF_THE_MATTER.includes(row.purpose)) return
  if (caller.offices.some((office) => INSIDERS.includes(office))) return
  if (row.subjectId && (row.purpose === 'meeting' || row.purpose === 'opinion')) {
    const related = await relationTo(tx, row, caller.personId)
    if (related.roll || related.chair || related.recorder || related.teller) return
  }
  throw new Rejection('forbidden')
}

async function relationTo(
  tx: Tx,
  { villageId, subjectId }: AttachmentRow,
  personId: string,
): Promise<Relation> {
  const meeting = await relationToMeeting(tx, villageId, subjectId ?? '', personId)
  return meeting.found ? meeting : relationToProposal(tx, villageId, subjectId ?? '', personId)
}
