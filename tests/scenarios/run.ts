/** npm run scenario -- FILE… [--packages DIR] [--papers DIR] [--base-url URL] [--schema]: plays scenario files, see README.md beside this. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startTestCluster, type TestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { FormatError, jsonSchema, readScenario } from './runner/file.ts'
import { keepPackages } from './runner/packages.ts'
import { keepPapersIn } from './runner/papers.ts'
import { play, startOf } from './runner/play.ts'
import { serverFor } from './runner/server.ts'
import type { World } from './runner/world.ts'

const VILLAGES = ['411329990201', '411329990202']
const args = process.argv.slice(2)
const option = (name: string) => {
  const at = args.indexOf(name)
  return at >= 0 ? args.splice(at, 2)[1] : undefined
}
const baseUrl = option('--base-url')
const packages = option('--packages')
const papers = option('--papers')
if (papers) keepPapersIn(papers)
const say = (line: string) => console.log(line)

if (args.includes('--schema')) {
  writeFileSync(
    fileURLToPath(new URL('./schema.json', import.meta.url)),
    `${JSON.stringify(jsonSchema(), null, 2)}\n`,
  )
  process.exit(0)
}
if (args.length === 0) {
  say('Which files? npm run scenario -- tests/scenarios/*.yaml')
  process.exit(2)
}

let [passed, failed] = [0, 0]
const cluster = baseUrl ? undefined : await startTestCluster()
try {
  for (const [i, path] of args.entries()) {
    const begun = performance.now()
    let good = false
    try {
      const scenario = readScenario(path)
      const keep = packages ? (world: World) => keepPackages(world, packages, path, say) : undefined
      if (baseUrl) {
        const village = VILLAGES[i]
        if (!village)
          throw new FormatError(
            `a server given by --base-url has room for ${VILLAGES.length} files; start a fresh one`,
          )
        good = await play(scenario, baseUrl, village, say, keep)
      } else {
        const server = await serverFor(cluster as TestCluster, startOf(scenario))
        try {
          good = await play(scenario, server.address, VILLAGES[0] ?? '', say, keep)
        } finally {
          await server.stop()
        }
        if (!good && server.said().trim()) say(server.said().split('\n').slice(-12).join('\n'))
      }
    } catch (error) {
      say(error instanceof FormatError ? `\n✗ ${error.message}` : `\n✗ ${path}: ${(error as Error).stack}`)
    }
    if (good) passed += 1
    else failed += 1
    say(`  ${good ? 'passed' : 'FAILED'} in ${Math.round(performance.now() - begun)} ms`)
  }
} finally {
  await cluster?.stop()
}
say(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
