import { backup } from './backing-up.ts'
import { command, say } from './command.ts'

await command('Where to? npm run backup -- FOLDER', (config, target) => backup(config, target, say))
