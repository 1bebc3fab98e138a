import { command, say } from './command.ts'
import { restore } from './restoring.ts'

await command('From where? npm run restore -- FOLDER', (config, target) => restore(config, target, say))
