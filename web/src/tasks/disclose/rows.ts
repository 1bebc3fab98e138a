import { fenOf } from '@cunyi/shared/words/money.ts'

/** 名单 as one types it: money as people write it. `about` is the standard of a list, the category of a notice. */
export type TypedRow = { name: string; group: string; about: string; amount: string }
export const emptyRow = (): TypedRow => ({ name: '', group: '', about: '', amount: '' })
const isEmpty = (row: TypedRow) => !`${row.name}${row.group}${row.about}${row.amount}`.trim()
export const filledRows = (rows: TypedRow[]): TypedRow[] => rows.filter((row) => !isEmpty(row))
export const badMoney = (text: string): boolean => text.trim() !== '' && fenOf(text) === null
const isWhole = (row: TypedRow) =>
  row.name.trim() !== '' && row.group.trim() !== '' && row.about.trim() !== '' && fenOf(row.amount) !== null
export const rowsReady = (rows: TypedRow[]): boolean => filledRows(rows).every(isWhole)
export const moneyText = (fen: number): string =>
  fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2)

/** 从表格粘贴: a line a person; columns by tab, comma or spaces. */
export function parseRows(text: string): TypedRow[] {
  return text
    .split(/\r?\n/)
    .map((line) =>
      line
        .trim()
        .split(/\t|,|，|\s{1,}/)
        .map((cell) => cell.trim()),
    )
    .filter((cells) => cells[0])
    .map(([name = '', group = '', about = '', amount = '']) => ({ name, group, about, amount }))
}
