// `node server/launch/run.mjs [--site] FILE …`: runs one of our TypeScript files with whatever it needs brought along;
// with --site the built pages too, for what starts a server and looks at them.
import { asksHelp, help } from './help.mjs'
import { buildSite, install, launch, runScript, Stopped } from './toolchain.mjs'

/** The commands of `npm run` that have a page of help of their own. */
const HELPED = { 'tests/scenarios/run.ts': 'scenario', 'tests/bench/run.ts': 'bench' }

await launch(async (args) => {
  const [file, ...rest] = args.filter((arg, at) => at > 0 || arg !== '--site')
  const helped = HELPED[file]
  if (helped && asksHelp(rest)) return help(helped)
  if (!file) throw new Stopped('Which file? node server/launch/run.mjs [--site] FILE …')
  const { node } = args[0] === '--site' ? await buildSite() : await install()
  return runScript(node, file, rest)
})
