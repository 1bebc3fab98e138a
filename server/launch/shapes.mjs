// The shape of the house: no file over 400 lines, and of a noun's actions and queries one form, file or folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT, say } from './toolchain.mjs'

const MOST_LINES = 400
const FOLDERS = ['shared', 'server', 'web', 'tests']

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : filesIn(path)
    return /\.(ts|vue|mjs|css)$/.test(entry.name) ? [path] : []
  })

/** One line a fault. */
export function faultsOf(root) {
  const files = FOLDERS.map((folder) => join(root, folder)).flatMap(filesIn)
  const long = files
    .map((path) => [path, readFileSync(path, 'utf8').split('\n').length - 1])
    .filter(([, lines]) => lines > MOST_LINES)
    .map(([path, lines]) => `${path}: ${lines} lines, at most ${MOST_LINES}`)
  const twice = files
    .filter((path) => /[\\/](actions|queries)\.ts$/.test(path) && existsSync(path.slice(0, -'.ts'.length)))
    .map((path) => `${path}: the folder of this name stands beside it`)
  const beside = files
    .filter((path) => /[\\/]\w+-(actions|queries)\.ts$/.test(path))
    .map((path) => `${path}: belongs into the folder`)
  return [...long, ...twice, ...beside]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = faultsOf(ROOT)
  for (const fault of faults) say(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}
