/**
 * npm run verify -- FILE [--checkpoints LIST], FILE a package or a receipt file: see README.md beside this. Exit code 0: consistent; 1: broken;
 * 2: wrong usage, or not a package that can be read.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { check } from './check.ts'
import { Unreadable } from './zip.ts'

const USAGE = 'npm run verify -- FILE [--checkpoints LIST]'

function given(args: string[]): { file: string; list: string | undefined } {
  const at = args.indexOf('--checkpoints')
  const list = at >= 0 ? args.splice(at, 2)[1] : undefined
  const [file] = args
  if (!file || args.length > 1 || (at >= 0 && !list)) throw new Unreadable(USAGE)
  return { file, list }
}

/** npm changes into the repository; a path is meant from where it was called. */
const from = (path: string) => resolve(process.env.INIT_CWD ?? '.', path)

try {
  const { file, list } = given(process.argv.slice(2))
  const listText = list ? readFileSync(from(list), 'utf8') : null
  const { lines, whole } = check(readFileSync(from(file)), listText)
  for (const line of lines) console.log(line)
  process.exitCode = whole ? 0 : 1
} catch (error) {
  const { code } = error as { code?: string }
  if (!(error instanceof Unreadable) && code !== 'ENOENT' && code !== 'EISDIR') throw error
  console.error(`读不出来 cannot be read: ${(error as Error).message}`)
  process.exitCode = 2
}
