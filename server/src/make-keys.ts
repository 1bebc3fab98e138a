/** `npm start -- keys FILE` */
import { resolve } from 'node:path'
import { KeysRefused, makeKeyFile } from './keys.ts'

const file = process.argv[2]
try {
  if (!file) throw new KeysRefused('Where to? npm start -- keys FILE')
  makeKeyFile(resolve(file))
  console.log(`${resolve(file)} holds the lasting keys. Keep a copy apart from the database and its backups:`)
  console.log('without it no phone or ID number in them can be read again.')
} catch (error) {
  if (!(error instanceof KeysRefused)) throw error
  console.error(error.message)
  process.exitCode = 1
}
