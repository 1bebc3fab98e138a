/** 发送: at which pace, in whose turn and by which clock. */

import { across } from '@cunyi/server/base/database/connect.ts'
import { realClock } from '@cunyi/server/base/system/clock.ts'
import { lockChannel } from '@cunyi/server/village/messages/queries/messages.ts'
import { sendDue } from '@cunyi/server/village/messages/send.ts'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FakeGateway } from '../gateway.ts'
import { convene, villageWith } from '../meetings/meeting.ts'
import type { Village } from '../village.ts'
import { HOUR, MINUTE, ROLL, SECOND, villageWithGateway } from './gateway-village.ts'

let village: Village
let proposal: string
let gateway: FakeGateway
beforeEach(async () => {
  ;({ village, proposal, gateway } = await villageWithGateway())
})
afterEach(() => gateway.close())

const pass = (ms: number) => village.clock.set(new Date(village.clock.now().getTime() + ms))
const phones = () => gateway.sent.map((one) => one.phone).sort()
const all = () => ROLL.map(village.phone).sort()

describe('at the pace of the gateway', () => {
  test('a code goes before all notices that wait', async () => {
    village.parts.config.smsSpacing = 10 * SECOND
    await convene(village, proposal)
    await pass(15 * SECOND)
    await village.must(null, 'requestCode', { body: { phone: village.phone('representative-1') } })
    await pass(10 * SECOND)
    expect(gateway.sent.map((one) => /验证码/.test(one.text))).toEqual([false, false, true])
  })

  test('a host whose clock was eight hours ahead stops nobody, and the pace is kept', async () => {
    await convene(village, proposal)
    await pass(MINUTE)
    expect(gateway.sent).toHaveLength(19)
    const ahead = new Date(village.clock.now().getTime() + 8 * HOUR).toISOString()
    await village.sql(`update outbox set tried_at = '${ahead}' where id = '${gateway.sent[0]?.key}'`)
    village.parts.config.smsSpacing = 10 * SECOND
    await pass(10 * SECOND)
    for (const who of ['representative-1', 'representative-2'])
      await village.must(null, 'requestCode', { body: { phone: village.phone(who) } })
    await pass(5 * SECOND)
    expect(gateway.sent).toHaveLength(20)
    await pass(10 * SECOND)
    expect(gateway.sent).toHaveLength(21)
  })

  test('no hand waits for its turn with a connection in it', async () => {
    gateway.refuse(503)
    await convene(village, proposal)
    await pass(SECOND)
    gateway.refuse(null)
    await village.sql(`update outbox set next_at = '${village.clock.now().toISOString()}'`)
    let free = () => {}
    const turn = new Promise<void>((resolve) => {
      free = resolve
    })
    const held = across(village.db, async (tx) => {
      await lockChannel(tx, 'sms')
      await turn
    })
    const hands = Array.from({ length: 10 }, () => sendDue(village.parts, 'sms'))
    // The number of the turn, in any database of this cluster.
    const most: number[] = []
    for (let look = 0; look < 10; look++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      const { rows } = await village.db.execute<{ n: number }>(
        sql`select count(*)::int as n from pg_locks where classid = 7406172 and not granted`,
      )
      most.push(rows[0]?.n ?? 0)
    }
    free()
    await Promise.all([held, ...hands])
    expect([Math.max(...most), phones()]).toEqual([0, all()])
  })

  test('which all processes share', async () => {
    const spacing = 50
    // A meeting that is still to come on the real clock.
    ;({ village, proposal } = await villageWith({ at: new Date().toISOString() }))
    village.parts.config.sms = { url: gateway.url, token: gateway.token, reportSecret: undefined }
    village.parts.config.smsSpacing = spacing
    await convene(village, proposal)
    const left: number[] = []
    gateway.onAsked(() => left.push(performance.now()))
    // Two processes with three hands each, on the real clock.
    const until = { stopping: AbortSignal.timeout(20_000), clock: realClock() }
    const hand = async () => {
      while (gateway.sent.length < 19 && !until.stopping.aborted) {
        await sendDue({ ...village.parts, ...until }, 'sms')
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    await Promise.all(Array.from({ length: 6 }, hand))
    expect(phones()).toEqual(all())
    expect(gateway.asked()).toBe(19)
    expect((left.at(-1) ?? 0) - (left[0] ?? 0)).toBeGreaterThanOrEqual(17 * spacing)
  })
})
