import { beforeEach, describe, expect, test, vi } from 'vitest'
import { answerWith, no, ok } from './mount.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const LATER = '2026-11-22T20:00:00.000Z'
const POLL = '0b7f7a5e-2b7e-4a37-9e0c-3d2c7a1b5c11'
const VILLAGE = '411329990201'
const RECEIPT = 'ABCDEFGHIJKLMNOP'
const OTHER_RECEIPT = 'QRSTUVWXYZ234567'
const ACCOUNT = '5d0c9a3e-0000-4000-8000-00000000000a'
const [FIRST, SECOND] = [`${ACCOUNT}/first`, `${ACCOUNT}/second`] as const
const MINE = { who: FIRST, pollId: POLL, principalId: null }
const HERS = { ...MINE, who: SECOND }

/** The phone reloads the page: modules begin anew, what was kept stays. */
async function openPage() {
  vi.resetModules()
  return import('@cunyi/web/phone/ballots.ts')
}
const ballot = (choice: 'for' | 'against' | 'abstain' = 'for') => ({
  ...MINE,
  village: VILLAGE,
  title: '修路',
  choice,
  ticket: 'the-ticket',
  expiresAt: LATER,
})

beforeEach(() => localStorage.clear())

describe('A ballot on the phone', () => {
  test('is kept before it is sent, and is still there after a reload', async () => {
    const page = await openPage()
    page.putBallot(ballot())
    const again = await openPage()
    expect(again.pending).toHaveLength(1)
    expect(again.ballotState(MINE)).toEqual({ state: 'toSend' })
    expect(again.pending[0]?.ref).toBe(page.pending[0]?.ref)
  })

  test('is sent with its ticket and not with a log-in, and erased when the server has recorded it', async () => {
    const page = await openPage()
    page.putBallot(ballot('against'))
    const ref = page.pending[0]?.ref
    const asked = answerWith(ok({ recorded: true, receipt: RECEIPT }))
    expect(await page.sendBallot(MINE, NOW)).toEqual({ state: 'recorded', receipt: RECEIPT })
    expect(asked[0]?.headers.authorization).toBe('Bearer the-ticket')
    expect(asked[0]?.body).toEqual({ ref, choice: 2 })
    expect(localStorage.getItem('cunyi.ballots')).toBeNull()
    expect((await openPage()).pending).toHaveLength(0)
  })

  test('stays to be sent when no answer came, and goes out again with the same ref', async () => {
    const page = await openPage()
    page.putBallot(ballot())
    const asked = answerWith(
      () => Promise.reject(new TypeError('no connection')),
      no(503, 'notReady'),
      ok({ recorded: true, receipt: RECEIPT }),
    )
    expect((await page.sendBallot(MINE, NOW)).state).toBe('toSend')
    expect((await page.sendBallot(MINE, NOW)).state).toBe('toSend')
    expect((await page.sendBallot(MINE, NOW)).state).toBe('recorded')
    expect(new Set(asked.map((one) => (one.body as { ref: string }).ref)).size).toBe(1)
  })

  test('is erased when the server refuses it', async () => {
    const page = await openPage()
    page.putBallot(ballot())
    answerWith(no(409, 'pollClosed', '表决已结束'))
    expect((await page.sendBallot(MINE, NOW)).state).toBe('refused')
    expect(page.pending).toHaveLength(0)
    expect(localStorage.getItem('cunyi.ballots')).toBeNull()
  })

  test('is erased unsent when its window has ended', async () => {
    const page = await openPage()
    page.putBallot(ballot())
    const asked = answerWith()
    expect((await page.sendBallot(MINE, new Date('2026-11-23T00:00:00Z'))).state).toBe('refused')
    expect(asked).toHaveLength(0)
    expect(page.pending).toHaveLength(0)
  })

  test('gets a new ref whenever another choice is confirmed', async () => {
    const page = await openPage()
    page.putBallot(ballot('for'))
    const first = page.pending[0]?.ref
    page.putBallot(ballot('abstain'))
    expect(page.pending).toHaveLength(1)
    expect(page.pending[0]?.ref).toMatch(/^[0-9a-f]{32}$/)
    expect(page.pending[0]?.ref).not.toBe(first)
  })

  test('for a principal is another ballot than one’s own', async () => {
    const page = await openPage()
    page.putBallot(ballot())
    page.putBallot({ ...ballot('against'), principalId: '7a9c2d1e-0000-4000-8000-000000000001' })
    expect(page.pending).toHaveLength(2)
    answerWith(ok({ recorded: true, receipt: RECEIPT }))
    await page.sendBallot(MINE, NOW)
    expect(page.pending.map((one) => one.choice)).toEqual(['against'])
  })

  test('goes on being sent by itself after a reload, until the server has it', async () => {
    ;(await openPage()).putBallot(ballot())
    const page = await openPage()
    vi.useFakeTimers()
    const asked = answerWith(
      () => Promise.reject(new TypeError('no connection')),
      () => Promise.reject(new TypeError('no connection')),
      ok({ recorded: true, receipt: RECEIPT }),
    )
    page.keepSending(() => NOW)
    await vi.advanceTimersByTimeAsync(30_000)
    vi.useRealTimers()
    expect(asked).toHaveLength(3)
    expect(page.ballotState(MINE)).toEqual({ state: 'recorded', receipt: RECEIPT })
    expect(page.pending).toHaveLength(0)
  })
})

describe('On a phone of several', () => {
  test('a ballot, what became of it and its receipt are one person’s alone', async () => {
    const page = await openPage()
    page.putBallot(ballot())
    expect(page.ballotState(HERS)).toEqual({ state: 'none' })
    expect(await page.sendBallot(HERS, NOW)).toEqual({ state: 'none' })
    page.putBallot({ ...ballot('against'), ...HERS, ticket: 'her-ticket' })
    expect(page.pending.map((one) => [one.who, one.choice])).toEqual([
      [FIRST, 'for'],
      [SECOND, 'against'],
    ])
    const asked = answerWith(
      ok({ recorded: true, receipt: RECEIPT }),
      ok({ recorded: true, receipt: OTHER_RECEIPT }),
    )
    expect(await page.sendBallot(MINE, NOW)).toEqual({ state: 'recorded', receipt: RECEIPT })
    expect(page.ballotState(HERS)).toEqual({ state: 'toSend' })
    expect(await page.sendBallot(HERS, NOW)).toEqual({ state: 'recorded', receipt: OTHER_RECEIPT })
    expect(page.ballotState(MINE)).toEqual({ state: 'recorded', receipt: RECEIPT })
    expect(asked.map((one) => one.headers.authorization)).toEqual(['Bearer the-ticket', 'Bearer her-ticket'])
  })

  test('taking back one’s own leaves the other’s, and who comes next is told that one waits', async () => {
    const page = await openPage()
    page.putBallot(ballot())
    page.putBallot({ ...ballot('against'), ...HERS })
    expect([page.unsentOfOthers(FIRST), page.unsentOfOthers(`${ACCOUNT}/third`)]).toEqual([1, 2])
    page.dropBallot(HERS)
    expect(page.ballotState(MINE)).toEqual({ state: 'toSend' })
    expect([page.unsentOfOthers(FIRST), page.unsentOfOthers(SECOND)]).toEqual([0, 1])
  })

  test('a ballot kept by an earlier version, which wrote down nobody, is sent and shown to nobody', async () => {
    const { who: _, ...old } = { ...ballot(), ref: 'ab'.repeat(16) }
    localStorage.setItem('cunyi.ballots', JSON.stringify([old]))
    const page = await openPage()
    expect(page.ballotState(MINE)).toEqual({ state: 'none' })
    vi.useFakeTimers()
    const asked = answerWith(ok({ recorded: true, receipt: RECEIPT }))
    page.keepSending(() => NOW)
    await vi.advanceTimersByTimeAsync(5000)
    vi.useRealTimers()
    expect(asked).toHaveLength(1)
    expect(page.pending).toHaveLength(0)
    expect(page.ballotState(MINE)).toEqual({ state: 'none' })
  })
})
