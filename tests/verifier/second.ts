/** The second verifier in tests. Python is asked of `.ci/run`, and not of a machine with Node alone. */
import { spawnSync } from 'node:child_process'

export { runSecond as askSecond, type Told } from './second-run.ts'

export const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0
if (!HAS_PYTHON) console.log('python3 is not there: the second verifier is not asked (.ci/run asks for it)')
