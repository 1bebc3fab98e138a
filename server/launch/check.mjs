// Format, borders, sizes, floors and types of the whole workspace. Each is one check of the count.
import { join } from 'node:path'
import { FLOORED, floorsOf } from './floors.mjs'
import { install, launch, ROOT, run, say } from './toolchain.mjs'

await launch(async () => {
  const { node } = await install()
  const bin = (folder, name) => join(ROOT, folder, 'node_modules', '.bin', name)
  const checks = [
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
