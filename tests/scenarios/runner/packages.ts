/** `--packages DIR`: what is kept of every archived matter, with the county's checkpoint list beside it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { PackageLine } from '@cunyi/shared/api/archive.ts'
import { addDays, dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Say } from './play.ts'
import { Failed, type World } from './world.ts'

const CHAIR = 'branchSecretary'

/** The day is played to its end first, so that its checkpoint stands and the packages reach it. */
export async function keepPackages(world: World, folder: string, scenario: string, say: Say): Promise<void> {
  const ended: { id: string; number: string }[] = []
  for (const matter of world.matters.values()) {
    if (!matter.id) continue
    const { stage, number } = await world.ask(CHAIR, 'getProposal', { proposal: matter.id })
    if (stage === 'archived') ended.push({ id: matter.id, number })
  }
  if (ended.length === 0) return
  await world.moveClock(dateToInstant(addDays(shanghaiDate(world.now), 1)))
  mkdirSync(folder, { recursive: true })
  const name = basename(scenario).replace(/\.ya?ml$/, '')
  for (const { id, number } of ended) {
    const { rows } = await world.ask<{ rows: PackageLine[] }>(CHAIR, 'listPackages', { proposal: id })
    const newest = rows.filter((row, i) => rows.findIndex((other) => other.kind === row.kind) === i)
    if (newest.length === 0) throw new Failed(`${number} is archived and has no package`)
    for (const row of newest) {
      const file = `${name}.${number}.${row.kind}.zip`
      writeFileSync(
        join(folder, file),
        await world.download(CHAIR, 'getPackage', { proposal: id, package: row.id }),
      )
      say(`  ✓ kept ${file} (${Math.ceil(row.size / 1024)} KB)`)
    }
  }
  const list = await world.ask(null, 'listCheckpoints', { county: world.village.slice(0, 6), from: 1 })
  writeFileSync(join(folder, `${name}.checkpoints.json`), `${JSON.stringify(list, null, 1)}\n`)
}
