/** 改动告知: whoever decided on the last version gets the difference at once. (integrity.md D25) */
import { shanghaiTime } from '@cunyi/shared/words/days.ts'
import { messageText } from '@cunyi/shared/words/messages.ts'
import { alertUntil } from '@cunyi/shared/words/sending.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { phonesOf, rollIds } from '#matters/sittings/queries/notices.ts'
import { enqueueMessages } from '#village/messages/actions.ts'
import type { ChangeRow } from '../queries/text-changes.ts'

export async function tellDeciders(
  tx: Tx,
  parts: Parts,
  row: ChangeRow,
  title: string,
  now: Date,
): Promise<void> {
  const { villageId, decidedIn, objectUntil: until } = row
  if (!decidedIn) return
  const text =
    row.state === 'waiting'
      ? messageText('textChanged', { title, until: until ? shanghaiTime(until) : '表决开始' })
      : messageText('textSentBack', { title })
  const people = await phonesOf(tx, villageId, await rollIds(tx, villageId, decidedIn))
  await enqueueMessages(
    tx,
    parts,
    people.flatMap(({ id: personId, phone: sealed }) => {
      const phone = openPhone(parts.keys, sealed)
      return phone === null
        ? []
        : [{ kind: 'alert' as const, phone, text, division: villageId, personId, until: alertUntil(now) }]
    }),
    now,
  )
}
