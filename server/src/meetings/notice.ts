/** 通知 of a meeting: posted in-app for each person, and handed to the outbox for those with a phone. */
import { type NoticeFacts, noticeText } from '@cunyi/shared/notice.ts'
import type { Tx } from '../database/connect.ts'
import { insertMessages } from './queries/notices.ts'
import { insertNotices } from './queries/convene.ts'

type Noticed = Omit<NoticeFacts, 'kind'> & { villageId: string; id: string; reconvening: number }

/** The whole notice, which begins the notice days of these persons. */
export async function giveNotice(
  tx: Tx,
  meeting: Noticed,
  personIds: readonly string[],
  now: Date,
  kind: NoticeFacts['kind'] = meeting.reconvening > 0 ? 'reconvened' : 'first',
): Promise<void> {
  const { villageId, id: meetingId } = meeting
  const reachable = await insertNotices(tx, { villageId, meetingId }, personIds, now)
  await insertMessages(tx, { villageId, meetingId, kind: 'notice', text: noticeText({ ...meeting, kind }).zh, now }, reachable)
}

/** Tells of a change that begins no new period. */
export const tellOf = (tx: Tx, meeting: Noticed, personIds: readonly string[], now: Date, kind: NoticeFacts['kind']) =>
  insertMessages(
    tx,
    { villageId: meeting.villageId, meetingId: meeting.id, kind: 'notice', text: noticeText({ ...meeting, kind }).zh, now },
    personIds,
  )
