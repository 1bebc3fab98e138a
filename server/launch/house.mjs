// `npm run house`: how the house stands, in figures, as dependency-cruiser reads it with the rule of each package.
// Types count as imports; what leaves a package's src does not.
import { fileURLToPath } from 'node:url'
import { FLOORED, floorsOf } from './floors.mjs'
import { install, launch, ROOT, run, Stopped, say } from './toolchain.mjs'

/** Which room a file stands in: a folder of shared, of a floor of the server, a floor or a task of web. */
export const roomOf = (path) => {
  const [folder, , floor, room] = path.split('/')
  if (folder === 'shared') return floor
  if (folder === 'server') return path.split('/').length > 4 ? `${floor}/${room}` : floor
  return floor === 'tasks' ? `${floor}/${room}` : floor
}

/** The figures of one package, out of what dependency-cruiser prints as JSON. */
export function figuresOf({ modules, summary }, folder) {
  const isInside = (path) => path.startsWith(`${folder}/src/`)
  const files = modules.filter(({ source }) => isInside(source))
  const imports = files.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ resolved }) => isInside(resolved))
      .map(({ resolved, dependencyTypes }) => ({
        from: source,
        to: resolved,
        isType: dependencyTypes.some((type) => type.startsWith('type-')),
      })),
  )
  const rooms = graphOf(imports.map(({ from, to }) => [roomOf(from), roomOf(to)]))
  for (const { source } of files) if (!rooms.has(roomOf(source))) rooms.set(roomOf(source), new Set())
  const roomCircles = circlesOf(rooms)
  const fileCircles = circlesOf(graphOf(imports.map(({ from, to }) => [from, to])))
  const broken = (rule) => summary.violations.filter(({ rule: { name } }) => name.startsWith(rule)).length
  let pairs = 0
  for (const [from, reached] of rooms)
    for (const to of reached) if (from < to && rooms.get(to)?.has(from)) pairs++
  return {
    files: files.length,
    imports: imports.length,
    typeOnly: imports.filter(({ isType }) => isType).length,
    edgesUp: broken('no-up-from-'),
    twoWayPairs: pairs,
    largestCircle: Math.max(0, ...roomCircles.map((circle) => circle.length)),
    fileCircles: fileCircles.length,
    filesInCircles: fileCircles.flat().length,
    rooms: rooms.size,
    outside: broken('no-file-outside-'),
  }
}

function graphOf(edges) {
  const graph = new Map()
  for (const [from, to] of edges) {
    for (const node of [from, to]) if (!graph.has(node)) graph.set(node, new Set())
    if (from !== to) graph.get(from).add(to)
  }
  return graph
}

/** The groups in which each reaches each (Tarjan), those of one left out. */
export function circlesOf(graph) {
  const seen = new Map()
  const stack = []
  const found = []
  const visit = (node) => {
    const mine = { at: seen.size, low: seen.size, open: true }
    seen.set(node, mine)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      const other = seen.get(next) ?? visit(next)
      if (other.open) mine.low = Math.min(mine.low, other.low)
    }
    if (mine.low === mine.at) {
      const circle = stack.splice(stack.indexOf(node))
      for (const one of circle) seen.get(one).open = false
      if (circle.length > 1) found.push(circle)
    }
    return mine
  }
  for (const node of graph.keys()) if (!seen.has(node)) visit(node)
  return found
}

async function cruise(node, folder) {
  const [, args] = floorsOf(ROOT, folder, '--output-type', 'json')
  const { code, out, text } = await run(node, args, { tool: true })
  if (code !== 0) throw new Stopped(`dependency-cruiser ended with ${code}: ${text}`)
  return JSON.parse(out)
}

const LINES = [
  ['files', ({ files }) => files],
  ['imports inside src (type-only)', ({ imports, typeOnly }) => `${imports} (${typeOnly})`],
  ['edges up', ({ edgesUp }) => edgesUp],
  ['two-way pairs of rooms', ({ twoWayPairs }) => twoWayPairs],
  ['largest circle of rooms', ({ largestCircle }) => largestCircle || 'none'],
  [
    'circles of files (files in them)',
    ({ fileCircles, filesInCircles }) => `${fileCircles} (${filesInCircles})`,
  ],
  ['rooms', ({ rooms }) => rooms],
  ['files outside a room', ({ outside }) => outside],
]

if (process.argv[1] === fileURLToPath(import.meta.url))
  await launch(async () => {
    const { node } = await install()
    const all = []
    for (const folder of FLOORED) all.push(figuresOf(await cruise(node, folder), folder))
    say(`| | ${FLOORED.map((folder) => `${folder}/src`).join(' | ')} |`)
    say(`| --- | ${FLOORED.map(() => '---').join(' | ')} |`)
    for (const [what, tell] of LINES) say(`| ${what} | ${all.map(tell).join(' | ')} |`)
    return 0
  })
