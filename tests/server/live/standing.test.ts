import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { sexOf } from '@cunyi/shared/words/idnumber.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import { paper } from '../meetings/meeting.ts'
import { confirmedBy, heldBy, proposeEnd, proposeOffice } from '../people/offices.ts'
import { confirm, preview, workbookOf } from '../people/workbooks.ts'
import { names, type Sitting, sit } from '../polls/sitting.ts'
import { buildVillage, VILLAGE, type Village } from '../village.ts'

let village: Village
/** Of two server processes. */
let ports: number[]
let otherOne: Village['app']
beforeAll(async () => {
  village = await buildVillage({ representatives: 12 })
  otherOne = await buildApp(village.parts)
  ports = await Promise.all(
    [village.app, otherOne].map(async (app) => {
      await app.listen({ host: '127.0.0.1', port: 0 })
      return (app.server.address() as { port: number }).port
    }),
  )
})
afterAll(async () => {
  await otherOne.close()
  await village.close()
})

const SECOND = 1000
const members = names('representative', 10)
const meet = async () => {
  const sitting = await sit(village, { roll: members, inHall: members })
  await sitting.open()
  return sitting
}

/** One screen in each process, both showing something. */
async function screens(sitting: Sitting, name: string) {
  const token = await village.as(name)
  return Promise.all(
    ports.map(async (port) => {
      const url = `ws://127.0.0.1:${port}/api/villages/${VILLAGE}/meetings/${sitting.meetingId}/live`
      const socket = new WebSocket(url, ['cunyi', token])
      onTestFinished(() => socket.terminate())
      const closed = new Promise<number>((resolve) => socket.on('close', resolve))
      await new Promise((resolve) => socket.once('message', resolve))
      return { socket, closed }
    }),
  )
}
type Screens = Awaited<ReturnType<typeof screens>>
const within = <T>(ms: number, what: Promise<T>): Promise<T | 'still open'> =>
  Promise.race([what, new Promise<'still open'>((resolve) => setTimeout(resolve, ms, 'still open'))])
const ends = (list: Screens) => Promise.all(list.map(({ closed }) => within(SECOND, closed)))
const stand = (list: Screens) => list.map(({ socket }) => socket.readyState === socket.OPEN)

const endOffice = async (name: string, office: Office) => {
  const held = await heldBy(village, name, office)
  const proposed = await proposeEnd(village, held?.id ?? '')
  expect((await confirmedBy(village, 'oversightChair', proposed)).status).toBe(200)
}

const strike = async ({ meetingId }: Sitting, name: string) => {
  const { id } = await village.must('villageDirector', 'correctRoll', {
    params: { meeting: meetingId },
    body: {
      personId: village.id(name),
      kind: 'strike',
      ground: 'died',
      paperId: await paper(village),
      reason: '见证明',
    },
  })
  await village.must('oversightChair', 'confirmCorrection', {
    params: { meeting: meetingId, correction: id },
    body: {},
  })
}

const changeNumber = async (name: string, phone: string) => {
  const idNumber = village.idNumber(name)
  const sex = sexOf(idNumber) === 'male' ? '男' : '女'
  const file = await workbookOf({
    人员: [{ 姓名: name, 性别: sex, 身份证号: idNumber, 手机号: phone }],
  })
  expect((await confirm(village, (await preview(village, file)).id)).status).toBe(200)
}

describe('连接终止: whoever may no longer look sees nothing more, in every process, within a second', () => {
  test('a log-out ends his own screens and no others', async () => {
    const sitting = await meet()
    const his = await screens(sitting, 'representative-1')
    const others = await screens(sitting, 'representative-2')
    await village.must('representative-1', 'endSession', { body: {} })
    expect(await ends(his)).toEqual([4401, 4401])
    expect(stand(others)).toEqual([true, true])
  })

  test('a name struck from the roll, also where the log-in goes on', async () => {
    const sitting = await meet()
    const his = await screens(sitting, 'representative-3')
    const others = await screens(sitting, 'representative-4')
    await strike(sitting, 'representative-3')
    expect(await ends(his)).toEqual([4403, 4403])
    expect(stand(others)).toEqual([true, true])
    expect((await village.ask('representative-3', 'getMe')).status).toBe(200)
  })

  test('an office that ended, or was added', async () => {
    const sitting = await meet()
    const watcher = await screens(sitting, 'villageCommittee-2')
    const member = await screens(sitting, 'representative-5')
    await endOffice('villageCommittee-2', 'villageCommittee')
    expect(await ends(watcher)).toEqual([4401, 4401])
    const proposed = await proposeOffice(village, 'representative-5', 'accountant')
    expect((await confirmedBy(village, 'oversightChair', proposed)).status).toBe(200)
    expect(await ends(member)).toEqual([4401, 4401])
  })

  test('a number that changed', async () => {
    const sitting = await meet()
    const his = await screens(sitting, 'representative-6')
    await changeNumber('representative-6', '10077770001')
    expect(await ends(his)).toEqual([4401, 4401])
  })

  test('who waits for news by plain HTTP is answered that it has ended', async () => {
    const sitting = await meet()
    const at = { params: { meeting: sitting.meetingId } }
    const { revision } = await village.must('representative-7', 'getMeetingNow', at)
    const token = await village.as('representative-7')
    const waiting = village.ask(null, 'getMeetingNow', {
      ...at,
      query: { since: revision },
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await within(200, waiting)).toBe('still open')
    await village.must('representative-7', 'endSession', { body: {} })
    expect(await within(SECOND, waiting)).toMatchObject({ status: 401, body: { code: 'sessionEnded' } })
  })
})

describe('退出以后: a ballot asks for a log-in that stands', () => {
  const cast = (sitting: Sitting, token: string, ref: string) =>
    village.ask(null, 'castBallot', {
      params: { poll: sitting.pollId },
      body: { ref, choice: 1 },
      headers: { authorization: `Bearer ${token}` },
    })

  test('after log-out neither the ticket nor the access token is taken', async () => {
    const sitting = await meet()
    const token = await village.as('representative-8')
    const ticket = await sitting.ticket('representative-8')
    await village.must('representative-8', 'endSession', { body: {} })
    for (const brought of [ticket, token])
      expect(await cast(sitting, brought, sitting.ref())).toMatchObject({
        status: 401,
        body: { code: 'sessionEnded' },
      })
    expect(await sitting.envelopes()).toHaveLength(0)
    await village.must('representative-8', 'getMe')
    expect((await cast(sitting, await village.as('representative-8'), sitting.ref())).status).toBe(200)
  })

  test('the ticket of somebody whose number changed is not taken; of the others it is', async () => {
    const sitting = await meet()
    const [his, other] = [await sitting.ticket('representative-9'), await sitting.ticket('representative-10')]
    await changeNumber('representative-9', '10077770002')
    expect((await cast(sitting, his, sitting.ref())).body.code).toBe('sessionEnded')
    expect((await cast(sitting, other, sitting.ref())).status).toBe(200)
  })
  test('the same ballot sent again is answered with its receipt', async () => {
    const sitting = await meet()
    const ticket = await sitting.ticket('representative-2')
    const ref = sitting.ref()
    const { body } = await cast(sitting, ticket, ref)
    await village.must('representative-2', 'endSession', { body: {} })
    expect((await cast(sitting, ticket, ref)).body).toEqual(body)
  })
})
