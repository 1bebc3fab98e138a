/**
 * The last step of `.ci/run`: no log of any suite holds a person. Read are the servers' own lines in what the suites
 * printed, and what servers in processes of their own and their databases wrote (tests/server/process.ts keeps it).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { leaksIn } from './server/leaks.ts'
import { LOGS } from './server/process.ts'

const ARTIFACTS = fileURLToPath(new URL('../artifacts', import.meta.url))
const isLine = (line: string) => /^\{"level":\d/.test(line)
const filesIn = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.log'))
        .map((name) => join(folder, name))
    : []

let lines = 0
let failed = 0
const logs = [
  ...filesIn(ARTIFACTS).map((path) => [
    path,
    readFileSync(path, 'utf8').split('\n').filter(isLine).join('\n'),
  ]),
  ...filesIn(LOGS).map((path) => [path, readFileSync(path, 'utf8')]),
] as Array<[string, string]>
for (const [path, text] of logs) {
  const found = leaksIn(text)
  lines += text.split('\n').length
  if (found.length > 0) failed += 1
  for (const one of found.slice(0, 20)) console.log(`${path}: ${one}`)
}
console.log(`${lines} lines of ${logs.length} logs read`)
// Nothing read would prove nothing.
if (filesIn(LOGS).length === 0) failed += 1
console.log(`${Math.max(0, logs.length - failed)} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
