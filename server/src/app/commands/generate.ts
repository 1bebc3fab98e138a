/**
 * `pnpm db:generate NAME`: writes the next migration, from what the schema was (migrations/snapshot.json) to what it
 * is. Migrations are append-only: one that a release has shipped is never written again. Keys and checks come in
 * `not valid`: the frame of migrate.ts looks at every row and names the first bad one. What fills new columns is
 * put in by hand.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { MIGRATIONS } from '#base/database/migrate.ts'
import * as schema from '#base/database/schema/index.ts'

type Snapshot = ReturnType<typeof generateDrizzleJson>
const SNAPSHOT = `${MIGRATIONS}/snapshot.json`

/** One line a table, so that a change of one is a change of one line. */
const write = ({ tables, views, ...rest }: Snapshot): string => {
  const lines = (group: object) =>
    Object.entries(group)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one)}`)
      .join(',\n')
  const tail = JSON.stringify(rest).slice(1)
  return `{"tables": {\n${lines(tables)}\n}, "views": {\n${lines(views)}\n},\n${tail}\n`
}

const before = JSON.parse(await readFile(SNAPSHOT, 'utf8')) as Snapshot
const after = generateDrizzleJson({ ...schema }, before.id, undefined, 'snake_case')
const statements = (await generateMigration(before, after)).map((one) =>
  /ADD CONSTRAINT .* (FOREIGN KEY|CHECK) /.test(one) ? one.replace(/;$/, ' NOT VALID;') : one,
)
const [name] = process.argv.slice(2)
if (statements.length === 0) console.log('The migrations make what the schema says.')
else if (!name || !/^[a-z_]+$/.test(name)) {
  console.error(
    `${statements.length} statements are missing. Give the migration a name: pnpm db:generate NAME`,
  )
  process.exitCode = 1
} else {
  const numbered = (await readdir(MIGRATIONS)).filter((file) => /^\d{4}_.+\.sql$/.test(file) && file < '9000')
  const file = `${String(numbered.length).padStart(4, '0')}_${name}.sql`
  const head = '-- Made from server/src/base/database/schema by `pnpm db:generate`.\n\n'
  await writeFile(`${MIGRATIONS}/${file}`, `${head}${statements.join('\n')}\n`)
  await writeFile(SNAPSHOT, write(after))
  console.log(`migrations/${file}: ${statements.length} statements`)
}
