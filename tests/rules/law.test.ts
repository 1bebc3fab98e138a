/** The table of the law: every row leads somewhere, says how it stands and, where it does not hold whole, why. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const TABLE = new URL('../../.github/LAW.md', import.meta.url)
const text = readFileSync(TABLE, 'utf8')
const rows = text
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  )
  .map(([no = '', rule = '', source = '', where = '', proof = '', is = '', why = '', ...more]) => ({
    ...{ no, rule, source, where, proof, is, why, more },
  }))
const STANDS = ['right', 'partly', 'not done']
const linksIn = (cell: string) => [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => String(path))
const of = (is: string) => rows.filter((row) => row.is === is)
const numbers = (list: readonly { no: string }[]) => list.map((row) => row.no)

/** The rules of sections 1 to 4; of those that hold several a letter follows. */
const ASKED = [
  ...upTo('1.1', 14),
  ...upTo('1.2', 10),
  ...upTo('1.3', 15),
  ...upTo('1.4', 8),
  ...upTo('1.5', 12),
  '1.6',
  ...upTo('1.7', 8),
  '1.8',
  ...upTo('2', 19),
  ...upTo('3', 5),
  ...upTo('4', 8),
]
function upTo(section: string, last: number): string[] {
  return Array.from({ length: last }, (_, i) => `${section}.${i + 1}`)
}

describe('the table of the law', () => {
  test('has a row for every rule, none twice, each with seven cells', () => {
    const whole = new Set(numbers(rows).flatMap((no) => [no, no.replace(/[a-z]$/, '')]))
    expect(ASKED.filter((no) => !whole.has(no))).toEqual([])
    expect(numbers(rows).filter((no, i, all) => all.indexOf(no) !== i)).toEqual([])
    expect(numbers(rows.filter((row) => row.more.length > 0 || row.why === ''))).toEqual([])
  })

  test('says each rule in Chinese and English, and where it is written', () => {
    expect(numbers(rows.filter((row) => !/\p{Script=Han}.* · .*[a-z]/u.test(row.rule)))).toEqual([])
    expect(numbers(rows.filter((row) => row.source.length < 4))).toEqual([])
  })

  test('every link is there', () => {
    const missing = rows
      .flatMap((row) => [...linksIn(row.where), ...linksIn(row.proof)])
      .filter((path) => !existsSync(fileURLToPath(new URL(path, TABLE))))
    expect(missing).toEqual([])
  })

  test('what is right has its place and its test; what is partly so has its place and says why; what is not done says why', () => {
    expect(numbers(rows.filter((row) => !STANDS.includes(row.is)))).toEqual([])
    const leads = (row: (typeof rows)[number]) =>
      linksIn(row.where).length > 0 && linksIn(row.proof).length > 0
    expect(numbers(of('right').filter((row) => !leads(row) || row.why !== '–'))).toEqual([])
    expect(numbers(of('partly').filter((row) => !leads(row) || row.why.length < 8))).toEqual([])
    expect(numbers(of('not done').filter((row) => row.where !== '–' || row.why.length < 20))).toEqual([])
  })

  test('counts itself as it stands', () => {
    const said = STANDS.map((is) => `${of(is).length} ${is}`).join(', ')
    expect(text).toContain(`**${said}.**`)
  })
})
