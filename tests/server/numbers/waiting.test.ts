/** 待我确认: what waits for its second is seen, however much waits beside it. */
import { expect, test } from 'vitest'
import { proposeOffice } from '../people/offices.ts'
import { buildVillage, VILLAGE } from '../village.ts'

test('whoever prints a hundred slips hides nothing behind them', async () => {
  const village = await buildVillage()
  const at = village.clock.now().toISOString()
  await village.sql(
    `insert into acts (village_id, id, what, asked, person_id, "by", "as", parties, account, at, due_at, state)
       select '${VILLAGE}', gen_random_uuid(), 'paperCode', '{"hash": ""}', p.id, '${village.id('villageDirector')}', 'clerk', '["clerk"]',
              gen_random_uuid(), '${at}', '${at}'::timestamptz + interval '14 days', 'waiting'
         from generate_series(1, 120) n, (select id from people where village_id = '${VILLAGE}' and name = 'villager-12') p`,
  )
  await village.clock.set(new Date(village.clock.now().getTime() + 1000))
  const { body } = await proposeOffice(village, 'villager-13', 'accountant')
  await village.sql(`update acts set at = at - interval '1 hour' where id = '${body.waits.actId}'`)
  const later = await proposeOffice(village, 'villager-14', 'accountant')
  const seen = (rows: readonly { id?: string; subjectId?: string | null }[]) =>
    [body, later.body].map(({ waits }) => rows.some((row) => (row.subjectId ?? row.id) === waits.actId))
  expect(seen((await village.must('oversightChair', 'listActs')).rows)).toEqual([true, true])
  expect(seen((await village.must('oversightChair', 'listWaiting')).rows)).toEqual([true, true])
})
