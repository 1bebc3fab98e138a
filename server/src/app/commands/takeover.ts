import { command, say } from './command.ts'
import { takeOver } from './taking-over.ts'

await command(null, (config) => takeOver(config, say))
