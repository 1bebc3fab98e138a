/** The second verifier, second.py, run over packages: a line of JSON for each. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
export type Told = { whole?: boolean; anchoredOn?: string | null; faults?: string[] }

/** `list`: the path of the checkpoints, if there are any. */
export function runSecond(paths: readonly string[], list: string | null): Told[] {
  const script = [at('./second.py'), at('../../server/verify/FORMAT.md'), list ?? '-', ...paths]
  const { stdout, stderr, status } = spawnSync('python3', script, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0 || stderr !== '') throw new Error(`second.py ended with ${status}: ${stderr}`)
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)
}
