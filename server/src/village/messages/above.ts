/** 告知上级: the staff of the level next above a division are told; above a county there is nobody to tell. */
import { addHours, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { type MessageKey, messageText } from '@cunyi/shared/words/messages.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { enqueueMessages } from './actions.ts'
import { staffAbove } from './queries/above.ts'

/** Staff look at it within their next days at work. */
const HOURS = 72

export async function tellAbove(
  tx: Tx,
  parts: Parts,
  told: { division: string; key: MessageKey; params: Record<string, string>; now: Date },
): Promise<void> {
  const { division, key, params, now } = told
  const place = (await findDivision(tx, division))?.name ?? ''
  const messages = []
  for (const { village, personId, phone } of await staffAbove(tx, division, shanghaiDate(now)))
    messages.push({
      kind: 'alert' as const,
      phone: openPhone(parts.keys, phone) ?? '',
      text: messageText(key, { place, ...params }),
      division: village,
      personId,
      until: addHours(now, HOURS),
    })
  await enqueueMessages(
    tx,
    parts,
    messages.filter(({ phone }) => phone !== ''),
    now,
  )
}
