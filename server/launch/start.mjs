// `npm start`: brings what is missing, builds the pages when they changed, starts the server. `npm start -- --help`
// lists what can be said; keys FILE and init … prepare a server of one's own.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { checkAtWork, checkDisk, checkPort, checkRights, readSettings } from './checks.mjs'
import { asksHelp, help } from './help.mjs'
import { must } from './processes.mjs'
import {
  buildSite,
  environmentFor,
  flagsFor,
  followScript,
  install,
  isBuilt,
  isInstalled,
  launch,
  ROOT,
  runScript,
  say,
} from './toolchain.mjs'
import { both } from './words.mjs'

const COMMANDS = { init: 'server/src/app/commands/init.ts', keys: 'server/src/app/commands/make-keys.ts' }

/** By a fault of its own (server/src/base/system/refused.ts), or struck down by the machine. */
const FAULTS = [70, 'SIGKILL', 'SIGSEGV', 'SIGBUS', 'SIGABRT']
/** Its demo is to be made anew, asked for on its page. */
const REFRESH = 71
const RESET = 'server/src/app/commands/reset.ts'
/** One that ends sooner would only end again. */
const AT_LEAST_MS = 5000
/** How long the filling of the demo may take to stop in good order; it takes less than two. */
const FILL_PATIENCE = 5000

/** Beside the build of the pages: the database and the demo in it, which take as long. */
const fillDemo = ({ node }) =>
  must(
    '演示数据没有做成',
    'The demo could not be filled',
    node,
    [...flagsFor(), join(ROOT, 'server/src/main.ts'), '--fill'],
    { cwd: ROOT, env: environmentFor(node), ipc: true, patience: FILL_PATIENCE },
  )

await launch(async (args) => {
  const [first] = args
  const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined
  if (asksHelp(args)) return help(command ? first : 'start')
  if (command) return runScript((await install()).node, command, args.slice(1))
  const settings = readSettings({ args, env: process.env, root: ROOT })
  const { home, isProduction } = settings
  await checkPort(settings)
  if (!isProduction) await checkAtWork(settings)
  if (!isProduction) checkRights([home])
  checkDisk({ root: ROOT, userHome: homedir(), isFirst: !isInstalled() })
  // A production that is not fit to start hears of it before anything is built.
  if (isProduction) {
    const { node } = await install()
    const { code } = await followScript(node, 'server/src/main.ts', [...args, '--check'])
    if (code !== 0) return code
  }
  const isNew = !isProduction && !existsSync(join(home, 'keys.json'))
  const { node } = await buildSite(isNew && !isBuilt() ? fillDemo : undefined)
  for (;;) {
    const began = Date.now()
    // The line to us tells the server when we are gone, however we went.
    const { code, signal, asked } = await followScript(node, 'server/src/main.ts', args, { ipc: true })
    if (!asked && code === REFRESH && (await runScript(node, RESET, [])) === 0) continue
    if (asked || !FAULTS.includes(signal ?? code) || Date.now() - began < AT_LEAST_MS) return code
    say(both('服务器自己停了，正在重新启动 …', 'The server has ended by itself; it is started again …'))
  }
})
