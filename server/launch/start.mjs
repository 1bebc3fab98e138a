// `npm start`: brings what is missing, builds the pages when they changed, starts the server.
//   npm start                                  the demo on http://127.0.0.1:3000
//   npm start -- --host 0.0.0.0 --port 8080    for others in the network
//   npm start -- keys FILE                     makes a key file for production
//   npm start -- init …                        first divisions and the first county administrator
import { buildSite, install, launch, runScript } from './toolchain.mjs'

const COMMANDS = { init: 'server/src/app/commands/init.ts', keys: 'server/src/app/commands/make-keys.ts' }

await launch(async (args) => {
  const command = COMMANDS[args[0]]
  if (command) return runScript((await install()).node, command, args.slice(1))
  const { node } = await buildSite()
  // The line to us tells the server when we are gone, however we went.
  return runScript(node, 'server/src/main.ts', args, { ipc: true })
})
