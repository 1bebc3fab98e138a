/**
 * 按户主分户: the households of a list that has no numbers for them. Proposed to the clerk, who says whether it is so;
 * nobody is put into a household by a guess (findings C3). Pure.
 */
import type { Home } from './workbook.ts'
import { foldName } from './workbook-cell.ts'
import { NO, YES } from './workbook-words.ts'

export const HEAD_OF_HOUSEHOLD = '户主'

/** A row of 人员 as far as it speaks of a household; '' where it says nothing. */
export type HomeRow = {
  row: number
  name: string
  number: string
  relation: string
  /** Of a column 户主姓名, or 是否户主. */
  headName: string
  villageGroup: string
}
const says = (words: readonly string[], text: string) => words.includes(text)

/**
 * The households of the rows that bear no number, in the order of the list. A head begins one, who stands below him up
 * to the next head is of it, unless he is of another village group; a column with the head's name gathers its rows
 * wherever they stand. A row before the first head is of none.
 */
export function homesByHead(rows: readonly HomeRow[]): Home[] {
  const named = rows.some(({ headName }) => headName !== '' && !says([...YES, ...NO], headName))
  return named ? byName(rows) : byOrder(rows)
}

function byOrder(rows: readonly HomeRow[]): Home[] {
  const homes: Home[] = []
  let current: Home | null = null
  for (const one of rows) {
    const begins = one.relation === HEAD_OF_HOUSEHOLD || says(YES, one.headName)
    if (begins || one.number !== '') current = begins ? opened(one, one.row) : null
    else if (current && !fits(current, one)) current = null
    if (!current) continue
    // A number at each row says it all; one that stands at the head alone holds for those below.
    if (begins) homes.push(current)
    if (one.number === '') current.rows.push(one.row)
  }
  return homes.filter((home) => home.rows.length > 0)
}

function byName(rows: readonly HomeRow[]): Home[] {
  const homes: Home[] = []
  const open = new Map<string, Home>()
  let last: Home | null = null
  for (const one of rows) {
    // A cell left empty below a name goes on with it, as where a cell is merged.
    const goesOn: Home | null = one.headName === '' && last && fits(last, one) ? last : null
    const headName: string = goesOn?.headName ?? foldName(one.headName)
    const key = `${headName}|${one.villageGroup}`
    const isHead = headName !== '' && foldName(one.name) === headName
    last = headName === '' || (one.number !== '' && !isHead) ? null : (goesOn ?? open.get(key) ?? null)
    if (headName === '' || (one.number !== '' && !isHead)) continue
    // Another head of that name begins another household.
    if (!last || (isHead && last.head !== null)) {
      last = { ...opened({ ...one, name: headName }, null), number: null }
      homes.push(last)
      open.set(key, last)
    }
    if (isHead) {
      last.head ??= one.row
      last.number = one.number || null
    }
    if (one.number === '') last.rows.push(one.row)
  }
  return homes.filter((home) => home.rows.length > 0)
}

const opened = (one: HomeRow, head: number | null): Home => ({
  head,
  headName: foldName(one.name),
  villageGroup: one.villageGroup || null,
  number: one.number || null,
  rows: [],
})

const fits = (home: Home, { villageGroup }: HomeRow) =>
  villageGroup === '' || home.villageGroup === null || villageGroup === home.villageGroup
