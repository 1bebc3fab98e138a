// Format, borders, sizes, floors and types of the whole workspace. Each is one check of the count.
//   npm run check -- floors       only those with this in their name
import { dirname, join } from 'node:path'
import { FLOORED, floorsOf } from './floors.mjs'
import { withFolder } from './systems.mjs'
import { install, launch, ROOT, run, Stopped, say } from './toolchain.mjs'

await launch(async (words) => {
  const { node } = await install()
  // By this Node: what stands in .bin is a shell's on one system and .cmd on another.
  const program = (folder, ...path) => join(ROOT, folder, 'node_modules', ...path)
  const all = [
    ['format and borders', node, [program('', '@biomejs', 'biome', 'bin', 'biome'), 'check', '.']],
    ['sizes and shapes', node, [join(ROOT, 'server', 'launch', 'shapes.mjs')]],
    ...FLOORED.map((folder) => [`floors of ${folder}`, node, floorsOf(ROOT, folder)[1]]),
    ...['shared', 'server'].map((folder) => [
      `types of ${folder}`,
      node,
      [program('', 'typescript', 'bin', 'tsc'), '-p', join(ROOT, folder)],
    ]),
    ...['web', 'tests'].map((folder) => [
      `types of ${folder}`,
      node,
      [program(folder, 'vue-tsc', 'bin', 'vue-tsc.js'), '-p', join(ROOT, folder)],
    ]),
  ]
  const checks = all.filter(([name]) => words.length === 0 || words.some((word) => name.includes(word)))
  if (checks.length === 0)
    throw new Stopped(
      `No check has ${words.join(' or ')} in its name: ${all.map(([name]) => name).join(', ')}.`,
    )
  let failed = 0
  for (const [name, command, args] of checks) {
    const { code } = await run(command, args, {
      env: withFolder(process.platform, process.env, dirname(node)),
    })
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    if (code !== 0) failed++
  }
  say(`${checks.length - failed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
})
