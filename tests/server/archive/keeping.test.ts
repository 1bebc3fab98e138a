import { connect, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import { appendEvidence, verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { keep } from '@cunyi/server/views/archive/retention.ts'
import { expect, onTestFinished, test } from 'vitest'
import { buildVillage, VILLAGE, type Village } from '../village.ts'

const PROPOSAL = '00000000-0000-4000-8000-0000000000a3'
const LATER = new Date('2037-01-01T01:00:00+08:00')

/** A matter that was shelved, with what was said of it. */
async function shelved(): Promise<Village> {
  const village = await buildVillage({ villagers: 2 })
  const by = village.id('villager-1')
  await village.sql(
    `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, submitted_at, stage_since)
     values ('${VILLAGE}', '${PROPOSAL}', '2026-001', '修路', 'shelved', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, gen_random_uuid(), '${by}', '2026-11-01', '2026-11-01', '2026-11-01')`,
    `insert into proposal_versions (village_id, proposal_id, version, title, summary, body, facts, digest, kind, by, at)
     values ('${VILLAGE}', '${PROPOSAL}', 1, '修路', '修路', '修路', '{}', '', 'first', '${by}', '2026-11-01')`,
    `insert into opinions (village_id, proposal_id, person_id, kind, text, at) values ('${VILLAGE}', '${PROPOSAL}', '${by}', 'opinion', '不同意', '2026-11-01')`,
  )
  await inVillage(village.db, VILLAGE, (tx) =>
    appendEvidence(tx, {
      villageId: VILLAGE,
      at: village.clock.now(),
      act: 'sayOpinion',
      by,
      office: null,
      proposalId: PROPOSAL,
      payload: { said: true },
    }),
  )
  return village
}

async function keepIn(village: Village, really: boolean, now = LATER) {
  const url = new URL(village.adminUrl)
  const db = connect(url.href, { role: 'cunyi_keeper', max: 1 })
  onTestFinished(() => disconnect(db))
  return keep(db, { really, now })
}
const opinionsLeft = (village: Village) =>
  inVillage(village.db, VILLAGE, async (tx) => (await tx.execute('select 1 from opinions')).rows.length)

test('what did not pass falls due after ten years; a dry run only counts, and the chain stays whole after the real one', async () => {
  const village = await shelved()
  expect(await keepIn(village, true, new Date('2036-12-31T12:00:00+08:00'))).toEqual([])
  const counted = await keepIn(village, false)
  expect(counted).toMatchObject([
    { number: '2026-001', kind: 'notPassed', counts: { opinions: 1, evidencePayloads: 1 } },
  ])
  expect(await opinionsLeft(village)).toBe(1)
  expect(await keepIn(village, true)).toEqual(counted)
  expect(await opinionsLeft(village)).toBe(0)
  expect(await inVillage(village.db, VILLAGE, (tx) => verifyChain(tx, VILLAGE))).toMatchObject({
    entries: 2,
    whole: true,
  })
  expect(await keepIn(village, true)).toEqual([])
})

test('what hangs on each other goes in its order: an objection whose recount stays with the figures of its poll', async () => {
  const village = await shelved()
  const by = village.id('villager-1')
  const [meeting, poll, disclosure, objection] = [1, 2, 3, 4].map(
    (n) => `00000000-0000-4000-8000-00000000000${n}`,
  )
  await village.sql(
    `insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, window_hours, lapses_at, convened_by, chair_id, recorder_id, teller_ids, online_counts, hall_secret)
     values ('${VILLAGE}', '${meeting}', 'representatives', 'villagerResolution', '代表会议', '村部', 'ended', '2026-11-01', '2026-11-03', 0, '2026-11-10', '${by}', '${by}', '${by}', '[]', true, '')`,
    `insert into attendances (village_id, meeting_id, person_id, way, means, signed_in_at, by) values ('${VILLAGE}', '${meeting}', '${by}', 'online', 'self', '2026-11-03', '${by}')`,
    `insert into notices (village_id, meeting_id, person_id, channel) values ('${VILLAGE}', '${meeting}', '${by}', 'app')`,
    `insert into minutes (village_id, meeting_id, version, gist, final_opinion, facts, by, at) values ('${VILLAGE}', '${meeting}', 1, '', '', '{}', '${by}', '2026-11-03')`,
    // Typed after the last save; what is being written of another meeting stays.
    `insert into writings (village_id, kind, subject_id, revision, content, by, at) values
       ('${VILLAGE}', 'minutes', '${meeting}', 2, '又补了一句', '${by}', '2026-11-04'), ('${VILLAGE}', 'minutes', '${disclosure}', 1, '别的会', '${by}', '2026-11-04')`,
    `insert into polls (village_id, id, meeting_id, proposal_id, seq, status, secret, rule, outcome, closed_at)
     values ('${VILLAGE}', '${poll}', '${meeting}', '${PROPOSAL}', 1, 'closed', true, '{}', 'adopt', '2026-11-03')`,
    `insert into disclosures (village_id, id, proposal_id, stage, title, text, status, days, prepared_at, start_due_at)
     values ('${VILLAGE}', '${disclosure}', '${PROPOSAL}', 'resolutionDisclosure', '公示', '…', 'ended', 15, '2026-11-03', '2026-11-04')`,
    `insert into objections (village_id, id, disclosure_id, proposal_id, text, by, at, due_at)
     values ('${VILLAGE}', '${objection}', '${disclosure}', '${PROPOSAL}', '计票有误', '${by}', '2026-11-05', '2026-11-12')`,
    `insert into recounts (village_id, poll_id, objection_id, figures, outcome, stands, by, by2, at)
     values ('${VILLAGE}', '${poll}', '${objection}', '{}', 'reject', false, '${by}', '${by}', '2026-11-06')`,
  )
  const [first] = await keepIn(village, true)
  expect(first?.counts).toMatchObject({ opinions: 1, objections: 1, minutes: 1, writings: 1 })
  await keepIn(village, true, new Date('2057-01-02T01:00:00+08:00'))
  const left = await inVillage(village.db, VILLAGE, (tx) =>
    tx.execute(`select (select count(*)::int from objections) as objections, (select count(*)::int from attendances) as attendances,
                       (select count(*)::int from notices) as notices, (select string_agg(content, '') from writings) as writings, (select count(*)::int from recounts where objection_id is null) as recounts`),
  )
  expect(left.rows).toEqual([{ objections: 0, attendances: 0, notices: 0, writings: '别的会', recounts: 1 }])
})

test('a hold set by two persons stops the keeper until two persons lift it', async () => {
  const village = await shelved()
  const hold = (name: string, request: 'setHold' | 'liftHold') =>
    village.ask(name, request, { params: { proposal: PROPOSAL }, body: { reason: '有人起诉' } })
  expect((await hold('villageDirector', 'setHold')).body).toEqual({ state: 'proposed' })
  expect((await hold('villageDirector', 'setHold')).body.code).toBe('samePersonTwice')
  expect((await hold('oversightChair', 'setHold')).body).toEqual({ state: 'held' })
  expect((await hold('branchSecretary', 'setHold')).body.code).toBe('alreadyDone')
  expect(await keepIn(village, true)).toEqual([])
  const { rows } = await village.must('villageDirector', 'listRetention')
  expect(rows).toMatchObject([
    {
      hold: { reason: '有人起诉', confirmed: true, liftProposed: false },
      kept: [
        { kind: 'notPassed', dueOn: '2037-01-01', due: false },
        { kind: 'signIn', dueOn: '2057-01-01', due: false },
      ],
    },
  ])
  expect((await hold('villageDirector', 'liftHold')).body).toEqual({ state: 'liftProposed' })
  expect((await hold('villageDirector', 'liftHold')).body.code).toBe('samePersonTwice')
  expect(await keepIn(village, true)).toEqual([])
  expect((await hold('oversightChair', 'liftHold')).body).toEqual({ state: 'lifted' })
  expect(await keepIn(village, false)).toHaveLength(1)
})
