/** `npm start -- keys FILE` */
import { resolve } from 'node:path'
import { makeKeyFile } from '#base/system/keys.ts'
import { StartRefused } from '#base/system/refused.ts'

const file = process.argv[2]
try {
  if (!file) throw new StartRefused('Where to? npm start -- keys FILE')
  makeKeyFile(resolve(file))
  console.log(`${resolve(file)} holds the lasting keys. Keep a copy apart from the database and its backups:`)
  console.log('without it no phone or ID number in them can be read again.')
} catch (error) {
  if (!(error instanceof StartRefused)) throw error
  console.error(error.message)
  process.exitCode = 1
}
