/** What the schema says against what the migrations make, as migrations/snapshot.json keeps it. */
import { readFile, writeFile } from 'node:fs/promises'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { MIGRATIONS } from '#base/database/migrate.ts'
import * as schema from '#base/database/schema/index.ts'

type Snapshot = ReturnType<typeof generateDrizzleJson>
const SNAPSHOT = `${MIGRATIONS}/snapshot.json`
const today = (since?: string): Snapshot => generateDrizzleJson({ ...schema }, since, undefined, 'snake_case')

/** The statements that are missing; keys and checks `not valid`, so that the frame of migrate.ts looks at every row. */
export async function missingStatements(): Promise<{ statements: string[]; after: Snapshot }> {
  const before = JSON.parse(await readFile(SNAPSHOT, 'utf8')) as Snapshot
  const after = today(before.id)
  const statements = (await generateMigration(before, after)).map((one) =>
    isCheck(one) ? one.replace(/;$/, ' NOT VALID;') : one,
  )
  return { statements, after }
}

const isCheck = (statement: string) =>
  statement.includes('ADD CONSTRAINT ') && / (?:FOREIGN KEY|CHECK) /.test(statement)

/** The whole schema, for an empty database. */
export async function allStatements(): Promise<string[]> {
  const nothing = generateDrizzleJson({}, undefined, undefined, 'snake_case')
  return generateMigration(nothing, today(nothing.id))
}

/** One line a table, so that a change of one is a change of one line. */
export function writeSnapshot({ tables, views, ...rest }: Snapshot): Promise<void> {
  const lines = (group: object) =>
    Object.entries(group)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one)}`)
      .join(',\n')
  const tail = JSON.stringify(rest).slice(1)
  return writeFile(SNAPSHOT, `{"tables": {\n${lines(tables)}\n}, "views": {\n${lines(views)}\n},\n${tail}\n`)
}
