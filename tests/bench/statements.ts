/** What this process asks of a database, statement by statement, whichever of the product's pools it goes through. */
import pg from 'pg'

export type Asked = { text: string; values: unknown[] }

/** Of a transaction's own business: no page can do without. */
const FRAME = /^\s*(begin|commit|rollback|select set_config\('app\.village'|$)/i

const asked = new Set<Asked[]>()
const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [first, second] = args as [string | { text?: string; values?: unknown[] }, unknown]
  const text = typeof first === 'string' ? first : (first?.text ?? '')
  const values =
    (typeof first === 'string' ? undefined : first?.values) ?? (Array.isArray(second) ? second : [])
  if (!FRAME.test(text)) for (const list of asked) list.push({ text, values })
  return query.apply(this, args)
} as typeof pg.Client.prototype.query

/** What was asked while it ran; others' statements of the same time are counted too. */
export async function statementsOf<T>(work: () => Promise<T>): Promise<{ done: T; statements: Asked[] }> {
  const list: Asked[] = []
  asked.add(list)
  try {
    return { done: await work(), statements: list }
  } finally {
    asked.delete(list)
  }
}
