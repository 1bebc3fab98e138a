/** 通知 of a meeting: posted in-app for each person, and handed to the sender for those with a phone. */
import {
  isOwnWarning,
  isStillNews,
  messageOfNotice,
  type NoticeFacts,
  noticeText,
  placeWords,
  withLink,
} from '@cunyi/shared/meeting/notice.ts'
import { alertUntil } from '@cunyi/shared/words/sending.ts'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { enqueueMessages, isFollowed, phoneOfMessage } from '#village/messages/actions.ts'
import { channelOf } from '#village/messages/channels/channel.ts'
import type { AskLeaving, Told } from '#village/messages/outcome.ts'
import { linksFor } from './links.ts'
import { insertNotices } from './queries/convene.ts'
import { loadMeeting } from './queries/meetings.ts'
import { markCalled, phonesOf } from './queries/notices.ts'
import { placesOf } from './queries/places.ts'
import { tellScreens } from './queries/tell.ts'

type Noticed = Omit<NoticeFacts, 'kind'> & {
  villageId: string
  id: string
  reconvening: number
  lapsesAt: Date
}

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

/** Tells of a change that begins no new period. */
export async function tellOf(
  tx: Tx,
  parts: Parts,
  meeting: Noticed,
  personIds: readonly string[],
  now: Date,
  kind: NoticeFacts['kind'],
): Promise<void> {
  const { villageId, id: meetingId, lapsesAt } = meeting
  const sort = isOwnWarning(kind) ? ('alert' as const) : ('notice' as const)
  const until = sort === 'alert' ? new Date(Math.max(+lapsesAt, +alertUntil(now))) : lapsesAt
  const further = (await placesOf(tx, meeting)).map((one) => one.name)
  const village = (await findDivision(tx, villageId))?.name ?? ''
  const words = noticeText({ ...meeting, place: placeWords(meeting.place, further), kind }).zh
  const said = messageOfNotice(village, words)
  const reached = (await phonesOf(tx, villageId, personIds)).flatMap((row) => {
    const phone = openPhone(parts.keys, row.phone)
    return phone === null ? [] : [{ personId: row.id, phone }]
  })
  // What waits for a gateway holds no link: it is put in when the message leaves.
  const leavesAtOnce = sort === 'notice' && channelOf(parts.config).name === 'outbox'
  for (const piece of piecesOf(reached)) {
    const links = leavesAtOnce ? await linksFor(tx, parts, meeting, piece, now) : null
    const messages = piece.map(({ personId, phone }) => {
      const link = links?.get(personId)
      const text = link ? withLink(said, link) : said
      return { kind: sort, phone, text, division: villageId, personId, meetingId, until }
    })
    await enqueueMessages(tx, parts, messages, now)
  }
}

/** 发出前再问一次: nobody is told of a meeting that is over, but that he was not told stays with the office. */
export const leavingNotice: AskLeaving = async (tx, parts, message, now) => {
  const { division, meetingId, personId, phone: sealed } = message
  const meeting = division && meetingId ? await loadMeeting(tx, division, meetingId) : null
  if (meeting && !isStillNews(meeting, now)) return 'over'
  // The newer one says all that is so now; after it, the older one would say what is so no more.
  if (await isFollowed(tx, message)) return null
  const phone = phoneOfMessage(parts, sealed)
  const { text } = message
  if (!meeting || !personId || phone === null || message.channel !== 'sms') return { phone, text }
  const links = await linksFor(tx, parts, meeting, [{ personId, phone }], now)
  const link = links.get(personId)
  return { phone, text: link ? withLink(text, link) : text }
}

/** 另行告知: on the roll he stands as told of the meeting by the clerk. */
export const markToldOnRoll = async (tx: Tx, { villageId, meetingId, kind, personId, by, now }: Told) => {
  if (meetingId === null || kind === 'alert') return
  await markCalled(tx, { villageId, meetingId, personId, by, now })
  await tellScreens(tx, villageId, meetingId)
}
