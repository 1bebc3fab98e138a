/**
 * `node server/launch/run.mjs tests/verifier/agree.ts FOLDER …`: both verifiers over every package of the folders, each
 * with the checkpoint list that lies beside it (NAME.checkpoints.json for NAME.*.zip). They agree, and find it whole.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCheckpoints } from '../../server/verify/chain.ts'
import { verifyPackage } from '../../server/verify/verify.ts'
import { runSecond } from './second-run.ts'

let [passed, failed] = [0, 0]
for (const folder of process.argv.slice(2)) {
  const packages = Map.groupBy(
    readdirSync(folder).filter((name) => name.endsWith('.zip')),
    (name) => join(folder, `${name.split('.')[0]}.checkpoints.json`),
  )
  for (const [list, names] of packages) {
    if (!existsSync(list)) throw new Error(`${list} is missing`)
    const paths = names.map((name) => join(folder, name))
    const told = runSecond(paths, list)
    const checkpoints = readCheckpoints(readFileSync(list, 'utf8'))
    paths.forEach((path, i) => {
      const { whole, anchoredOn, faults } = verifyPackage(readFileSync(path), checkpoints)
      const second = told[i]
      const good = whole && second?.whole === true && second.anchoredOn === anchoredOn
      if (good) passed += 1
      else failed += 1
      console.log(
        `${good ? '✓' : '✗'} ${path}: ${whole ? 'whole' : faults[0]?.at}, ${anchoredOn}; the second: ${JSON.stringify(second)}`,
      )
    })
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
