/** 先告知: whoever loses an office or a seat, and those who should know of an election, are told before it is confirmed. */

import { addHours, shanghaiDate, shanghaiTime } from '@cunyi/shared/words/days.ts'
import { type MessageKey, messageText } from '@cunyi/shared/words/messages.ts'
import { OFFICES, type Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { enqueueMessages } from '#village/messages/actions.ts'
import { phoneOfPerson } from '#village/messages/queries/undelivered.ts'
import { holdersOf, namesOf } from '#village/people/queries/people.ts'

/** It still makes sense while it waits. */
const HOURS = 72

export async function tellPeople(
  tx: Tx,
  parts: Parts,
  told: {
    villageId: string
    people: readonly string[]
    key: MessageKey
    params: Record<string, string>
    now: Date
  },
): Promise<void> {
  const { villageId, people, now } = told
  const text = messageText(told.key, told.params)
  const messages = []
  for (const personId of people) {
    const phone = openPhone(parts.keys, await phoneOfPerson(tx, villageId, personId))
    if (phone === null) continue
    messages.push({
      kind: 'alert' as const,
      phone,
      text,
      division: villageId,
      personId,
      until: addHours(now, HOURS),
    })
  }
  await enqueueMessages(tx, parts, messages, now)
}

/** 告知全体代表: who was elected to watch over the village is told to those who elected him. */
export async function tellElectors(
  tx: Tx,
  parts: Parts,
  told: {
    villageId: string
    elected: readonly { personId: string; office: Office }[]
    confirmsFrom: Date | null
    now: Date
  },
): Promise<void> {
  const { villageId, elected, confirmsFrom, now } = told
  const people = await holdersOf(tx, villageId, SEATS, shanghaiDate(now))
  const name = await namesOf(
    tx,
    elected.map((one) => one.personId),
  )
  for (const { personId, office } of elected)
    await tellPeople(tx, parts, {
      villageId,
      people,
      key: 'oversightNamed',
      params: {
        name: name(personId),
        office: OFFICES[office].zh,
        until: confirmsFrom ? shanghaiTime(confirmsFrom) : '',
      },
      now,
    })
}
const SEATS: readonly Office[] = ['representative', 'residentRepresentative']
