import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { tellScreens } from '@cunyi/server/matters/sittings/queries/tell.ts'
import { createHub, intervalFor } from '@cunyi/server/views/screens/hub.ts'
import { type MeetingNow, meetingNow } from '@cunyi/shared/api/meetings/shapes.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import WebSocket from 'ws'
import { names, type Sitting, sit } from '../polls/sitting.ts'
import { buildVillage, type Village } from '../village.ts'

let village: Village
let port: number
beforeAll(async () => {
  village = await buildVillage({ representatives: 40 })
  await village.app.listen({ host: '127.0.0.1', port: 0 })
  port = (village.app.server.address() as { port: number }).port
})
afterAll(() => village.close())

const members = names('representative', 30)
const meet = async () => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24) })
  await sitting.open()
  return sitting
}

async function look(
  sitting: Sitting,
  {
    as = 'representative-1',
    at = port,
    bySubProtocol = false,
    revision,
  }: { as?: string; at?: number; bySubProtocol?: boolean; revision?: number } = {},
) {
  const token = await village.as(as)
  const url = `ws://127.0.0.1:${at}/api/villages/${village.villageId}/meetings/${sitting.meetingId}/live`
  const socket = bySubProtocol ? new WebSocket(url, ['cunyi', token]) : new WebSocket(url)
  const heard: Array<{ now: MeetingNow; bytes: number; at: number }> = []
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('message', (data) => {
    const text = String(data)
    if (text !== 'pong')
      heard.push({ now: JSON.parse(text), bytes: Buffer.byteLength(text), at: performance.now() })
  })
  socket.on('error', () => {})
  if (!bySubProtocol)
    socket.on('open', () =>
      socket.send(JSON.stringify({ token, ...(revision === undefined ? {} : { revision }) })),
    )
  onTestFinished(() => socket.terminate())
  return { socket, heard, closed }
}

const until = async (isSo: () => boolean, ms = 5000) => {
  for (const end = performance.now() + ms; !isSo(); ) {
    if (performance.now() > end) throw new Error('It did not come about in time.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('实时: every screen shows the meeting as it is', () => {
  test('a screen gets the whole state at once, by first message and by sub-protocol', async () => {
    const sitting = await meet()
    for (const bySubProtocol of [false, true]) {
      const { heard } = await look(sitting, { bySubProtocol })
      await until(() => heard.length > 0)
      expect(meetingNow.parse(heard[0]?.now)).toMatchObject({
        entitled: 30,
        present: 24,
        quorumNeeded: 20,
        quorumMet: true,
        polls: [{ status: 'open', voted: 0, counts: null }],
      })
    }
  })

  test('23 ballots at once are a few updates, the last with the right turnout; no choice is in any of them', async () => {
    const sitting = await meet()
    const { heard } = await look(sitting)
    await until(() => heard.length === 1)
    await sitting.castAll(members.slice(0, 23), 'for')
    await until(() => heard.at(-1)?.now.polls[0]?.voted === 23)
    expect(heard.length).toBeLessThanOrEqual(8)
    const gaps = heard.slice(2).map((one, i) => one.at - (heard[i + 1]?.at ?? 0))
    for (const gap of gaps) expect(gap).toBeGreaterThan(150)
    for (const { now } of heard) expect(now.polls[0]?.counts).toBeNull()
    const revisions = heard.map(({ now }) => now.revision)
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
  })

  test('who comes and who has voted is told with the push: nothing is to be read again; for what else changes it is', async () => {
    const sitting = await meet()
    const { heard } = await look(sitting)
    await until(() => heard.length === 1)
    const before = heard[0]?.now.structure
    await sitting.castAll(members.slice(0, 10), 'for')
    const params = { meeting: sitting.meetingId }
    expect((await village.ask('representative-30', 'signIn', { params, body: {} })).status).toBe(200)
    await until(() => heard.at(-1)?.now.polls[0]?.voted === 10 && heard.at(-1)?.now.present === 25)
    expect(heard.at(-1)?.now.structure).toBe(before)
    // The recorder signs somebody in: his own page must learn that he is there.
    const personIds = [village.id('representative-29')]
    const recorder = 'accountant'
    expect((await village.ask(recorder, 'signInPeople', { params, body: { personIds } })).status).toBe(200)
    await until(() => heard.at(-1)?.now.present === 26)
    expect(heard.at(-1)?.now.structure).toBe((before ?? 0) + 1)
  })

  test('when the poll has closed the counts and the outcome come with the next update', async () => {
    const sitting = await meet()
    const { heard } = await look(sitting)
    await sitting.castAll(members.slice(0, 20), 'for')
    await sitting.castAll(members.slice(20, 22), 'against')
    await sitting.close()
    await sitting.pass(2000)
    await until(() => heard.at(-1)?.now.polls[0]?.status === 'closed')
    expect(heard.at(-1)?.now.polls[0]).toMatchObject({
      outcome: 'adopt',
      counts: { for: 20, against: 2, abstain: 0, invalid: 0, notCast: 2 },
    })
  })

  test('a screen that was away gets the current state in one step, also when nothing has changed', async () => {
    const sitting = await meet()
    const first = await look(sitting)
    await until(() => first.heard.length === 1)
    const revision = first.heard[0]?.now.revision as number
    first.socket.close()
    await first.closed
    for (const name of members.slice(0, 10)) await sitting.cast(name, 'for')
    const back = await look(sitting, { revision })
    await until(() => back.heard.length > 0)
    expect(back.heard[0]?.now.polls[0]?.voted).toBe(10)
    const keeps = await look(sitting)
    await until(() => keeps.heard.length === 1)
    const same = await look(sitting, { revision: keeps.heard[0]?.now.revision as number })
    await until(() => same.heard.length === 1)
    expect(same.heard[0]?.now.revision).toBe(keeps.heard[0]?.now.revision)
  })

  test('who is neither on the roll nor of the village is not let in; nor is nobody, nor noise', async () => {
    const sitting = await meet()
    expect(await (await look(sitting, { as: 'other-1' })).closed).toBe(4404)
    expect(await (await look(sitting, { as: 'villager-1' })).closed).toBe(4403)
    const url = `ws://127.0.0.1:${port}/api/villages/${village.villageId}/meetings/${sitting.meetingId}/live`
    const closes = (socket: WebSocket, word: string) =>
      new Promise<number>((resolve) => socket.on('close', resolve).on('open', () => socket.send(word)))
    expect(await closes(new WebSocket(url), '{"token":"x"}')).toBe(4401)
    expect(await closes(new WebSocket(url), 'noise')).toBe(4400)
  })

  test('a screen of another process sees a ballot that was cast here', async () => {
    const sitting = await meet()
    const other = await buildApp(village.parts)
    onTestFinished(() => other.close())
    await other.listen({ host: '127.0.0.1', port: 0 })
    const { heard } = await look(sitting, { at: (other.server.address() as { port: number }).port })
    await until(() => heard.length === 1)
    await sitting.cast('representative-1', 'for')
    await until(() => heard.at(-1)?.now.polls[0]?.voted === 1, 1000)
  })

  test('the connection that listens is cut: a screen hears of the next ballot all the same', async () => {
    const sitting = await meet()
    const { heard } = await look(sitting)
    await until(() => heard.length === 1)
    await village.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'`,
    )
    await sitting.cast('representative-1', 'for')
    await until(() => heard.at(-1)?.now.polls[0]?.voted === 1, 5000)
  })
})

describe('没有 WebSocket 时: the same by plain HTTP', () => {
  test('the state, and 304 while nothing has changed', async () => {
    const sitting = await meet()
    const ask = (headers = {}) =>
      village.ask('representative-1', 'getMeetingNow', { params: { meeting: sitting.meetingId }, headers })
    const first = await ask()
    expect(first.body).toMatchObject({ entitled: 30, present: 24 })
    const again = { 'if-none-match': String(first.headers.etag) }
    expect((await ask(again)).status).toBe(304)
    await sitting.cast('representative-1', 'for')
    expect((await ask(again)).body.polls[0].voted).toBe(1)
  })

  test('asked for what is newer, it answers as soon as there is something', async () => {
    const sitting = await meet()
    const ask = (since: number) =>
      village.must('representative-1', 'getMeetingNow', {
        params: { meeting: sitting.meetingId },
        query: { since },
      })
    // As a phone asks: one that is told the same again (the server asked whether he still may) asks anew.
    const newer = async (since: number) => {
      for (;;) {
        const now = await ask(since)
        if (now.revision > since) return now
      }
    }
    const { revision } = await ask(0)
    const waiting = newer(revision)
    const early = await Promise.race([waiting, rest(200).then(() => 'still waiting')])
    expect(early).toBe('still waiting')
    await sitting.cast('representative-1', 'for')
    expect(await waiting).toMatchObject({ revision: revision + 1, polls: [{ voted: 1 }] })
  })
})

describe('大会: a roll of 2,400', () => {
  test('the message stays under 4 KB and holds counts only', async () => {
    const sitting = await meet()
    await inVillage(village.db, village.villageId, async (tx) => {
      await tx.execute(`insert into meeting_roll (village_id, meeting_id, person_id, votes, capacities)
        select '${village.villageId}', '${sitting.meetingId}', gen_random_uuid(), true, '[]' from generate_series(1, 2370)`)
      await tellScreens(tx, village.villageId, sitting.meetingId)
    })
    const now = await village.must('representative-1', 'getMeetingNow', {
      params: { meeting: sitting.meetingId },
    })
    expect(now).toMatchObject({ entitled: 2400, present: 24, quorumMissing: 1576 })
    const text = JSON.stringify(now)
    expect(Buffer.byteLength(text)).toBeLessThan(4096)
    const people = members.map(village.id)
    expect(people.filter((id) => text.includes(id))).toEqual([])
  })
})

describe('很多屏幕: sending', () => {
  test('five times a second for one, more slowly for ten thousand', () => {
    expect(intervalFor(1)).toBe(200)
    expect(intervalFor(5000)).toBe(200)
    expect(intervalFor(10_000)).toBe(400)
  })

  test('a screen whose line is full is left out, and gets the newest state when its line is free', async () => {
    const sitting = await meet()
    const hub = createHub(village.parts)
    await hub.start()
    onTestFinished(() => hub.stop())
    let isFull = true
    const got: number[] = []
    const fine: number[] = []
    const turnout = (message: Buffer) => JSON.parse(String(message)).polls[0].voted as number
    hub.join(
      village.villageId,
      sitting.meetingId,
      { send: (message) => got.push(turnout(message)), waiting: () => (isFull ? 1e6 : 0) },
      null,
    )
    hub.join(
      village.villageId,
      sitting.meetingId,
      { send: (message) => fine.push(turnout(message)), waiting: () => 0 },
      null,
    )
    await until(() => fine.length === 1)
    await sitting.cast('representative-1', 'for')
    await until(() => fine.at(-1) === 1)
    expect(got).toEqual([])
    isFull = false
    await until(() => got.length > 0)
    expect(got).toEqual([1])
  })
})

describe('一起看: what the screens of one meeting cost the database', () => {
  const counted = () => {
    const asked = vi.spyOn(village.db, 'transaction')
    onTestFinished(() => asked.mockRestore())
    return asked
  }
  const hubFor = async (sitting: Sitting, db = village.db) => {
    const hub = createHub({ ...village.parts, db })
    void hub.start()
    onTestFinished(() => hub.stop())
    const got: MeetingNow[] = []
    const screen = { send: (message: Buffer) => void got.push(JSON.parse(String(message))), waiting: () => 0 }
    hub.join(village.villageId, sitting.meetingId, screen, null)
    await until(() => got.length > 0)
    return { hub, got }
  }

  test('who reads again in the same moment is read for together, and told his own', async () => {
    const sitting = await meet()
    await sitting.cast('representative-3', 'for')
    await Promise.all(members.map((name) => village.as(name)))
    const asked = counted()
    const at = { params: { meeting: sitting.meetingId } }
    const seen = await Promise.all(
      members.map(async (name) => ({
        name,
        meeting: await village.must(name, 'getMeeting', at),
        place: await village.must(name, 'getMyPlace', at),
      })),
    )
    expect(asked.mock.calls.length).toBeLessThan(members.length)
    for (const { name, meeting, place } of seen) {
      expect(meeting).toMatchObject({ id: sitting.meetingId, now: { polls: [{ voted: 1 }] } })
      expect(place).toMatchObject({
        onRoll: true,
        signedIn: members.indexOf(name) < 24,
        polls: [{ voted: name === 'representative-3' }],
      })
    }
    const chair = await village.must('villageDirector', 'getMeeting', at)
    expect(chair.mayNow).toContain('closePoll')
    expect(seen[0]?.meeting.mayNow).not.toContain('closePoll')
  })

  test('who waits for news waits for the room: a hundred of them ask the database nothing', async () => {
    const sitting = await meet()
    const { hub, got } = await hubFor(sitting)
    const { revision } = got[0] as MeetingNow
    const asked = counted()
    const stale = await hub.newer(village.villageId, sitting.meetingId, revision - 1, 5000)
    expect(stale.revision).toBe(revision)
    const waiting = Array.from({ length: 100 }, () =>
      hub.newer(village.villageId, sitting.meetingId, revision, 10_000),
    )
    const inVain = await hub.newer(village.villageId, sitting.meetingId, revision, 50)
    expect(inVain.revision).toBe(revision)
    expect(asked).not.toHaveBeenCalled()
    await sitting.cast('representative-1', 'for')
    for (const now of await Promise.all(waiting)) expect(now.polls[0]?.voted).toBe(1)
  })

  test('a screen whose line is full holds up no news of the others', async () => {
    const sitting = await meet()
    const { hub, got } = await hubFor(sitting)
    hub.join(village.villageId, sitting.meetingId, { send: () => {}, waiting: () => 1e6 }, null)
    await sitting.cast('representative-1', 'for')
    await until(() => got.at(-1)?.polls[0]?.voted === 1)
    // The hub has gone to rest until the full line is tried again.
    await rest(400)
    const cast = performance.now()
    await sitting.cast('representative-2', 'for')
    const committed = performance.now()
    await until(() => got.at(-1)?.polls[0]?.voted === 2)
    expect(performance.now() - committed).toBeLessThan(Math.max(400, committed - cast))
  })

  test('a screen that comes to a quiet meeting is told what time it is, not when it was last read', async () => {
    const sitting = await meet()
    const { hub, got } = await hubFor(sitting)
    const later = new Date(village.clock.now().getTime() + 3_600_000)
    const clock = vi.spyOn(village.clock, 'now').mockReturnValue(later)
    onTestFinished(() => clock.mockRestore())
    const told: MeetingNow[] = []
    const screen = {
      send: (message: Buffer) => void told.push(JSON.parse(String(message))),
      waiting: () => 0,
    }
    hub.join(village.villageId, sitting.meetingId, screen, got[0]?.revision ?? null)
    await until(() => told.length > 0)
    expect(told[0]?.asOf).toBe(later.toISOString())
  })

  test('while nothing is heard of changes they are looked for', async () => {
    const sitting = await meet()
    const deaf = Object.create(village.db) as typeof village.db
    Object.defineProperty(deaf, '$client', {
      value: { connect: () => Promise.reject(new Error('nobody listens')) },
    })
    const { got } = await hubFor(sitting, deaf)
    await sitting.cast('representative-1', 'for')
    await until(() => got.at(-1)?.polls[0]?.voted === 1)
  })
})
