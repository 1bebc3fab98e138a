import { expect, test } from 'vitest'
import { put } from '../proposals/matter.ts'
import type { Someone } from '../village.ts'
import { begin, convene, figures, inHall, rowOf, tryConvene, villageWith } from './meeting.ts'

const HOUSEHOLDS = 612

/** 2,430 registered, one in four of them a child, in 612 households; the default village's officers among them. */
const crowd: Someone[] = Array.from({ length: 2374 }, (_, i) => ({
  name: `inhabitant-${i}`,
  household: `H${i % HOUSEHOLDS}`,
  sex: i % 2 === 0 ? ('female' as const) : ('male' as const),
  birthDate: `${i >= 1836 ? 2015 : 1960 + (i % 35)}-0${1 + (i % 9)}-1${i % 10}`,
}))

test('a village of 2,430 is convened in seconds: one roll, one notice each, and its figures in one query', {
  timeout: 240_000,
}, async () => {
  const { village, proposal } = await villageWith({ people: crowd }, 'villagerResolution', {
    codes: ['M01'],
    facts: {},
    budget: [],
  })
  await put(village, proposal, {
    assembly: 'villagers',
    profile: { values: { 's4.assembly.mode': 'adults' }, versions: {} },
  })
  const started = performance.now()
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  const convened = performance.now() - started
  const { entitled, women, notReached } = await figures(village, meeting)
  expect([entitled, women?.entitled, notReached]).toEqual([1892, 933, 0])
  expect((await rowOf(village, meeting)).opensAt.toISOString()).toBe('2026-11-12T16:00:00.000Z')
  expect((await tryConvene(village, proposal, 'villagerResolution')).body.code).toBe('alreadyConvened')

  await begin(village, meeting)
  const asked = performance.now()
  for (let from = 0; from < 1800; from += 450)
    await inHall(
      village,
      meeting,
      crowd.slice(from, from + 450).map((one) => one.name),
    )
  expect((await figures(village, meeting)).presentInHall).toBe(1800)
  const now = await village.must('villageDirector', 'getMeetingNow', { params: { meeting } })
  expect([now.present, now.quorumMet, JSON.stringify(now).length < 4096]).toEqual([1800, true, true])
  const page = await village.must('accountant', 'getRoll', {
    params: { meeting },
    query: { state: 'absent' },
  })
  // The first secretary is on the list as a guest.
  expect(page.rows).toHaveLength(entitled + 1 - 1800)
  const signed = performance.now() - asked
  console.info(
    `2,430 people: convened in ${Math.round(convened)} ms (with the check before it), 1,800 signed in within ${Math.round(signed)} ms`,
  )
  expect(convened).toBeLessThan(15_000)
  expect(signed).toBeLessThan(15_000)
})
