import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another server works on the same folder. */
export class AlreadyRunning extends Error {}

/**
 * One server on one folder. SQLite's lock is the operating system's: it ends with the process, even by kill -9,
 * and is never mistaken for that of a newer process with the same number.
 */
export function lockFolder(home: string): { told(address: string): void; release(): void } {
  const whoFile = join(home, 'running.json')
  const lock = new DatabaseSync(join(home, 'lock'), { timeout: 0 })
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch {
    lock.close()
    throw new AlreadyRunning(`Another server is at work on ${home}${otherServer(whoFile)}; stop it first.`)
  }
  const tell = (address?: string) => writeFileSync(whoFile, JSON.stringify({ pid: process.pid, address }))
  tell()
  return { told: tell, release: () => lock.close() }
}

function otherServer(whoFile: string) {
  try {
    const { pid, address } = JSON.parse(readFileSync(whoFile, 'utf8')) as { pid: number; address?: string }
    return ` (process ${pid}${address ? `, ${address}` : ''})`
  } catch {
    return ''
  }
}
