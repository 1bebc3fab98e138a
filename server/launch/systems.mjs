// What is not alike on Linux, macOS and Windows. The system is passed in, so that a test on one tries the others.
import { existsSync } from 'node:fs'
import { posix, win32 } from 'node:path'

const pathsOf = (platform) => (platform === 'win32' ? win32 : posix)

/** Windows spells it Path, and two spellings of one name in an environment are two variables. */
const pathName = (platform, env) =>
  platform === 'win32' ? (Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'Path') : 'PATH'

/** The environment with a folder before all others that programs are looked for in. */
export function withFolder(platform, env, folder) {
  const name = pathName(platform, env)
  const { delimiter } = pathsOf(platform)
  return { ...env, [name]: env[name] ? `${folder}${delimiter}${env[name]}` : folder }
}

/**
 * npm, as a command and its first arguments. Its JavaScript is run by this Node wherever it is found: npm.cmd can only
 * be started through a shell since Node 20.12 (CVE-2024-27980), and a shell reads more into an argument than we say.
 * @param {{ platform: string, env: NodeJS.ProcessEnv, execPath: string, isThere?: (path: string) => boolean }} on
 */
export function npmOf({ platform, env, execPath, isThere = existsSync }) {
  const { dirname, join } = pathsOf(platform)
  const given = env.npm_execpath ?? ''
  const places = [
    /[\\/]npm-cli\.js$/.test(given) ? given : '',
    join(dirname(execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ]
  const cli = places.find((place) => place && isThere(place))
  if (cli) return { command: execPath, first: [cli], shell: false }
  return platform === 'win32'
    ? { command: 'npm.cmd', first: [], shell: true }
    : { command: 'npm', first: [], shell: false }
}

/** cmd.exe takes its line apart itself; what we pass are paths and names. */
export const quoted = (arg) => (/^[\w.:=@/\\-]+$/.test(arg) ? arg : `"${arg.replaceAll('"', '""')}"`)

/** Where npm put the program of one of the two packages that it brings. */
export function programIn(platform, folder, name) {
  const { join } = pathsOf(platform)
  const end = platform === 'win32' ? '.exe' : ''
  return name === 'node'
    ? join(folder, 'node_modules', 'node', 'bin', `node${end}`)
    : join(folder, 'node_modules', 'pnpm', `pnpm${end}`)
}

/** Where npm keeps what it has fetched. */
export function npmCache(platform, env, home) {
  const { join } = pathsOf(platform)
  const given = env.npm_config_cache ?? env.NPM_CONFIG_CACHE
  if (given) return given
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'npm-cache')
  return join(home, platform === 'win32' ? 'AppData\\Local\\npm-cache' : '.npm')
}

/**
 * How a child and all that it started are ended: what to call, or what to send to. A group of its own has one number
 * on Unix; Windows has no groups that a signal reaches, and `taskkill` walks the tree.
 */
export const endingOf = (platform, pid, hard) =>
  platform === 'win32'
    ? { call: ['taskkill', ['/PID', String(pid), '/T', '/F']] }
    : { send: [-pid, hard ? 'SIGKILL' : 'SIGTERM'] }

/** Windows knows no signal but that of its console, which every program of the window hears by itself. */
export const passesSignals = (platform) => platform !== 'win32'
