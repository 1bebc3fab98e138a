/**
 * `pnpm db:generate`: writes migrations/0000_first.sql anew from the schema. Right until the first release;
 * from then on a change of the schema is a new file.
 */
import { readdir, writeFile } from 'node:fs/promises'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { MIGRATIONS } from '#base/database/migrate.ts'
import * as schema from '#base/database/schema/index.ts'

const tables = await readdir(new URL('../../base/database/schema/', import.meta.url))
const nothing = generateDrizzleJson({}, undefined, undefined, 'snake_case')
const everything = generateDrizzleJson({ ...schema }, nothing.id, undefined, 'snake_case')
const statements = await generateMigration(nothing, everything)
const head = '-- Made from server/src/database/schema by `pnpm db:generate`; not edited by hand.\n\n'
await writeFile(`${MIGRATIONS}/0000_first.sql`, `${head}${statements.join('\n')}\n`)
console.log(`migrations/0000_first.sql: ${statements.length} statements from ${tables.length} files`)
