/** `npm run takeover [-- --void-lost]`. */
import { command, say } from './command.ts'
import { takeOver } from './taking-over.ts'

await command(null, (config) => takeOver(config, say, { voidLost: process.argv.includes('--void-lost') }))
