import { connect, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import { migrate } from '@cunyi/server/base/database/migrate.ts'
import { keepDuties, keepTerms } from '@cunyi/server/village/duties/actions.ts'
import { expect, onTestFinished, test } from 'vitest'
import { keptDatabase, rowsOf, VERSIONS } from './kept.ts'

test.each(VERSIONS)(
  'what was there in %s owes what its facts ask for: the first act after the upgrade changes nothing',
  async (version) => {
    const database = await keptDatabase(version)
    const db = connect(database.appUrl, { max: 2 })
    onTestFinished(async () => {
      await disconnect(db)
      await database.drop()
    })
    await migrate(database.ownerUrl)
    const all = () =>
      rowsOf<{ kind: string; key: string; done: boolean }>(
        database,
        `select village_id, kind, key, owes, proposal_id, subject_id, due_at, done_at is not null as done, dropped_at, rule, source
         from duties order by village_id, kind, key`,
      )
    const before = await all()
    const matters = await rowsOf<{ village: string; id: string }>(
      database,
      'select village_id as village, id from proposals order by id',
    )
    const [{ at }] = (await rowsOf<{ at: Date }>(database, 'select max(at) as at from evidence')) as [
      { at: Date },
    ]
    for (const { village, id } of matters)
      await inVillage(db, village, (tx) => keepDuties(tx, village, id, new Date(at)))
    for (const village of new Set(matters.map((one) => one.village)))
      await inVillage(db, village, (tx) => keepTerms(tx, village, new Date(at)))
    expect(await all()).toEqual(before)
    const kinds = new Set(before.map(({ kind }) => kind))
    for (const kind of ['postDisclosure', 'endPhoto', 'answerObjection', 'reportProgress', 'callMeeting'])
      expect([kind, kinds.has(kind)]).toEqual([kind, true])
    // Nothing is late of what is archived.
    expect(
      await rowsOf(
        database,
        `select d.kind from duties d join proposals p on p.village_id = d.village_id and p.id = d.proposal_id
        where p.stage = 'archived' and d.done_at is null and (d.dropped_at is null or d.dropped_at > d.due_at)`,
      ),
    ).toEqual([])
  },
)
