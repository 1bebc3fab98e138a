/** 演示的钟: how far it was moved ahead is kept beside the database, so that no start puts it back. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#base/system/config.ts'

const fileOf = ({ home }: Pick<Config, 'home'>) => join(home, 'demo-clock.json')

/** On a database of one's own others may be at work, by their own clock. */
export const hasOwnClock = ({ mode, databaseUrl }: Pick<Config, 'mode' | 'databaseUrl'>) =>
  mode === 'demo' && databaseUrl === undefined

/** Milliseconds. */
export function aheadOf(config: Pick<Config, 'home'>): number {
  const file = fileOf(config)
  if (!existsSync(file)) return 0
  try {
    const { ahead } = JSON.parse(readFileSync(file, 'utf8')) as { ahead: number }
    return Number.isFinite(ahead) ? ahead : 0
  } catch {
    // Torn by a power cut: the demo goes on by today's date.
    return 0
  }
}

export const startOfClock = (config: Pick<Config, 'home'>) => new Date(Date.now() + aheadOf(config))

/** Before it is moved: a move that is broken off leaves rows of the later day, and never a clock before them. */
export function keepAhead(config: Pick<Config, 'home'>, to: Date) {
  const file = fileOf(config)
  writeFileSync(
    `${file}.new`,
    JSON.stringify({ ahead: Math.max(aheadOf(config), to.getTime() - Date.now()) }),
  )
  renameSync(`${file}.new`, file)
}
