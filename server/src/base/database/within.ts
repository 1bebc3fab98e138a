/** 事务之内: what is open keeps a connection and its locks, so nothing outside the database is waited for meanwhile. */
import { AsyncLocalStorage } from 'node:async_hooks'

type Open = { isOver: boolean }
const open = new AsyncLocalStorage<Open>()

/** Everything that `work` begins is known to be within this transaction, until it is over. */
export async function within<T>(work: () => Promise<T>): Promise<T> {
  const one: Open = { isOver: false }
  try {
    return await open.run(one, work)
  } finally {
    one.isOver = true
  }
}

export const isWithin = (): boolean => {
  const one = open.getStore()
  return one !== undefined && !one.isOver
}

/** Said by whatever waits for a gateway, a disk, a worker or a slow hash. It is a fault of ours, and no caller's. */
export function mustBeOutside(what: string): void {
  if (isWithin()) throw new Error(`Inside a transaction nothing waits for ${what}.`)
}
