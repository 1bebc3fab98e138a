/** 告知: what also stands on a person's first page; to his browser where he wants it, by SMS where the village does. */
import { addHours } from '@cunyi/shared/words/days.ts'
import { isNews, NEWS_KINDS, type NewsKind } from '@cunyi/shared/words/undelivered.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { enqueueMessages, type Message, phoneOfMessage } from './actions.ts'
import type { AskLeaving } from './outcome.ts'
import { subscribers } from './subscriptions.ts'

/** Later it is no news any more. */
const NEWS_HOURS = 72

type News = {
  kind: NewsKind
  villageId: string
  personIds: readonly string[]
  /** Sealed, of those who are told by SMS. */
  phones: readonly { id: string; phone: Buffer | null }[]
  text: string
}
export async function tellNews(tx: Tx, parts: Parts, news: News, now: Date): Promise<void> {
  const { kind, villageId: division, personIds, phones, text } = news
  const said = { kind, division, text, until: addHours(now, NEWS_HOURS) }
  const wanted = personIds.length > 0 ? await subscribers(tx, parts, division, now) : new Set<string>()
  const pushed = personIds.filter((personId) => wanted.has(personId))
  const messages: Message[] = pushed.map((personId) => ({ ...said, channel: 'push', phone: null, personId }))
  for (const { id: personId, phone: sealed } of phones) {
    const phone = openPhone(parts.keys, sealed)
    if (phone !== null) messages.push({ ...said, phone, personId })
  }
  await enqueueMessages(tx, parts, messages, now)
}

/** What a browser shows leads to the first page, where it stands in full. */
export const leavingNews: AskLeaving = async (_tx, parts, { kind, channel, text, phone }) => {
  if (channel !== 'push' || !isNews(kind)) return { phone: phoneOfMessage(parts, phone), text }
  const link = `${parts.config.publicUrl}/app/`
  return { phone: null, text, note: { title: NEWS_KINDS[kind].zh, body: text, link } }
}
