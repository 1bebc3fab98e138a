import { areAlike, isFullWayFollowed, isLikeText, isSameWork } from '@cunyi/shared/matter/ways.ts'
import { expect, test } from 'vitest'

const nobody = { representativesAsking: 0, representatives: 41, asking: 0, adults: 1866, oversight: false }

test('the full way is followed if a tenth of the representatives ask, or one of the oversight committee', () => {
  expect(isFullWayFollowed(nobody)).toBe(false)
  expect(isFullWayFollowed({ ...nobody, representativesAsking: 4 })).toBe(false)
  expect(isFullWayFollowed({ ...nobody, representativesAsking: 5 })).toBe(true)
  expect(isFullWayFollowed({ ...nobody, oversight: true })).toBe(true)
})
test('without representatives a tenth of the adults', () => {
  const none = { ...nobody, representatives: 0, adults: 40 }
  expect(isFullWayFollowed({ ...none, asking: 3 })).toBe(false)
  expect(isFullWayFollowed({ ...none, asking: 4 })).toBe(true)
  // Where there are representatives, villagers alone are heard and answered.
  expect(isFullWayFollowed({ ...nobody, asking: 1000 })).toBe(false)
})

test('matters are alike by title, purpose, place or contractor', () => {
  const one = { title: '村西排水沟一期', place: '村西', contractor: '河湾建筑队' }
  expect(areAlike(one, { title: '村西排水沟二期' }, 50)).toBe(true)
  expect(areAlike(one, { title: '机井维修', contractor: '河湾建筑队' }, 50)).toBe(true)
  expect(areAlike(one, { title: '机井维修', place: '村东' }, 50)).toBe(false)
  expect(areAlike({ title: '甲' }, { title: '乙' }, 50)).toBe(false)
})
test('a rejected text in other dress is like it', () => {
  const old = { title: '村道路灯采购安装', body: '采购太阳能路灯二十盏并安装。' }
  expect(isLikeText(old, { title: '村道路灯的采购安装', body: '采购太阳能路灯二十盏，并安装。' }, 50)).toBe(
    true,
  )
  expect(isLikeText(old, { title: '食堂维修', body: '更换门窗六樘。' }, 50)).toBe(false)
})
test('the same sum at the same place or for the same contractor is the same work, however it is called', () => {
  const old = { amount: 5_000_000, place: '中心街', contractor: '宏达工程队' }
  const is = (more: Partial<typeof old>) => isSameWork({ amount: 5_000_000, ...more }, old, 10)
  expect([
    is({ place: '中心街。' }),
    is({ contractor: '宏达工程队' }),
    is({ place: '村西' }),
    is({}),
  ]).toEqual([true, true, false, false])
  expect([5_500_000, 5_500_100].map((amount) => is({ amount, place: '中心街' }))).toEqual([true, false])
})
