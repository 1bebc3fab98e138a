/** 哪一版做的: which version of the program filled the demo, kept beside the database. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MIGRATIONS } from '#base/database/migrate.ts'
import type { Config } from '#base/system/config.ts'
import release from '../../../package.json' with { type: 'json' }

const fileOf = ({ home }: Pick<Config, 'home'>) => join(home, 'demo-made.json')
/** The fence and what follows it are put up anew at each start. */
const isStep = (name: string) => /^[0-8]\d{3}_/.test(name)

/** The release, and how far the tables have come in it. */
const edition = () => `${release.version} ${readdirSync(MIGRATIONS).filter(isStep).sort().at(-1) ?? ''}`

export const keepEdition = (config: Pick<Config, 'home'>) =>
  writeFileSync(fileOf(config), JSON.stringify({ edition: edition() }))

/** One that says nothing was filled before this was written down. */
export function isMadeByAnother(config: Pick<Config, 'home'>): boolean {
  const file = fileOf(config)
  try {
    return !existsSync(file) || JSON.parse(readFileSync(file, 'utf8')).edition !== edition()
  } catch {
    return true
  }
}
