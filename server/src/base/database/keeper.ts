/** 看护: brings the embedded database back when it ends unasked, for as long as the server runs. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'

const FIRST_WAIT = 200
const LONGEST_WAIT = 10_000

export interface Kept {
  stop(): Promise<void>
}

/** `again` starts it at the same address; what goes wrong is said once and tried again, later each time. */
export function keepRunning(
  first: Cluster,
  again: () => Promise<Cluster>,
  say: (line: string) => void,
): Kept {
  const stopping = new AbortController()
  let cluster: Cluster | null = first

  const comeBack = async (): Promise<Cluster | null> => {
    let said = ''
    for (let wait = FIRST_WAIT; !stopping.signal.aborted; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        return await again()
      } catch (error) {
        const { message } = error as Error
        if (message !== said) say(`The database does not come back yet: ${message}`)
        said = message
      }
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {})
    }
    return null
  }
  const keep = async () => {
    while (cluster) {
      await cluster.ended
      if (stopping.signal.aborted) return
      say('The database has ended by itself; it is started again …')
      cluster = await comeBack()
      if (cluster && !stopping.signal.aborted) say('The database is back.')
      // Asked to stop while it was coming back.
      if (stopping.signal.aborted) await cluster?.stop()
    }
  }
  const keeping = keep()

  return {
    stop: async () => {
      stopping.abort()
      await cluster?.stop()
      await keeping
    },
  }
}
