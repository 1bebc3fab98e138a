import { enter, watchTurns } from '@cunyi/server/base/system/turns.ts'
import { expect, test } from 'vitest'

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
function busyFor(ms: number) {
  const until = performance.now() + ms
  while (performance.now() < until);
}

test('a turn over 200 ms is told with the name of the request, one that is short or waits is not', async () => {
  const told: Array<{ ms: number; during: string[] }> = []
  const ends: Array<{ ms: number; during: string[] }> = []
  const log = {
    warn: (what: { ms: number; during: string[] }) => void told.push(what),
    info: (what: { ms: number; during: string[] }) => void ends.push(what),
  }
  const stop = watchTurns(log as never)
  await rest(60)
  const leave = enter('getDifference')
  busyFor(300)
  leave()
  await rest(60)
  const waits = enter('uploadFile')
  await rest(300)
  waits()
  stop()
  const own = told.filter(({ during }) => during.includes('getDifference'))
  expect(own).toHaveLength(1)
  expect(own[0]?.ms).toBeGreaterThan(200)
  expect(own[0]?.during).toEqual(['getDifference'])
  expect(told.filter(({ during }) => during.includes('uploadFile'))).toEqual([])
  expect(ends[0]?.ms).toBeGreaterThanOrEqual(own[0]?.ms ?? 0)
})
