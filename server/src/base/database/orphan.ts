/** What a server killed with -9 leaves behind: its database process, still holding the data folder. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartRefused } from '#base/system/refused.ts'

/** Stands in the title of every process of that cluster, where anyone may read it. */
export const clusterName = (data: string) =>
  `cunyi-${createHash('sha256').update(data).digest('hex').slice(0, 10)}`

/** Asks for a line a process: its number and its command line. */
export const listCommand = (system: NodeJS.Platform): [string, string[]] =>
  system === 'win32'
    ? [
        'powershell.exe',
        [
          '-NoProfile',
          '-NonInteractive',
          '-Command',
          `Get-CimInstance Win32_Process -Filter "Name='postgres.exe'" | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }`,
        ],
      ]
    : ['ps', ['-axo', 'pid=,command=']]

/** pid → command line, of all processes. */
function processes(): Map<number, string> {
  const found = new Map<number, string>()
  if (process.platform === 'linux') {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      try {
        found.set(Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '))
      } catch {
        // It ended while we looked.
      }
    }
    return found
  }
  const [program, args] = listCommand(process.platform)
  const list = spawnSync(program, args, { encoding: 'utf8', windowsHide: true }).stdout ?? ''
  for (const line of list.split('\n')) {
    const parts = line.match(/^\s*(\d+) (.*)$/)
    if (parts) found.set(Number(parts[1]), parts[2] as string)
  }
  return found
}

/** By the title that its processes carry, or by the folder it was started on; Windows quotes a path with a space. */
export const ofCluster = (command: string, data: string) =>
  command.includes(`postgres: ${clusterName(data)}:`) ||
  (/postgres(\.exe)?"? +-D /.test(command) &&
    [` -D ${data} `, ` -D "${data}" `].some((part) => command.includes(part)))

/** On Windows any signal is the end at once; the next start reads its log. */
function endNow(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

const pidsOf = (data: string) =>
  [...processes()].filter(([, command]) => ofCluster(command, data)).map(([pid]) => pid)

/**
 * Ends a database process that another life of this server left on `data`, in the orderly way: what was
 * acknowledged is on disk already, and the shutdown writes a checkpoint. Returns whether there was one.
 */
export async function endOrphan(data: string): Promise<boolean> {
  const pidFile = join(data, 'postmaster.pid')
  if (!existsSync(pidFile)) return false
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  const isOurs = ofCluster(processes().get(pid) ?? '', data)
  if (isOurs) endNow(pid, 'SIGINT')
  // Without their parent the workers end by themselves; until then they hold shared memory of these files.
  for (let waited = 0; pidsOf(data).length > 0; waited += 50) {
    if (waited === 20_000 && isOurs) endNow(pid, 'SIGQUIT')
    if (waited > 40_000)
      throw new StartRefused(
        `An earlier database process (${pidsOf(data).join(', ')}) still holds ${data} and does not end.`,
      )
    await sleep(50)
  }
  // A number that another program was given since would make PostgreSQL believe it is still running.
  rmSync(pidFile, { force: true })
  return isOurs
}
