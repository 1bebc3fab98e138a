// `node server/launch/run.mjs FILE …`: runs one of our TypeScript files with whatever it needs brought along.
import { install, launch, runScript, Stopped } from './toolchain.mjs'

await launch(async ([file, ...args]) => {
  if (!file) throw new Stopped('Which file? node server/launch/run.mjs FILE …')
  return runScript((await install()).node, file, args)
})
