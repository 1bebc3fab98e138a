/** The second verifier, second.py: what it says of each package. Python is asked of `.ci/run`, and not of a machine with Node alone. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
export type Told = { whole?: boolean; anchoredOn?: string | null; faults?: string[] }

export const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0
if (!HAS_PYTHON) console.log('python3 is not there: the second verifier is not asked (.ci/run asks for it)')

/** `list`: the path of the checkpoints, if there are any. */
export function askSecond(paths: readonly string[], list: string | null): Told[] {
  const script = [at('./second.py'), at('../../server/verify/FORMAT.md'), list ?? '-', ...paths]
  const { stdout, stderr, status } = spawnSync('python3', script, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)
}
