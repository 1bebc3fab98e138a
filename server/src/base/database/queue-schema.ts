/**
 * 发送队列的表: pg-boss keeps its jobs in a schema of its own. The owner makes and migrates it here; the serving role
 * reads and writes rows and can change no table. A job names a village and a message by id, nothing else, so these
 * tables need no fence; what the id stands for is read inside the fence.
 */
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { StartRefused } from '#base/system/refused.ts'
import { QUEUES, SCHEMA } from './queues.ts'

export async function migrateQueue(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isThere: boolean; may: boolean; owner: string }>(
    `select to_regnamespace('${SCHEMA}') is not null as "isThere", current_user as owner,
            has_database_privilege(current_user, current_database(), 'create') as may`,
  )
  const { isThere, may, owner } = rows[0] as (typeof rows)[0]
  if (!isThere && !may)
    throw new StartRefused(
      `The owner ${owner} may not make the schema ${SCHEMA}; an administrator runs: create schema ${SCHEMA} authorization ${pg.escapeIdentifier(owner)}`,
    )
  const boss = new PgBoss({
    schema: SCHEMA,
    db: { executeSql: (text, values) => client.query(text, values as unknown[]) },
    createSchema: !isThere,
    supervise: false,
    schedule: false,
    registerInstance: false,
  })
  let failure: unknown
  boss.on('error', (error) => {
    failure ??= error
  })
  await boss.start()
  try {
    for (const { name, ...options } of QUEUES) {
      if (await boss.getQueue(name)) await boss.updateQueue(name, options)
      else await boss.createQueue(name, options)
    }
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
  if (failure) throw failure
  await client.query(`grant usage on schema ${SCHEMA} to cunyi_app;
    grant select, insert, update, delete on all tables in schema ${SCHEMA} to cunyi_app;
    grant usage on all sequences in schema ${SCHEMA} to cunyi_app`)
}
