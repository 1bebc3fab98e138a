import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { buildVillage, COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE } from './village.ts'

/** Put in past every rule: what is reckoned here is what stands in the records, whoever wrote it. */
const matter = (village: string, id: string, title: string, archived: string) =>
  `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
   values ('${village}', '${id}', '2026-${id.slice(0, 3)}', '${title}', 'archived', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, gen_random_uuid(), gen_random_uuid(), '2026-09-01', '${archived}')`
const duty = (
  village: string,
  proposal: string,
  kind: string,
  due: string,
  done: string | null,
  dropped: string | null = null,
) =>
  `insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, done_at, dropped_at, rule, source)
   values ('${village}', '${kind}', '${randomUUID()}', 'village', '${proposal}', '2026-09-01', '${due}', ${done ? `'${done}'` : 'null'}, ${dropped ? `'${dropped}'` : 'null'}, '…', '…')`
const posted = (
  village: string,
  proposal: string,
  id: string,
  ends: string,
  ended: string,
  verdict: string | null,
) =>
  `insert into disclosures (village_id, id, proposal_id, stage, title, text, status, days, prepared_at, start_due_at, posted_at, review_due_at, review_verdict, ends_at, ended_at)
   values ('${village}', '${id}', '${proposal}', 'resolutionDisclosure', '公示', '…', 'ended', 15, '2026-09-20', '2026-09-22', '2026-09-24', '2026-09-30', ${verdict ? `'${verdict}'` : 'null'}, '${ends}', '${ended}')`
const photo = (village: string, disclosure: string, moment: string) =>
  `insert into board_photos (village_id, disclosure_id, moment, attachment_id, place, by, at) values ('${village}', '${disclosure}', '${moment}', gen_random_uuid(), '村口', gen_random_uuid(), '2026-10-10')`

test('the figures of a month are reckoned from the records: sums for the county, villages for the township, the list behind each', async () => {
  const village = await buildVillage({ villagers: 1 })
  const [first, second, elsewhere, whole, short] = [1, 2, 3, 4, 5].map(() => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
  ]
  await village.sql(
    matter(VILLAGE, first, '村道硬化', '2026-10-05'),
    matter(VILLAGE, second, '太阳能路灯', '2026-10-06'),
    matter(OTHER_VILLAGE, elsewhere, '水渠清淤', '2026-10-07'),
    // By its day; a day late (O3: counted as late); not due any more; nothing the law asks for; another month's.
    duty(VILLAGE, first, 'reportProgress', '2026-10-03T16:00:00Z', '2026-10-03T15:00:00Z'),
    duty(VILLAGE, first, 'reportOutcome', '2026-10-10T16:00:00Z', '2026-11-07T16:00:00Z'),
    duty(VILLAGE, second, 'reportOutcome', '2026-10-12T16:00:00Z', null, '2026-10-11T00:00:00Z'),
    duty(VILLAGE, second, 'signMinutes', '2026-10-12T16:00:00Z', null),
    duty(VILLAGE, second, 'answerObjection', '2026-11-02T16:00:00Z', '2026-11-01T16:00:00Z'),
    duty(OTHER_VILLAGE, elsewhere, 'answerObjection', '2026-10-20T16:00:00Z', '2026-10-20T16:00:00Z'),
    posted(VILLAGE, first, whole, '2026-10-09T16:00:00Z', '2026-10-09T16:00:00Z', 'agreed'),
    posted(VILLAGE, second, short, '2026-10-09T16:00:00Z', '2026-10-09T16:00:00Z', 'agreed'),
    photo(VILLAGE, whole, 'start'),
    photo(VILLAGE, whole, 'end'),
    photo(VILLAGE, short, 'start'),
  )
  await village.clock.set(new Date('2026-12-01T01:00:00Z'))
  const figures = async (who: string, division: string, period = '2026-10') =>
    (await village.must(who, 'getFigures', { params: { division }, query: { period } })).units
  const [town] = await figures('county-1', COUNTY)
  expect(town).toMatchObject({
    code: TOWNSHIP,
    villages: 2,
    figures: {
      I1: { num: 3, den: 3 },
      I2: { num: 2, den: 3 },
      I5: { num: 1, den: 2 },
      I6: { num: 1, den: 1 },
      I7: { num: 0, den: 1 },
      I8: { num: 0, den: 3 },
    },
  })
  expect(town?.figures.I3).toBeUndefined()
  const [own, other] = await figures('township-1', TOWNSHIP)
  expect(own).toMatchObject({ code: VILLAGE, figures: { I2: { num: 1, den: 2 }, I7: { num: 0, den: 1 } } })
  expect(other).toMatchObject({
    code: OTHER_VILLAGE,
    figures: { I2: { num: 1, den: 1 }, I6: { num: 1, den: 1 } },
  })
  // The quarter that is not over is reckoned until now.
  const quarter = await village.must('township-1', 'getFigures', {
    params: { division: TOWNSHIP },
    query: { period: '2026-Q4' },
  })
  expect(quarter).toMatchObject({ running: true, first: '2026-10-01', last: '2026-12-31' })
  expect(quarter.units[0]?.figures.I6).toEqual({ num: 1, den: 1 })
  const list = await village.must('county-1', 'listFigure', {
    params: { division: COUNTY, indicator: 'I2' },
    query: { period: '2026-10' },
  })
  expect(list.total).toBe(3)
  expect(list.rows[0]).toMatchObject({
    title: '村道硬化',
    proposalId: first,
    num: 0,
    den: 1,
    at: '2026-10-10T16:00:00.000Z',
  })
  // A village reads its own, nobody else's; who is in no office reads none.
  const mine = await village.must('oversightChair', 'getVillageFigures', { query: { period: '2026-10' } })
  expect(mine.units).toEqual([own])
  expect(
    (
      await village.must('oversightChair', 'listVillageFigure', {
        params: { indicator: 'I7' },
        query: { period: '2026-10' },
      })
    ).rows,
  ).toMatchObject([{ title: '村道硬化', num: 0 }])
  expect(
    (await village.ask('villager-1', 'getVillageFigures', { query: { period: '2026-10' } })).status,
  ).toBe(403)
  expect(
    (
      await village.ask('otherTownship-1', 'getFigures', {
        params: { division: TOWNSHIP },
        query: { period: '2026-10' },
      })
    ).status,
  ).toBe(404)
  expect(
    (
      await village.ask('branchSecretary', 'getFigures', {
        params: { division: TOWNSHIP },
        query: { period: '2026-10' },
      })
    ).status,
  ).not.toBe(200)
  expect(
    (
      await village.ask('county-1', 'getFigures', {
        params: { division: COUNTY },
        query: { period: '2026-13' },
      })
    ).status,
  ).toBe(400)
})
