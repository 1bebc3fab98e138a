/** npm run scenario -- FILE… [--packages DIR] [--papers DIR] [--lanes N] [--base-url URL] [--schema]: plays scenario files, see README.md beside this. */
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { FormatError, jsonSchema, readScenario } from './runner/file.ts'
import { keepPackages } from './runner/packages.ts'
import { keepPapersIn } from './runner/papers.ts'
import { play, startOf } from './runner/play.ts'
import { ServerHost, serverFor } from './runner/server.ts'
import { settledVillages } from './runner/settled.ts'
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
/** So many files play side by side: one mostly waits for its server, and its server for the database. */
const lanes = baseUrl ? 1 : Math.max(1, Number(option('--lanes') ?? availableParallelism()))
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

const files = args.map((path, at) => {
  try {
    return { path, at, read: readScenario(path) }
  } catch (error) {
    if (error instanceof FormatError) return { path, at, read: error }
    const { code } = error as { code?: string }
    if (code === 'ENOENT' || code === 'EISDIR')
      return { path, at, read: new FormatError(`${path}: there is no such file`) }
    throw error
  }
})
type File = (typeof files)[number]

let [passed, failed] = [0, 0]
const VILLAGE = VILLAGES[0] as string
const cluster = baseUrl ? undefined : await startTestCluster()
const settled =
  cluster &&
  settledVillages(
    cluster,
    VILLAGE,
    files.flatMap(({ read }) => (read instanceof FormatError ? [] : [read])),
  )

/** One file from its first step to its end, on a server of its own unless one is given. */
async function playFile({ path, at, read }: File, host: ServerHost, say: (line: string) => void) {
  if (read instanceof FormatError) throw read
  const after = packages ? (world: World) => keepPackages(world, packages, path, say) : undefined
  if (!cluster || !settled) {
    const village = VILLAGES[at]
    if (!village)
      throw new FormatError(
        `a server given by --base-url has room for ${VILLAGES.length} files; start a fresh one`,
      )
    return play(read, baseUrl as string, village, say, after)
  }
  const like = await settled.likeOf(read, host)
  const server = await serverFor(cluster, startOf(read), { host, like: like?.left })
  let good = false
  try {
    good = await play(read, server.address, VILLAGE, say, after, like?.filled)
    return good
  } finally {
    await server.stop()
    if (!good && server.said().trim()) say(server.said().split('\n').slice(-12).join('\n'))
  }
}

/** What a file says is printed in one piece, however many play beside it. */
async function tell(file: File, host: ServerHost): Promise<void> {
  const begun = performance.now()
  const lines: string[] = []
  const keep = (line: string) => void lines.push(line)
  let good = false
  try {
    good = await playFile(file, host, lanes === 1 ? say : keep)
  } catch (error) {
    keep(
      error instanceof FormatError ? `\n✗ ${error.message}` : `\n✗ ${file.path}: ${(error as Error).stack}`,
    )
  }
  if (good) passed += 1
  else failed += 1
  keep(`  ${good ? 'passed' : 'failed'} in ${Math.round(performance.now() - begun)} ms`)
  if (!good) keep(`FAILED ${file.path}`)
  say(lines.join('\n'))
}

const left = [...files]
const lane = async () => {
  const host = new ServerHost()
  try {
    for (let next = left.shift(); next; next = left.shift()) await tell(next, host)
  } finally {
    await host.close()
  }
}
try {
  await Promise.all(Array.from({ length: lanes }, lane))
} finally {
  await settled?.remove()
  await cluster?.stop()
}
say(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
