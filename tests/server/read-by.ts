import pg from 'pg'
import { onTestFinished, vi } from 'vitest'

/** What was read from the database while `work` ran: how many statements gave rows, and the most that one of them gave. */
export async function readBy(work: () => Promise<unknown>): Promise<{ statements: number; most: number }> {
  const read = { statements: 0, most: 0 }
  const query = pg.Client.prototype.query
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const answer = (query as (...all: unknown[]) => unknown).apply(this, args)
    if (answer instanceof Promise)
      void answer.then(
        (result) => {
          const rows = result?.rows?.length ?? 0
          if (rows > 0) read.statements += 1
          read.most = Math.max(read.most, rows)
        },
        () => {},
      )
    return answer
  } as never)
  onTestFinished(() => spy.mockRestore())
  await work()
  spy.mockRestore()
  return read
}
