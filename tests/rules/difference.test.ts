import { differenceOf } from '@cunyi/shared/words/difference.ts'
import { expect, test } from 'vitest'

const whole = (before: string, after: string) => {
  const told = differenceOf(before, after)
  const side = (left: 'removed' | 'added') =>
    told
      .filter(({ kind }) => kind !== left)
      .map(({ text }) => text)
      .join('')
  expect([side('added'), side('removed')]).toEqual([before, after])
  return told
}

test('two versions are shown line by line', () => {
  expect(whole('甲\n乙\n丙\n', '甲\n丁\n丙\n')).toEqual([
    { kind: 'same', text: '甲\n' },
    { kind: 'removed', text: '乙\n' },
    { kind: 'added', text: '丁\n' },
    { kind: 'same', text: '丙\n' },
  ])
  expect(whole('甲\n', '甲\n乙')).toEqual([
    { kind: 'same', text: '甲\n' },
    { kind: 'added', text: '乙' },
  ])
  expect(whole('', '')).toEqual([])
  expect(whole('甲\n乙\n', '甲\n乙\n')).toEqual([{ kind: 'same', text: '甲\n乙\n' }])
})

test('a passage that moved keeps the lines around it', () => {
  const told = whole('一\n二\n三\n四\n五\n', '一\n三\n四\n二\n五\n')
  expect(told.filter(({ kind }) => kind === 'same').map(({ text }) => text)).toEqual([
    '一\n',
    '三\n四\n',
    '五\n',
  ])
})

test.each([
  ['lines that are all different', (i: number) => `甲${i}\n`, (i: number) => `乙${i}\n`],
  ['lines that change places', (i: number) => `${i % 2}\n`, (i: number) => `${i % 3}\n`],
  ['lines that nobody can tell apart', (i: number) => `${'\n'.repeat(i % 3)}甲\n`, () => '甲\n\n'],
])('two texts of 20,000 characters with %s cost less than 100 ms', (_, one, other) => {
  const text = (line: (i: number) => string) =>
    Array.from({ length: 10_000 }, (_, i) => line(i))
      .join('')
      .slice(0, 20_000)
  const [before, after] = [text(one), text(other)]
  // The best of three: what the machine does beside it is not its cost.
  const took = [1, 2, 3].map(() => {
    const spent = process.threadCpuUsage()
    whole(before, after)
    const { user, system } = process.threadCpuUsage(spent)
    return (user + system) / 1000
  })
  expect(Math.min(...took)).toBeLessThan(100)
})
