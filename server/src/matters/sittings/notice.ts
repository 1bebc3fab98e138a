/** 通知 of a meeting: posted in-app for each person, and handed to the sender for those with a phone. */
import { type NoticeFacts, noticeText, placeWords } from '@cunyi/shared/meeting/notice.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { enqueueMessages } from '#village/messages/actions.ts'
import { insertNotices } from './queries/convene.ts'
import { phonesOf } from './queries/notices.ts'
import { placesOf } from './queries/places.ts'

type Noticed = Omit<NoticeFacts, 'kind'> & { villageId: string; id: string; reconvening: number }

/** The whole notice, which begins the notice days of these persons. */
export async function giveNotice(
  tx: Tx,
  parts: Parts,
  meeting: Noticed,
  personIds: readonly string[],
  now: Date,
  kind: NoticeFacts['kind'] = meeting.reconvening > 0 ? 'reconvened' : 'first',
): Promise<void> {
  await insertNotices(tx, { villageId: meeting.villageId, meetingId: meeting.id }, personIds, now)
  await tellOf(tx, parts, meeting, personIds, now, kind)
}

const PIECE = 1000

/** Tells of a change that begins no new period. */
export async function tellOf(
  tx: Tx,
  parts: Parts,
  meeting: Noticed,
  personIds: readonly string[],
  now: Date,
  kind: NoticeFacts['kind'],
): Promise<void> {
  const { villageId, id: meetingId } = meeting
  const further = (await placesOf(tx, meeting)).map((one) => one.name)
  const text = noticeText({ ...meeting, place: placeWords(meeting.place, further), kind }).zh
  const messages = (await phonesOf(tx, villageId, personIds)).flatMap((row) => {
    const phone = openPhone(parts.keys, row.phone)
    return phone === null
      ? []
      : [{ kind: 'notice' as const, phone, text, division: villageId, personId: row.id, meetingId }]
  })
  for (let i = 0; i < messages.length; i += PIECE)
    await enqueueMessages(tx, parts, messages.slice(i, i + PIECE), now)
}
