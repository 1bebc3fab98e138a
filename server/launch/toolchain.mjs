// What a bare machine lacks, brought from the npm registry: a supported Node, pnpm, the packages, the built pages.
// Plain JavaScript for Node 20 and newer, without a package: this runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compressSite } from './compress.mjs'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const HOME = process.env.CUNYI_HOME ?? join(ROOT, '.cunyi')
const KNOWN = join(HOME, 'toolchain.json')
const PNPM = '12.21.0'

export const say = (line) => console.log(line)
export class Stopped extends Error {}

/** What brings the rest along runs from here on; the server itself needs more, and gets it. */
const OLDEST = 20

const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

/** A child whose end is ours: signals go to it (asked), its exit code comes back. */
export function run(command, args, { quiet = false, ipc = false, env = process.env, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const out = quiet ? 'pipe' : 'inherit'
    const child = spawn(command, args, { cwd, env, stdio: ['inherit', out, out, ...(ipc ? ['ipc'] : [])] })
    const said = { text: '', complaint: '' }
    child.stdout?.on('data', (chunk) => (said.text += chunk))
    child.stderr?.on('data', (chunk) => (said.complaint += chunk))
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    let asked = false
    const pass = (signal) => {
      asked = true
      child.kill(signal)
    }
    for (const signal of signals) process.on(signal, pass)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, pass)
      resolve({ code: code ?? 128 + (signal === 'SIGINT' ? 2 : 15), signal, asked, ...said })
    })
  })
}

const isFile = (path) => Boolean(path) && existsSync(path)

function canWrite(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** npm keeps what it fetches in the home folder; where there is none to write in, beside our own things. */
function npmEnvironment() {
  const cache = process.env.npm_config_cache
  if (canWrite(cache || join(homedir(), '.npm'))) return process.env
  return { ...process.env, npm_config_cache: join(HOME, 'npm'), XDG_DATA_HOME: join(HOME, 'share'), HOME }
}

/** Asks npx for one package and where its program is. Asking takes seconds even when all is there, so it is kept. */
async function fetchProgram(what, packageName, question) {
  const { code, text, complaint } = await run('npx', ['--yes', '-p', packageName, '-c', question], {
    quiet: true,
    env: npmEnvironment(),
  })
  const path = text.trim().split('\n').pop()?.trim()
  if (code === 0 && isFile(path)) return path
  if (code > 128) throw new Stopped('Stopped.')
  const last = `${complaint}${text}`.trim().split('\n').slice(-5).join('\n')
  throw new Stopped(`${what} could not be fetched from the npm registry:\n${last}`)
}

function readKnown() {
  try {
    return JSON.parse(readFileSync(KNOWN, 'utf8'))
  } catch {
    return {}
  }
}

/** Paths of node (22.18 or newer) and, when asked for, pnpm. */
export async function toolchain({ pnpm = true } = {}) {
  const known = readKnown()
  const tools = { node: known.node, pnpm: known.pnpmVersion === PNPM ? known.pnpm : undefined }
  if (isNewEnough(process.versions.node)) tools.node = process.execPath
  else if (!isFile(tools.node) || spawnSync(tools.node, ['--version']).status !== 0) {
    say(
      `Node ${process.versions.node} is too old for the server: fetching Node 24 LTS from the npm registry …`,
    )
    tools.node = await fetchProgram('Node 24', 'node@24', 'node -p process.execPath')
  }
  if (pnpm && !isFile(tools.pnpm)) {
    say(`Fetching pnpm ${PNPM} …`)
    tools.pnpm = await fetchProgram('pnpm', `pnpm@${PNPM}`, 'command -v pnpm')
  }
  if (tools.node !== known.node || tools.pnpm !== known.pnpm) {
    mkdirSync(HOME, { recursive: true })
    writeFileSync(KNOWN, JSON.stringify({ ...tools, pnpmVersion: PNPM }))
  }
  return tools
}

export const environmentFor = (node) => ({
  ...npmEnvironment(),
  PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
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
  const done = isInstalled()
  const tools = await toolchain({ pnpm: !done })
  if (done) return tools
  say('Installing the packages; the first time this takes a minute or two …')
  const { code } = await run(
    tools.pnpm,
    [
      'install',
      '--frozen-lockfile',
      '--config.confirmModulesPurge=false',
      // The ages of 576 packages were looked at when the lock file was made; here each is held to its digest.
      '--config.minimumReleaseAge=0',
    ],
    {
      // Without a terminal pnpm must not ask anything.
      env: { ...environmentFor(tools.node), CI: '1' },
    },
  )
  if (code !== 0) throw new Stopped('The packages could not be installed; what pnpm says stands above.')
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

export async function buildSite() {
  const tools = await install()
  const stamp = join(ROOT, 'web', 'dist', '.stamp')
  const hash = hashOf([...filesUnder('web'), ...filesUnder('shared/src'), 'pnpm-lock.yaml'])
  if (isStamped(stamp, hash)) return tools
  const { pnpm } = await toolchain()
  say('Building the pages …')
  const { code } = await run(pnpm, ['--filter', '@cunyi/web', 'build'], { env: environmentFor(tools.node) })
  if (code !== 0) throw new Stopped('The pages could not be built; what vite says stands above.')
  compressSite(join(ROOT, 'web', 'dist'))
  writeFileSync(stamp, hash)
  return tools
}

/** What our TypeScript is run with. */
export const flagsFor = () => [
  '--disable-warning=ExperimentalWarning',
  '--import',
  new URL('quick.mjs', import.meta.url).href,
  ...(existsSync(join(ROOT, '.env')) ? [`--env-file=${join(ROOT, '.env')}`] : []),
]

/** Runs a TypeScript file of ours under the Node that can; how it ended, and whether it was asked to. */
export async function followScript(node, file, args, { ipc = false } = {}) {
  return run(node, [...flagsFor(), join(ROOT, file), ...args], { ipc, env: environmentFor(node) })
}

/** The same, ending as it ends. */
export const runScript = async (...asked) => (await followScript(...asked)).code

/** Every launcher ends with a plain sentence and an exit code, never with a stack. */
export async function launch(main) {
  try {
    const { node } = process.versions
    if (Number.parseInt(node, 10) < OLDEST)
      throw new Stopped(`Node ${OLDEST} or newer is needed; this is ${node}.`)
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Stopped ? error.message : error)
    process.exitCode = 1
  }
}
