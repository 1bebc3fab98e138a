// What a bare machine lacks, brought from the npm registry: a supported Node, pnpm, the packages, the built pages.
// Plain JavaScript for Node 20 and newer, without a package: this runs before anything is installed.
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canWrite, checkDisk, checkRights } from './checks.mjs'
import {
  endAll,
  endedByUs,
  hearSignals,
  isAsked,
  must,
  progress,
  run as spawnAndFollow,
} from './processes.mjs'
import { checkRegistry, registryEnvironment, registrySettings } from './registry.mjs'
import { npmCache, npmOf, programIn, withFolder } from './systems.mjs'
import { Stopped, sentenceOf, stopped } from './words.mjs'

export { Stopped, say } from './words.mjs'
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const HOME = process.env.CUNYI_HOME || join(ROOT, '.cunyi')
const PNPM = 'pnpm@12.21.0'
const NODE = 'node@24'
const { platform } = process

/** What brings the rest along runs from here on; the server itself needs more, and gets it. */
const OLDEST = 20

const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

/** A child whose end is ours, in the checkout. */
export const run = (command, args, options) => spawnAndFollow(command, args, { cwd: ROOT, ...options })

/** npm keeps what it fetches in the home folder; where there is none to write in, beside our own things. */
const cacheOfPerson = npmCache(platform, process.env, homedir())
const isHomeless = () => !canWrite(cacheOfPerson)
const cacheFolder = () => (isHomeless() ? join(HOME, 'npm') : cacheOfPerson)

let registry
const settings = () => (registry ??= registrySettings({ env: process.env, root: ROOT, home: homedir() }))

function toolEnvironment() {
  const env = { ...process.env, ...registryEnvironment(settings()) }
  if (!isHomeless()) return env
  return { ...env, npm_config_cache: join(HOME, 'npm'), XDG_DATA_HOME: join(HOME, 'share'), HOME }
}

let looked = false
/** Before the first thing is fetched: is there room, may we write. */
function checkFirst() {
  if (looked) return
  looked = true
  checkRights([ROOT, HOME])
  checkDisk({ root: ROOT, userHome: homedir(), isFirst: true })
}

/** Kept beside npm's own cache, so that a second clone fetches nothing: a folder that is there is whole. */
const toolFolder = (spec) => join(cacheFolder(), '_cunyi', spec.replace('@', '-'))

async function fetchProgram({ zh, en, spec, expected }) {
  checkFirst()
  await checkRegistry(settings())
  const folder = toolFolder(spec)
  const half = `${folder}.${randomBytes(4).toString('hex')}`
  mkdirSync(half, { recursive: true })
  writeFileSync(join(half, 'package.json'), '{"private":true}')
  const { command, first, shell } = npmOf({ platform, env: process.env, execPath: process.execPath })
  // biome-ignore format: one line a part of the command
  const args = [
    ...first, 'install', '--prefix', half, '--no-audit', '--no-fund', '--no-update-notifier',
    '--ignore-scripts=false', '--include=optional', '--loglevel=error', spec,
  ]
  try {
    await progress(zh, en, expected, () =>
      must(`${spec} 没有取到`, `${spec} could not be fetched`, command, args, {
        cwd: half,
        shell,
        env: { ...toolEnvironment(), npm_config_global: '', npm_config_workspaces: '' },
      }),
    )
    rmSync(folder, { recursive: true, force: true })
    renameSync(half, folder)
  } catch (error) {
    // Two starts at once: the other was first.
    if (error instanceof Stopped || !existsSync(programIn(platform, folder, nameOf(spec)))) throw error
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
}
const nameOf = (spec) => spec.split('@')[0]

async function program(what) {
  const path = programIn(platform, toolFolder(what.spec), nameOf(what.spec))
  if (!existsSync(path)) await fetchProgram(what)
  if (existsSync(path)) return path
  throw stopped(
    `${what.spec} 没有适合这台电脑的程序。`,
    `${what.spec} has no program for this machine (${platform}-${process.arch}).`,
  )
}

/** Paths of node (22.18 or newer) and, when asked for, pnpm. */
export async function toolchain({ pnpm = true } = {}) {
  const node = isNewEnough(process.versions.node)
    ? process.execPath
    : await program({ zh: '取 Node 24', en: 'Fetching Node 24', spec: NODE, expected: 10 })
  if (!pnpm) return { node }
  return { node, pnpm: await program({ zh: '取 pnpm', en: 'Fetching pnpm', spec: PNPM, expected: 10 }) }
}

export const environmentFor = (node) => ({
  ...withFolder(platform, toolEnvironment(), dirname(node)),
  CUNYI_LAUNCH: '1',
  // Half a second of every later start.
  NODE_COMPILE_CACHE: join(HOME, 'compiled'),
})

const hashOf = (files) => {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
      .update('\0')
  return hash.digest('hex')
}
const isStamped = (stamp, hash) => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash

const PACKAGES = ['', 'server/', 'shared/', 'web/', 'tests/'].map((folder) => `${folder}package.json`)

const INSTALLED = join(ROOT, 'node_modules', '.cunyi-stamp')
const hashOfPackages = () => hashOf(['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...PACKAGES])
export const isInstalled = () => isStamped(INSTALLED, hashOfPackages())

export async function install() {
  if (isInstalled()) return toolchain({ pnpm: false })
  checkFirst()
  const tools = await toolchain()
  const args = [
    'install',
    '--frozen-lockfile',
    '--config.confirmModulesPurge=false',
    // The ages of 576 packages were looked at when the lock file was made; here each is held to its digest.
    '--config.minimumReleaseAge=0',
  ]
  await progress('安装软件包', 'Installing the packages', 40, () =>
    must('软件包没有装上', 'The packages could not be installed', tools.pnpm, args, {
      cwd: ROOT,
      // Without a terminal pnpm must not ask anything.
      env: { ...environmentFor(tools.node), CI: '1' },
    }).catch(async (error) => {
      // Most likely of all; where pnpm has everything already, nobody asks.
      await checkRegistry(settings())
      throw error
    }),
  )
  writeFileSync(INSTALLED, hashOfPackages())
  return tools
}

function filesUnder(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !['node_modules', 'dist'].includes(name) && !name.startsWith('.'))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
    .sort()
}

const SITE = join(ROOT, 'web', 'dist')
const hashOfSite = () =>
  hashOf([...['web', 'shared/src', 'server/verify'].flatMap(filesUnder), 'pnpm-lock.yaml'])
export const isBuilt = () => isStamped(join(SITE, '.stamp'), hashOfSite())

/** The pages and, beside them, what is to be done meanwhile. */
export async function buildSite(meanwhile) {
  const tools = await install()
  if (isBuilt()) return tools
  checkRights([ROOT])
  const hash = hashOfSite()
  const vite = (...more) =>
    must('网页没有做成', 'The pages could not be built', tools.node, [VITE, 'build', ...more], {
      cwd: join(ROOT, 'web'),
      // Whatever this machine is otherwise used for: these are the pages that people get.
      env: { ...environmentFor(tools.node), NODE_ENV: 'production' },
    })
  const build = async () => {
    await vite()
    await vite('--ssr', 'src/app/render.ts')
    await vite('--config', 'verify/vite.config.ts')
    const compress = fileURLToPath(new URL('compress.mjs', import.meta.url))
    await must('网页没有压缩成', 'The pages could not be compressed', tools.node, [compress, SITE], {})
  }
  const [zh, en, expected] = meanwhile
    ? ['做网页和演示数据', 'Building the pages and filling the demo', 80]
    : ['做网页', 'Building the pages', 30]
  await progress(zh, en, expected, async () => {
    try {
      await Promise.all([build(), meanwhile?.(tools)])
    } catch (error) {
      // Nothing of a start that failed goes on behind its back.
      await endAll()
      throw error
    }
  })
  writeFileSync(join(SITE, '.stamp'), hash)
  return tools
}
const VITE = join(ROOT, 'web', 'node_modules', 'vite', 'bin', 'vite.js')

/** What our TypeScript is run with. */
export const flagsFor = () => [
  '--disable-warning=ExperimentalWarning',
  '--import',
  new URL('quick.mjs', import.meta.url).href,
  ...(existsSync(join(ROOT, '.env')) ? [`--env-file=${join(ROOT, '.env')}`] : []),
]

/** Runs a TypeScript file of ours under the Node that can; how it ended, and whether it was asked to. */
export async function followScript(node, file, args, options = {}) {
  return run(node, [...flagsFor(), join(ROOT, file), ...args], { ...options, env: environmentFor(node) })
}

/** The same, ending as it ends. */
export const runScript = async (...asked) => (await followScript(...asked)).code

/** Every launcher ends with a plain sentence and an exit code, never with a stack. */
export async function launch(main) {
  hearSignals()
  try {
    const { node } = process.versions
    if (Number.parseInt(node, 10) < OLDEST)
      throw stopped(
        `需要 Node ${OLDEST} 或更新的版本，这里是 ${node}。`,
        `Node ${OLDEST} or newer is needed; this is ${node}.`,
      )
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    const told = isAsked() ? endedByUs() : error
    console.error(told instanceof Stopped ? told.message : (sentenceOf(told) ?? told))
    process.exitCode = told instanceof Stopped ? told.code : 1
  }
}
