// Format, borders, sizes, floors and types of the whole workspace. Each is one check of the count.
//   npm run check -- floors       only those with this in their name
import { join } from 'node:path'
import { FLOORED, floorsOf } from './floors.mjs'
import { install, launch, ROOT, run, Stopped, say } from './toolchain.mjs'

await launch(async (words) => {
  const { node } = await install()
  const bin = (folder, name) => join(ROOT, folder, 'node_modules', '.bin', name)
  const all = [
    ['format and borders', bin('', 'biome'), ['check', '.']],
    ['sizes and shapes', node, [join(ROOT, 'server', 'launch', 'shapes.mjs')]],
    ...FLOORED.map((folder) => [`floors of ${folder}`, ...floorsOf(ROOT, folder)]),
    ...['shared', 'server'].map((folder) => [
      `types of ${folder}`,
      bin('', 'tsc'),
      ['-p', join(ROOT, folder)],
    ]),
    ...['web', 'tests'].map((folder) => [
      `types of ${folder}`,
      bin(folder, 'vue-tsc'),
      ['-p', join(ROOT, folder)],
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
      env: { ...process.env, PATH: `${join(node, '..')}:${process.env.PATH}` },
    })
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    if (code !== 0) failed++
  }
  say(`${checks.length - failed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
})
