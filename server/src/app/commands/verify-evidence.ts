/** `npm run verify-evidence [-- DIVISION …]`: recomputes every chain and names the first entry that is bad. */

import { across, inVillage } from '#base/database/connect.ts'
import { openDatabase } from '#base/database/open.ts'
import { verifyChain } from '#base/evidence/actions.ts'
import { chainedDivisions } from '#base/evidence/queries/chain.ts'
import { readConfig } from '#base/system/config.ts'
import { lockFolder } from '#base/system/folder-lock.ts'
import { describeError } from '#base/system/log.ts'
import { StartRefused } from '#base/system/refused.ts'

async function verifyAll(asked: string[]): Promise<boolean> {
  const config = readConfig(process.env)
  const lock = config.databaseUrl ? undefined : lockFolder(config.home)
  const database = await openDatabase(config, console.log)
  try {
    const codes = asked.length > 0 ? asked : await across(database.db, chainedDivisions)
    let isWhole = true
    for (const code of codes) {
      const report = await inVillage(database.db, code, (tx) => verifyChain(tx, code))
      isWhole &&= report.whole
      const verdict = report.whole ? 'whole' : `BROKEN at entry ${report.firstBad}: ${report.why}`
      console.log(`${code}  ${report.entries} entries  head ${report.head?.slice(0, 16) ?? '-'}  ${verdict}`)
    }
    if (codes.length === 0) console.log('There is no chain yet.')
    return isWhole
  } finally {
    await database.close()
    lock?.release()
  }
}

try {
  if (!(await verifyAll(process.argv.slice(2)))) process.exitCode = 1
} catch (error) {
  console.error(error instanceof StartRefused ? error.message : describeError(error))
  process.exitCode = 1
}
