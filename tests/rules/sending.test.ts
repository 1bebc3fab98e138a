import { isStillNews } from '@cunyi/shared/meeting/notice.ts'
import { isForGood, isToldOf, maySendAgain, nextTryAt } from '@cunyi/shared/words/sending.ts'
import { describe, expect, test } from 'vitest'

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 2, 2, hour, minute))

describe('发送: again and again, but not for ever', () => {
  test('1, 2, 4 … 60 minutes, until it would come too late', () => {
    const tries: number[] = []
    for (let now: Date | null = at(0), n = 1; now; n += 1) {
      tries.push((now.getTime() - at(0).getTime()) / 60_000)
      now = nextTryAt(at(6), n, now)
    }
    expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303])
    expect(nextTryAt(at(0, 1), 1, at(0))).toBeNull()
    expect(nextTryAt(at(23), 1_000_000, at(0))).toEqual(at(1))
  })

  test('what ends in the same way is not tried again; a gateway that is away or refuses is', () => {
    expect([isForGood('numberRefused'), isForGood('reportedFailed')]).toEqual([true, true])
    expect([isForGood('gatewayAway'), isForGood('gatewayRefused')]).toEqual([false, false])
  })

  test('the office hears of what is over at once, of what is still tried from the fifth try on', () => {
    expect([isToldOf(1, true), isToldOf(4, false), isToldOf(5, false)]).toEqual([true, false, true])
  })

  test('again by hand: what has ended, while it makes sense; a code never', () => {
    const notice = { kind: 'notice', until: at(9), isOver: true } as const
    expect(maySendAgain(notice, at(8))).toBe(true)
    expect(maySendAgain(notice, at(9))).toBe(false)
    expect(maySendAgain({ ...notice, isOver: false }, at(8))).toBe(false)
    expect(maySendAgain({ ...notice, kind: 'code' }, at(8))).toBe(false)
  })
})

test('a notice is news until the meeting has ended, or its window, unless it goes on another time', () => {
  const meeting = { status: 'inSession', windowEnd: at(9) } as const
  expect([isStillNews(meeting, at(8)), isStillNews(meeting, at(9))]).toEqual([true, false])
  expect(isStillNews({ ...meeting, status: 'adjourned' }, at(10))).toBe(true)
  expect(isStillNews({ status: 'inSession', windowEnd: null }, at(10))).toBe(true)
  expect(isStillNews({ status: 'ended', windowEnd: null }, at(8))).toBe(false)
})
