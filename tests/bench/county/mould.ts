/** 模子: a part of the template cut where it names something, so that another village's, of another year, is put together quickly. */
import { createHash } from 'node:crypto'
import { cell } from './bulk.ts'
import type { Part } from './template.ts'

export type Put = {
  /** Ids: the village's own people, else what this copy is told apart by. */
  village: string
  copy: string
  name: string
  title: string
  number: string
  /** Whole days into the past. */
  days: number
}
type Slot = { is: 'id' | 'day' | 'inWords' | 'village' | 'name' | 'title' | 'number'; text: string }
/** Even places text, odd ones the number of a slot. */
type Cut = (string | number)[]
export type Mould = { slots: Slot[]; tables: Map<string, { columns: string[]; rows: Cut[] }> }

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const DAY = '(?<!\\d)20\\d\\d-\\d\\d-\\d\\d(?!\\d)'
const IN_WORDS = '20\\d\\d年\\d{1,2}月\\d{1,2}日'

export function mouldOf(
  part: Part,
  { code, name, number }: { code: string; name: string; number: string },
): Mould {
  const slots: Slot[] = []
  const known = new Map<string, number>()
  const literal = [code, name, part.title, number].filter(Boolean)
  const cutting = new RegExp(`(${[ID, DAY, IN_WORDS, ...literal].join('|')})`)
  const slotOf = (text: string): number => {
    const found = known.get(text)
    if (found !== undefined) return found
    const is =
      text === code ? 'village'
      : text === name ? 'name'
      : text === part.title ? 'title'
      : text === number ? 'number'
      : text.includes('年') ? 'inWords'
      : text.length === 10 ? 'day'
      : 'id' // biome-ignore format: a table
    known.set(text, slots.length)
    slots.push({ is, text })
    return slots.length - 1
  }
  const cut = (text: string): Cut => text.split(cutting).map((one, i) => (i % 2 === 0 ? one : slotOf(one)))
  const tables = new Map(
    [...part.tables].map(([table, { columns, rows }]) => [
      table,
      {
        columns,
        // The chain is linked first and written then.
        rows: rows.map((row) =>
          cut(
            table === 'evidence' ? row.map((one) => one ?? '').join('\t') : `${row.map(cell).join('\t')}\n`,
          ),
        ),
      },
    ]),
  )
  return { slots, tables }
}

/** Deterministic: of the seed, where it stands and how many there were before it. */
const idOf = (...parts: (string | number)[]) => {
  const hex = createHash('md5').update(parts.join('|')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
const shifted = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
const shiftedInWords = (text: string, days: number) => {
  const [year = '', month = '', day = ''] = text.match(/\d+/g) ?? []
  const [y, m, d] = shifted(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, days).split('-')
  return `${y}年${Number(m)}月${Number(d)}日`
}

/** What each slot is in one copy; an id that another part knows too (a person's) comes from `shared`. */
export function fillSlots(
  { slots }: Mould,
  seed: string,
  put: Put,
  shared: ReadonlyMap<string, string>,
): string[] {
  return slots.map(({ is, text }, i) => {
    if (is === 'id') return shared.get(text) ?? idOf(seed, put.village, put.copy, i)
    if (is === 'day') return put.days === 0 ? text : shifted(text, put.days)
    if (is === 'inWords') return put.days === 0 ? text : shiftedInWords(text, put.days)
    return { village: put.village, name: put.name, title: put.title, number: put.number }[is]
  })
}

export function cast(rows: readonly Cut[], values: readonly string[]): string[] {
  return rows.map((cuts) => {
    let line = cuts[0] as string
    for (let i = 1; i < cuts.length; i += 2) line += values[cuts[i] as number] + (cuts[i + 1] as string)
    return line
  })
}
