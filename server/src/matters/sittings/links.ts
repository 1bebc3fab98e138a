/**
 * 专属链接: one person's way from a message to his meeting. The code follows from the server's key and from whom, what
 * and which number it is for, so that it stands in no row: neither with the messages that wait nor in the table.
 */
import { createHmac } from 'node:crypto'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { phoneIndexOf } from '#base/system/identity.ts'
import type { Keys } from '#base/system/keys.ts'
import { secretHash } from '#door/session/tokens.ts'
import { keepLinks } from './queries/links.ts'

/** 32 signs that cannot be taken for one another; thirteen of them are 65 bits. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const LENGTH = 13
const DAY = 86_400_000
/** After the meeting has lapsed; it may still be adjourned. Whether a link is good the meeting says. */
const KEPT_DAYS = 60

type Whose = { villageId: string; meetingId: string; personId: string; phoneIndex: string }

const codeOf = ({ index }: Pick<Keys, 'index'>, { villageId, meetingId, personId, phoneIndex }: Whose) => {
  const digest = createHmac('sha256', index)
    .update(`link:${villageId}:${meetingId}:${personId}:${phoneIndex}`)
    .digest()
  return Array.from(digest.subarray(0, LENGTH), (byte) => SIGNS[byte % SIGNS.length]).join('')
}
export const linkHash = (code: string): string => secretHash(code.trim().toUpperCase())

/** The addresses by person, to be put into a message. */
export async function linksFor(
  tx: Tx,
  parts: Pick<Parts, 'keys' | 'config'>,
  meeting: { villageId: string; id: string; lapsesAt: Date },
  people: readonly { personId: string; phone: string }[],
  now: Date,
): Promise<Map<string, string>> {
  const { villageId, id: meetingId } = meeting
  const expiresAt = new Date(Math.max(+meeting.lapsesAt, +now) + KEPT_DAYS * DAY)
  const made = people.map(({ personId, phone }) => {
    const phoneIndex = phoneIndexOf(parts.keys, phone)
    const code = codeOf(parts.keys, { villageId, meetingId, personId, phoneIndex })
    const row = { codeHash: linkHash(code), division: villageId, meetingId, personId, phoneIndex }
    return { personId, code, row: { ...row, createdAt: now, expiresAt } }
  })
  await keepLinks(
    tx,
    made.map((one) => one.row),
  )
  return new Map(made.map((one) => [one.personId, `${parts.config.publicUrl}/m/${one.code}`]))
}
