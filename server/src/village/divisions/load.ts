/** 导入行政区划: the official tree from a CSV (code,name,level,parent_code), and the demo's own township under it. */
import { readFile } from 'node:fs/promises'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { DIVISION_LEVELS, type DivisionLevel, keysOf } from '@cunyi/shared/words/vocabulary.ts'
import { across, type Database, type Tx } from '#base/database/connect.ts'
import { insertDivisions } from './queries/divisions.ts'

const HEADINGS = ['code', 'name', 'level', 'parent_code']
const LEVELS: readonly string[] = keysOf(DIVISION_LEVELS)
/** 社区: its residents' committee takes route D. */
const COMMUNITY = '社区'
const AT_ONCE = 500

export type DivisionLine = { code: string; name: string; level: DivisionLevel; parentCode: string | null }

function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)
  return [...cells].map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').trim())
}

/** Every line must be right and every parent there: half a tree is worse than none. */
export function readDivisions(csv: string): DivisionLine[] {
  const [head = '', ...lines] = csv
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  if (cellsOf(head).join() !== HEADINGS.join())
    throw new Refused('malformed', { at: `1: ${HEADINGS.join()}` })
  const rows = lines.map((line, i) => {
    const [code = '', name = '', level = '', parent = ''] = cellsOf(line)
    if (!/^\d{2,12}$/.test(code) || name === '' || !LEVELS.includes(level))
      throw new Refused('malformed', { at: i + 2 })
    return { code, name, level: level as DivisionLevel, parentCode: parent || null }
  })
  const codes = new Set(rows.map((row) => row.code))
  const orphan = rows.findIndex((row) => row.parentCode !== null && !codes.has(row.parentCode))
  if (orphan >= 0) throw new Refused('malformed', { at: orphan + 2 })
  const seen = new Set<string>()
  const twice = rows.findIndex(({ code }) => seen.size === seen.add(code).size)
  if (twice >= 0) throw new Refused('malformed', { at: twice + 2 })
  return rows
}

/** What is there already stays as it is. Tells how many were new. */
export async function saveDivisions(tx: Tx, rows: readonly DivisionLine[]): Promise<number> {
  let made = 0
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const piece = rows.slice(i, i + AT_ONCE)
    const kept = await insertDivisions(
      tx,
      piece.map((row) => ({ ...row, isCommunity: row.level === 'village' && row.name.includes(COMMUNITY) })),
    )
    made += kept.length
  }
  return made
}

export const loadDivisions = (db: Database, csv: string): Promise<number> =>
  across(db, (tx) => saveDivisions(tx, readDivisions(csv)))

export const DEMO_COUNTY = '411329'
export const DEMO_TOWNSHIP = '411329990'
const DEMO_DIVISIONS: readonly DivisionLine[] = [
  { code: DEMO_TOWNSHIP, name: '演示镇', level: 'township', parentCode: DEMO_COUNTY },
  { code: `${DEMO_TOWNSHIP}201`, name: '河湾村', level: 'village', parentCode: DEMO_TOWNSHIP },
  { code: `${DEMO_TOWNSHIP}202`, name: '柳树湾村', level: 'village', parentCode: DEMO_TOWNSHIP },
]
const DEMO_TREE = new URL('../../app/demo/data/divisions.csv', import.meta.url)

/** The real county, and an invented township beside its own. For the demo and tests only. */
export async function loadDemoTree(db: Database): Promise<number> {
  const rows = [...readDivisions(await readFile(DEMO_TREE, 'utf8')), ...DEMO_DIVISIONS]
  return across(db, (tx) => saveDivisions(tx, rows))
}
