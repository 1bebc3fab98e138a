/** 告知旧号码: whoever loses a number is told on it, before and after. */
import { messageText } from '@cunyi/shared/words/messages.ts'
import { alertUntil } from '@cunyi/shared/words/sending.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { enqueueMessages } from '#village/messages/actions.ts'

export type Told = { personId: string; name: string; phone: string }

export const tellOldNumbers = (
  tx: Tx,
  parts: Parts,
  what: 'numberProposed' | 'numberChanged',
  villageId: string,
  people: readonly Told[],
  now: Date,
): Promise<void> =>
  enqueueMessages(
    tx,
    parts,
    people.map(({ personId, name, phone }) => ({
      kind: 'alert' as const,
      phone,
      text: messageText(what, { name }),
      division: villageId,
      personId,
      until: alertUntil(now),
    })),
    now,
  )
