// `node server/launch/run.mjs [--site] FILE …`: runs one of our TypeScript files with whatever it needs brought along;
// with --site the built pages too, for what starts a server and looks at them.
import { buildSite, install, launch, runScript, Stopped } from './toolchain.mjs'

await launch(async (args) => {
  const [file, ...rest] = args.filter((arg, at) => at > 0 || arg !== '--site')
  if (!file) throw new Stopped('Which file? node server/launch/run.mjs [--site] FILE …')
  const { node } = args[0] === '--site' ? await buildSite() : await install()
  return runScript(node, file, rest)
})
