/** 催会 among the messages that leave: asked again at the moment of sending, and what became of it shown to the chair. */
import { pushNote, reminderText } from '@cunyi/shared/meeting/remind.ts'
import { openPhone } from '#base/system/identity.ts'
import { linksFor } from '#matters/sittings/links.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import type { AfterTry, AskLeaving } from '#village/messages/outcome.ts'
import { isStillAwaited, meetingLink } from './facts.ts'
import { lockDelivery, updateDelivery } from './queries.ts'

/** Who has come or voted meanwhile gets nothing. Number and text are kept nowhere. */
export const leavingReminder: AskLeaving = async (
  tx,
  parts,
  { division, meetingId, personId, channel },
  now,
) => {
  if (!division || !meetingId || !personId) return null
  const meeting = await loadMeeting(tx, division, meetingId)
  const one = await isStillAwaited(tx, meeting, personId, now)
  if (!one) return null
  const facts = { ...meeting, link: meetingLink(parts, division, meeting.id) }
  if (channel === 'push') return { phone: null, text: reminderText(facts), note: pushNote(facts) }
  const phone = openPhone(parts.keys, one.phone)
  if (phone === null) return null
  const links = await linksFor(tx, parts, meeting, [{ personId, phone }], now)
  const village = (await findDivision(tx, division))?.name ?? ''
  return { phone, text: reminderText({ ...facts, link: links.get(personId) ?? facts.link }, village) }
}

/** 送达: the line of a reminder follows its message. */
export const noteDelivery: AfterTry = async (
  tx,
  _parts,
  { id, kind, division, tries, sentAt },
  outcome,
  now,
) => {
  if (kind !== 'reminder' || division === null) return
  const row = await lockDelivery(tx, division, id)
  if (!row) return
  const set = (changes: Parameters<typeof updateDelivery>[3]) => updateDelivery(tx, division, id, changes)
  const end = { nextAt: null, endedAt: now }
  if (outcome.is === 'notNeeded') return set({ ...end, state: 'notNeeded' })
  if (outcome.is === 'sent') return set({ attempts: tries, nextAt: null, sentAt: now, state: 'sent' })
  if (outcome.is === 'delivered') return set({ ...end, sentAt: sentAt ?? now, state: 'delivered' })
  if (outcome.is === 'again') return set({ state: 'waiting', nextAt: now, endedAt: null, failure: null })
  const failed = { attempts: tries, failure: outcome.reason }
  return outcome.nextAt === null
    ? set({ ...failed, ...end, state: 'failed' })
    : set({ ...failed, nextAt: outcome.nextAt })
}
