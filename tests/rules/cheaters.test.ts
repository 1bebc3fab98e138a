import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const LIST = new URL('../../.github/CHEATERS.md', import.meta.url)
const rows = readFileSync(LIST, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (---|played as)/.test(line))
  .map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  )
const linksIn = (cell = '') => [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => String(path))

describe("the cheater's list", () => {
  test('names a way a row, and what became of it', () => {
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.filter((row) => !['stopped', 'seen', 'open'].includes(row[2] ?? ''))).toEqual([])
  })

  test('what is stopped or seen names a scenario or a test, and each of them is there', () => {
    expect(rows.filter((row) => row[2] !== 'open' && linksIn(row[4]).length === 0)).toEqual([])
    const missing = rows
      .flatMap((row) => linksIn(row[4]))
      .filter((path) => !existsSync(fileURLToPath(new URL(path, LIST))))
    expect(missing).toEqual([])
  })

  test('what is open says why', () => {
    expect(rows.filter((row) => row[2] === 'open' && (row[3] ?? '').length < 10)).toEqual([])
  })
})
