import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Village } from '../village.ts'
import { begin, convene, inHall, numbered, pollRows, rowOf, signIn, villageWith } from './meeting.ts'

const choose = (village: Village, meeting: string, body: Record<string, unknown>, by = 'accountant') =>
  village.ask(by, 'chooseTellers', { params: { meeting }, body })
const ids = (village: Village, names: string[]) => names.map(village.id)
const NOTICE = ['oversightCommittee-1', 'oversightCommittee-2']

async function opened() {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  await begin(village, meeting)
  await inHall(village, meeting, numbered('representative', 12))
  const [poll] = await pollRows(village, meeting)
  const params = { poll: poll?.id ?? '' }
  const open = () => village.ask('villageDirector', 'openPoll', { params: { meeting, ...params }, body: {} })
  const handOut = () =>
    village.ask('oversightCommittee-1', 'handOutSlips', {
      params,
      body: { personIds: ids(village, ['representative-1']) },
    })
  return { village, proposal, meeting, open, handOut }
}

describe('计票人: proposed by the notice, chosen by the meeting or by lot', () => {
  test('until the meeting has chosen them no poll opens and no slip goes out; more than half of those present must agree', async () => {
    const { village, meeting, open, handOut } = await opened()
    expect((await open()).body.code).toBe('tellersNotChosen')
    const elect = (agreed: number) =>
      choose(village, meeting, { by: 'meeting', tellerIds: ids(village, NOTICE), agreed })
    expect((await elect(6)).body.code).toBe('tellersNotAgreed')
    expect((await elect(13)).body.code).toBe('countInconsistent')
    expect((await open()).body.code).toBe('tellersNotChosen')
    expect((await elect(7)).status).toBe(200)
    expect((await open()).status).toBe(200)
    expect((await handOut()).body).toMatchObject({ handedOut: 1 })
    expect((await village.must('representative-1', 'getMeeting', { params: { meeting } })).tellersBy).toBe(
      'meeting',
    )
  })

  test('with everybody online it opens without tellers, and whoever comes to the hall later gets no slip before', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    for (const name of numbered('representative', 12)) await signIn(village, meeting, name)
    const [poll] = await pollRows(village, meeting)
    const params = { meeting, poll: poll?.id ?? '' }
    await village.must('villageDirector', 'openPoll', { params, body: {} })
    await inHall(village, meeting, ['representative-13'])
    const body = { personIds: [village.id('representative-13')] }
    expect((await village.ask('oversightCommittee-1', 'handOutSlips', { params, body })).body.code).toBe(
      'tellersNotChosen',
    )
  })

  test('the meeting may take others than the notice proposed, but never the chair; and the recorder records it, not the chair', async () => {
    const { village, meeting } = await opened()
    const body = (names: string[]) => ({ by: 'meeting', tellerIds: ids(village, names), agreed: 12 })
    expect((await choose(village, meeting, body(['villageDirector', 'representative-2']))).body.code).toBe(
      'tellerIsChair',
    )
    expect((await choose(village, meeting, body(NOTICE), 'villageDirector')).status).toBe(403)
    expect((await choose(village, meeting, body(['representative-2', 'representative-3']))).status).toBe(200)
    expect((await rowOf(village, meeting)).tellerIds).toEqual(
      ids(village, ['representative-2', 'representative-3']),
    )
  })

  test('whom the chair names afterwards is again proposed only', async () => {
    const { village, meeting, open, handOut } = await opened()
    await choose(village, meeting, { by: 'meeting', tellerIds: ids(village, NOTICE), agreed: 12 })
    await open()
    await village.must('villageDirector', 'replaceOfficers', {
      params: { meeting },
      body: {
        chairId: village.id('villageDirector'),
        recorderId: village.id('accountant'),
        tellerIds: ids(village, ['oversightCommittee-1', 'representative-3']),
        reason: '有事',
      },
    })
    expect((await handOut()).body.code).toBe('tellersNotChosen')
  })

  test('a lot is drawn among twice as many as are needed, and anybody can draw it again from its seed', async () => {
    const { village, meeting, handOut, open } = await opened()
    const lot = (names: string[]) =>
      choose(village, meeting, { by: 'lot', candidateIds: ids(village, names) })
    expect((await lot(NOTICE)).body).toMatchObject({ code: 'lotTooSmall' })
    const candidates = numbered('representative', 6)
    const { body } = await lot(candidates)
    const mark = (id: string) => createHash('sha256').update(`${body.seed}${id}`).digest('hex')
    const order = ids(village, candidates).sort((a, b) => (mark(a) < mark(b) ? -1 : 1))
    expect(body.tellers.map((one: { id: string }) => one.id)).toEqual(order.slice(0, 2))
    await open()
    // Whom the notice proposed counts no more.
    expect((await handOut()).status).toBe(403)
  })
})
