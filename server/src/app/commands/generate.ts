/**
 * `pnpm db:generate NAME`: writes the next migration, from what the schema was to what it is. Migrations are
 * append-only: one that a release has shipped is never written again. What fills new columns is put in by hand.
 */
import { readdir, writeFile } from 'node:fs/promises'
import { MIGRATIONS } from '#base/database/migrate.ts'
import { missingStatements, writeSnapshot } from './schema-difference.ts'

const { statements, after } = await missingStatements().catch((error: Error) => {
  if (!/Interactive prompts/.test(error.message)) throw error
  console.error(
    'A table or a column looks renamed. Write that migration by hand, with the names of its constraints, ' +
      'and rename in migrations/snapshot.json (CONTRIBUTING, A table).',
  )
  process.exit(1)
})
const [name] = process.argv.slice(2)
if (statements.length === 0) console.log('The migrations make what the schema says.')
else if (!name || !/^[a-z_]+$/.test(name)) {
  console.error(
    `${statements.length} statements are missing. Give the migration a name: pnpm db:generate NAME`,
  )
  process.exitCode = 1
} else {
  const numbers = (await readdir(MIGRATIONS)).map((file) => Number(file.match(/^(\d{4})_.+\.sql$/)?.[1] ?? 0))
  const next = Math.max(...numbers.filter((number) => number < 9000)) + 1
  const file = `${String(next).padStart(4, '0')}_${name}.sql`
  const head = '-- Made from server/src/base/database/schema by `pnpm db:generate`.\n\n'
  await writeFile(`${MIGRATIONS}/${file}`, `${head}${statements.join('\n')}\n`)
  await writeSnapshot(after)
  console.log(`migrations/${file}: ${statements.length} statements`)
}
