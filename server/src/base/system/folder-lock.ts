import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartRefused } from './refused.ts'

const SQLITE_BUSY = 5

/**
 * One server on one folder. SQLite's lock is the operating system's: it ends with the process, even by kill -9,
 * and is never mistaken for that of a newer process with the same number.
 */
export function lockFolder(home: string): { told(address: string): void; release(): void } {
  const whoFile = join(home, 'running.json')
  let lock: DatabaseSync | undefined
  try {
    mkdirSync(home, { recursive: true })
    lock = new DatabaseSync(join(home, 'lock'), { timeout: 0 })
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
    const tell = (address?: string) => writeFileSync(whoFile, JSON.stringify({ pid: process.pid, address }))
    tell()
    return { told: tell, release: () => lock?.close() }
  } catch (cause) {
    lock?.close()
    if ((cause as { errcode?: number }).errcode === SQLITE_BUSY)
      throw new StartRefused(`Another server is at work on ${home}${otherServer(whoFile)}; stop it first.`)
    const message = `${home} cannot be written in; start as the user it belongs to, or name another in CUNYI_HOME.`
    throw new StartRefused(message, { cause })
  }
}

function otherServer(whoFile: string) {
  try {
    const { pid, address } = JSON.parse(readFileSync(whoFile, 'utf8')) as { pid: number; address?: string }
    return ` (process ${pid}${address ? `, ${address}` : ''})`
  } catch {
    return ''
  }
}
