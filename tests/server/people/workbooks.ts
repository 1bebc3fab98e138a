/** Workbooks for tests: rows by heading, and a way through upload and preview. */
import { writeXlsx } from 'hucre/xlsx'
import type { Village } from '../village.ts'

export type Cell = string | number | Date | null
export type Sheets = Record<string, Record<string, Cell>[]>

/** Cells as given: a number stays a number. */
export async function workbookOf(sheets: Sheets): Promise<Buffer> {
  const pages = Object.entries(sheets).map(([name, rows]) => {
    const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    return { name, rows: [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? null))] }
  })
  return Buffer.from(await writeXlsx({ sheets: pages }))
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export async function upload(
  village: Village,
  content: Buffer,
  { by = 'villageDirector', name = '花名册.xlsx' } = {},
): Promise<string> {
  const { status, body } = await village.upload(by, 'uploadPeople', { name, type: XLSX, content })
  if (status !== 200) throw new Error(`upload: ${status} ${body.code}`)
  return body.id
}

/** Waits for the worker; the state once it is no longer reading. */
export async function preview(
  village: Village,
  content: Buffer,
  options: { by?: string; name?: string } = {},
) {
  const id = await upload(village, content, options)
  return settled(village, id, options.by)
}

export async function settled(village: Village, id: string, by = 'villageDirector') {
  for (;;) {
    const state = await village.must(by, 'getImport', { params: { id } })
    if (state.status !== 'reading') return state
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** The clerk alone. */
export const confirmAlone = (
  village: Village,
  id: string,
  body: { overwriteStale?: boolean; decided?: Record<string, boolean>; byHead?: boolean } = {},
  by = 'villageDirector',
) => village.ask(by, 'confirmImport', { params: { id }, body })

/** The same, and the oversight committee reads the list to its end and confirms it. */
export async function confirm(
  village: Village,
  id: string,
  body: { overwriteStale?: boolean; decided?: Record<string, boolean>; byHead?: boolean } = {},
  by = 'villageDirector',
) {
  const reply = await confirmAlone(village, id, body, by)
  if (reply.status === 200) await confirmList(village, id)
  return reply
}

export async function readList(
  village: Village,
  id: string,
  by = 'oversightChair',
  at: Record<string, string> = {},
) {
  const rows = []
  for (let from: number | null = 0; from !== null; ) {
    const { body } = await village.ask(by, 'getImportList', { params: { ...at, id }, query: { from } })
    rows.push(...body.rows)
    from = body.next
  }
  return rows
}

export async function confirmList(
  village: Village,
  id: string,
  by = 'oversightChair',
  at: Record<string, string> = {},
) {
  const { rows: acts } = await village.must(by, 'listActs', { params: at })
  const act = acts.find((one) => one.list?.importId === id && one.state === 'waiting')
  if (!act) return []
  const rows = await readList(village, id, by, at)
  await village.must(by, 'confirmAct', { params: { ...at, act: act.id } })
  return rows
}

/** 户 001 to n, in two groups. */
export const homes = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    户号: String(i + 1).padStart(3, '0'),
    村民小组: i % 2 ? '二组' : '一组',
  }))
