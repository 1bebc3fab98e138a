// `npm start`: brings what is missing, builds the pages when they changed, starts the server.
//   npm start                                  the demo on http://127.0.0.1:3000
//   npm start -- --host 0.0.0.0 --port 8080    for others in the network
//   npm start -- keys FILE                     makes a key file for production
//   npm start -- init …                        first divisions and the first county administrator
import { buildSite, followScript, install, launch, runScript, say } from './toolchain.mjs'

const COMMANDS = { init: 'server/src/app/commands/init.ts', keys: 'server/src/app/commands/make-keys.ts' }

/** By a fault of its own (server/src/base/system/refused.ts), or struck down by the machine. */
const FAULTS = [70, 'SIGKILL', 'SIGSEGV', 'SIGBUS', 'SIGABRT']
/** One that ends sooner would only end again. */
const AT_LEAST_MS = 5000

await launch(async (args) => {
  const command = COMMANDS[args[0]]
  if (command) return runScript((await install()).node, command, args.slice(1))
  const { node } = await buildSite()
  for (;;) {
    const began = Date.now()
    // The line to us tells the server when we are gone, however we went.
    const { code, signal, asked } = await followScript(node, 'server/src/main.ts', args, { ipc: true })
    if (asked || !FAULTS.includes(signal ?? code) || Date.now() - began < AT_LEAST_MS) return code
    say('The server has ended by itself; it is started again …')
  }
})
