import { randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { readDivisions } from '@cunyi/server/village/divisions/load.ts'
import { keepDuties } from '@cunyi/server/village/duties/actions.ts'
import { effectiveProfile } from '@cunyi/server/village/profiles/profile.ts'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import {
  buildVillage,
  COUNTY,
  idNumberOf,
  OTHER_TOWNSHIP,
  OTHER_VILLAGE,
  TOWNSHIP,
  VILLAGE,
  type Village,
} from './village.ts'

const NEW_VILLAGE = '411329990203'
const PDF = Buffer.from('%PDF-1.4\n%%EOF\n')
const paper = async (village: Village, name = 'villageDirector') =>
  (
    await village.upload(
      name,
      'uploadFile',
      { name: '决议.pdf', type: 'application/pdf', content: PDF },
      { query: { purpose: 'paper' } },
    )
  ).body.id
const at = (division: string) => ({ params: { division } })
const inForce = async (village: Village, code: string) =>
  (await inVillage(village.db, code, (tx) => effectiveProfile(tx, code))).values

describe('行政区划', () => {
  test('the tree is read whole or not at all, and communities are known by their name', () => {
    const csv = 'code,name,level,parent_code\n41,河南省,province,\n4113,"南阳,市",prefecture,41\n'
    expect(readDivisions(csv)).toEqual([
      { code: '41', name: '河南省', level: 'province', parentCode: null },
      { code: '4113', name: '南阳,市', level: 'prefecture', parentCode: '41' },
    ])
    expect(() => readDivisions('a,b\n')).toThrow('malformed')
    expect(() => readDivisions(`${csv}411329,新野县,county,9999\n`)).toThrow('malformed')
    expect(() => readDivisions(`${csv}411329,新野县,duchy,4113\n`)).toThrow('malformed')
  })

  test('everybody may walk the tree without log-in', async () => {
    const village = await buildVillage({ villagers: 1 })
    expect(
      (await village.must(null, 'listDivisions', { query: { parent: TOWNSHIP } })).rows.map((row) => [
        row.name,
        row.opened,
      ]),
    ).toEqual([
      ['演示村', true],
      ['邻村', true],
      ['新村', false],
    ])
    const { parents } = await village.must(null, 'getDivision', at(VILLAGE))
    expect(parents.map((row) => row.name)).toEqual(['演示镇', '新野县', '南阳市', '河南省'])
    expect((await village.ask(null, 'getDivision', at('999999'))).status).toBe(404)
  })

  const opening = {
    isCommunity: false,
    hasCollective: true,
    branchHasCommittee: false,
    officer: { name: '王书记', phone: '10055550001', idNumber: idNumberOf(901), office: 'branchSecretary' },
  }

  test('a township opens its own villages, once, with a first officer who can log in', async () => {
    const village = await buildVillage({ villagers: 1 })
    const open = (who: string, code = NEW_VILLAGE, body: unknown = opening) =>
      village.ask(who, 'openVillage', { ...at(code), body })
    expect((await open('otherTownship-1')).status).toBe(404)
    expect((await open('county-1')).status).toBe(403)
    const wrong = {
      ...opening,
      officer: { ...opening.officer, idNumber: `${idNumberOf(901).slice(0, 17)}0` },
    }
    expect((await open('township-1', NEW_VILLAGE, wrong)).body.code).toBe('idNumberWrong')
    expect(await open('township-1')).toMatchObject({
      status: 200,
      body: { opened: true, hasCollective: true },
    })
    expect((await open('township-2')).body.code).toBe('alreadyDone')
    await village.must(null, 'requestCode', { body: { phone: '10055550001' } })
    const { rows } = await village.must(null, 'listOutbox', { query: { q: '10055550001' } })
    const code = /\d{6}/.exec(rows[0]?.text ?? '')?.[0]
    const { capacities } = await village.must(null, 'login', { body: { phone: '10055550001', code } })
    expect(capacities).toMatchObject([
      { village: NEW_VILLAGE, name: '王书记', offices: ['branchSecretary'], factor: 'set' },
    ])
    expect(
      await village.must('township-1', 'checkEvidence', { params: { village: NEW_VILLAGE } }),
    ).toMatchObject({ entries: 1, whole: true })
  })

  test('the county appoints staff of its townships and its own; nobody else does', async () => {
    const village = await buildVillage({ villagers: 1 })
    const body = {
      name: '李干事',
      phone: '10055550002',
      idNumber: idNumberOf(902),
      office: 'townshipStaff',
      from: '2026-11-02',
      to: null,
    }
    expect((await village.ask('township-1', 'appointStaff', { ...at(TOWNSHIP), body })).status).toBe(403)
    expect((await village.ask('villageDirector', 'appointStaff', { ...at(TOWNSHIP), body })).status).toBe(403)
    expect((await village.ask('county-1', 'appointStaff', { ...at(COUNTY), body })).body.code).toBe(
      'malformed',
    )
    const { personId } = await village.must('county-1', 'appointStaff', { ...at(OTHER_TOWNSHIP), body })
    const { rows } = await village.must('county-1', 'listStaff', at(OTHER_TOWNSHIP))
    expect(rows.find((row) => row.person.id === personId)).toMatchObject({
      person: { name: '李干事' },
      office: 'townshipStaff',
    })
    expect((await village.ask('township-1', 'listStaff', at(OTHER_TOWNSHIP))).status).toBe(404)
  })
})

describe('规则配置', () => {
  const propose = (
    village: Village,
    who: string,
    division: string,
    values: Record<string, unknown>,
    basis: string | null = null,
  ) => village.ask(who, 'proposeProfile', { ...at(division), body: { values, basis } })
  const confirm = (village: Village, who: string, division: string, version: number, agree = true) =>
    village.ask(who, 'confirmProfile', { params: { division, version }, body: { agree } })

  test('a value below the floor of the law cannot be proposed, at any level', async () => {
    const village = await buildVillage({ villagers: 1 })
    for (const [who, division] of [
      ['county-1', COUNTY],
      ['township-1', TOWNSHIP],
      ['villageDirector', VILLAGE],
    ] as const) {
      const refused = await propose(village, who, division, { 's4.assembly.notice_days': 9 }, '章程第三条')
      expect(refused).toMatchObject({ status: 409, body: { code: 'belowFloor' } })
    }
    expect((await propose(village, 'county-1', COUNTY, { 's9.none': 1 })).body.code).toBe('unknownProfileKey')
    expect((await village.must('county-1', 'getProfile', at(COUNTY))).versions).toEqual([])
  })

  test('two different persons of the level: who proposes cannot confirm', async () => {
    const village = await buildVillage({ villagers: 1 })
    expect((await propose(village, 'county-1', COUNTY, { cooling_days: 45 })).body).toEqual({ version: 1 })
    expect((await inForce(village, VILLAGE)).cooling_days).toBe(30)
    expect((await confirm(village, 'county-1', COUNTY, 1)).body.code).toBe('samePersonTwice')
    expect((await confirm(village, 'township-1', COUNTY, 1)).status).toBe(403)
    expect((await confirm(village, 'county-2', COUNTY, 1)).status).toBe(200)
    expect((await confirm(village, 'county-2', COUNTY, 1)).body.code).toBe('alreadyDone')
    expect((await inForce(village, VILLAGE)).cooling_days).toBe(45)
    expect(await village.must('county-1', 'getProfile', at(COUNTY))).toMatchObject({
      versions: [{ version: 1, proposedBy: { name: 'county-1' }, confirmedBy: { name: 'county-2' } }],
    })
  })

  test('the lowest level that sets a key wins; taken back, the level above shows again; refused, nothing changes', async () => {
    const village = await buildVillage({ villagers: 1 })
    const set = async (
      who: string,
      second: string,
      division: string,
      values: Record<string, unknown>,
      basis: string | null = null,
    ) => {
      const { body } = await propose(village, who, division, values, basis)
      expect((await confirm(village, second, division, body.version)).status).toBe(200)
    }
    await set('county-1', 'county-2', COUNTY, { cooling_days: 40, filing_days: 4 })
    await set('township-1', 'township-2', TOWNSHIP, { cooling_days: 50 })
    await set('villageDirector', 'oversightChair', VILLAGE, { cooling_days: 60 }, '村民自治章程第八条')
    expect(await inForce(village, VILLAGE)).toMatchObject({ cooling_days: 60, filing_days: 4 })
    expect(await inForce(village, OTHER_VILLAGE)).toMatchObject({ cooling_days: 50, filing_days: 4 })
    const { rows } = await village.must('villager-1', 'getProfile', at(VILLAGE))
    expect(rows.find((row) => row.key === 'cooling_days')).toMatchObject({
      value: 60,
      from: 'village',
      parentValue: 50,
    })
    expect(rows.find((row) => row.key === 's4.assembly.notice_days')).toMatchObject({
      value: 10,
      from: 'default',
      floor: '10',
    })
    await set('villageDirector', 'oversightChair', VILLAGE, { cooling_days: null }, '村民会议决定')
    expect((await inForce(village, VILLAGE)).cooling_days).toBe(50)
    const { body } = await propose(village, 'township-1', TOWNSHIP, { cooling_days: 99 })
    expect((await propose(village, 'township-2', TOWNSHIP, { cooling_days: 98 })).body.code).toBe(
      'profilePending',
    )
    expect((await confirm(village, 'township-2', TOWNSHIP, body.version, false)).status).toBe(200)
    expect((await inForce(village, VILLAGE)).cooling_days).toBe(50)
  })

  test('a village needs the resolution or clause it rests on, and no level changes the rules of another', async () => {
    const village = await buildVillage({ villagers: 1 })
    expect((await propose(village, 'villageDirector', VILLAGE, { cooling_days: 60 })).body.code).toBe(
      'basisNeeded',
    )
    expect((await propose(village, 'township-1', VILLAGE, { cooling_days: 60 }, '通知')).body.code).toBe(
      'profileNotYourLevel',
    )
    expect((await propose(village, 'villageDirector', TOWNSHIP, { cooling_days: 60 }, '章程')).status).toBe(
      403,
    )
    expect((await propose(village, 'otherTownship-1', TOWNSHIP, { cooling_days: 60 })).status).toBe(404)
  })
})

describe('授权与依据', () => {
  test('they stand on a paper of this village, and end', async () => {
    const village = await buildVillage({ villagers: 1 })
    const record = (paperId: string, more: object = {}) =>
      village.ask('villageDirector', 'recordAuthorisation', {
        body: { codes: ['M03', 'M02'], from: '2026-01-01', to: '2027-12-31', paperId, ...more },
      })
    expect((await record(village.id('villager-1'))).body.code).toBe('paperNeeded')
    const paperId = await paper(village)
    expect((await record(paperId, { to: '2025-12-31' })).body.code).toBe('basisTermUnfit')
    const { body } = await record(paperId)
    const { rows } = await village.must('villager-1', 'listAuthorisations')
    expect(rows).toMatchObject([{ id: body.id, codes: ['M02', 'M03'], endedAt: null, paperId }])
    const end = () => village.ask('villageDirector', 'endAuthorisation', { params: { id: body.id } })
    expect([(await end()).status, (await end()).body.code]).toEqual([200, 'alreadyDone'])
    expect((await village.ask('otherDirector', 'endAuthorisation', { params: { id: body.id } })).status).toBe(
      404,
    )
    const basis = {
      kind: 'onlinePresence',
      assemblies: ['villagers'],
      text: '章程第十二条',
      from: '2026-01-01',
      to: null,
      paperId,
    }
    await village.must('branchSecretary', 'recordLegalBasis', { body: basis })
    expect((await village.must('villager-1', 'listLegalBases')).rows).toMatchObject([
      { kind: 'onlinePresence', text: '章程第十二条' },
    ])
    expect(await village.must('oversightChair', 'checkEvidence')).toMatchObject({ entries: 3, whole: true })
    // Told to the level above each time, and read by everybody.
    const q = village.phone('township-1')
    const told = (await village.must('villageDirector', 'listOutbox', { query: { q } })).rows
    expect(told.map((row) => /修改了规则：(.*?)。/.exec(row.text)?.[1]).toSorted()).toEqual([
      '登记依据“线上参会计入到会”',
      '登记村民会议授权（M02、M03）',
      '终止村民会议授权',
    ])
    const { bases } = await village.must(null, 'getPublicBoard', { query: {} })
    expect(bases).toHaveLength(2)
    expect(bases).toContainEqual(
      expect.objectContaining({
        what: expect.objectContaining({ zh: '线上参会计入到会' }),
        text: '章程第十二条',
        endedAt: null,
      }),
    )
    expect(bases.find((one) => one.id === body.id)?.endedAt).not.toBeNull()
  })
})

describe('督导总览', () => {
  const matter = (village: string, id: string, stage: string) =>
    `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
     values ('${village}', '${id}', '2026-${id.slice(-3)}', '修路', '${stage}', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, gen_random_uuid(), gen_random_uuid(), '2026-10-01', '2026-10-01')`
  const ids = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string]

  /** Put in past every rule: what is due is written down as the transaction would have. */
  const written = async (village: Village, code: string, ...proposals: string[]) => {
    for (const id of proposals)
      await inVillage(village.db, code, (tx) => keepDuties(tx, code, id, village.clock.now()))
  }

  test('every village by stage, and what is late with the days', async () => {
    const village = await buildVillage({ villagers: 1 })
    await village.sql(matter(VILLAGE, ids[0], 'partyReview'))
    await village.sql(matter(VILLAGE, ids[1], 'resolutionDisclosure'))
    await village.sql(matter(OTHER_VILLAGE, ids[2], 'implementation'))
    await village.sql(
      `insert into disclosures (village_id, proposal_id, stage, title, text, status, days, prepared_at, start_due_at)
       values ('${VILLAGE}', '${ids[1]}', 'resolutionDisclosure', '公示', '…', 'prepared', 15, '2026-10-28', '2026-10-30T16:00:00Z')`,
    )
    await village.sql(
      `insert into works (village_id, proposal_id, executor, due_on, completion_due_at, by, at) values ('${OTHER_VILLAGE}', '${ids[2]}', '村委会', '2026-11-02', '2026-11-02T16:00:00Z', gen_random_uuid(), '2026-10-01')`,
    )
    await written(village, VILLAGE, ids[0], ids[1])
    await written(village, OTHER_VILLAGE, ids[2])
    const { rows } = await village.must('county-1', 'getOverview', at(COUNTY))
    expect(rows).toMatchObject([
      {
        village: VILLAGE,
        township: '演示镇',
        byStage: { partyReview: 1, resolutionDisclosure: 1 },
        overdue: [
          { proposalId: ids[1], whatZh: '公示未按期张贴', dueAt: '2026-10-30T16:00:00.000Z', daysLate: 3 },
          { proposalId: ids[0], whatZh: '未按期通知开会', dueAt: '2026-10-31T16:00:00.000Z', daysLate: 2 },
        ],
      },
      // Due on the 2nd: in time until the day is over.
      { village: OTHER_VILLAGE, byStage: { implementation: 1 }, overdue: [] },
      { village: NEW_VILLAGE, opened: false, byStage: {}, overdue: [] },
    ])
    await village.clock.set(new Date('2026-11-02T16:00:00Z'))
    const later = await village.must('township-1', 'getOverview', at(TOWNSHIP))
    expect(later.rows[1]?.overdue).toMatchObject([{ whatZh: '未按期完工', daysLate: 1 }])
    expect((await village.must('otherTownship-1', 'getOverview', at(OTHER_TOWNSHIP))).rows).toEqual([])
    // 下载 Excel: the same villages, with their sum, and what is late by itself.
    const file = await village.ask('county-1', 'exportOverview', at(COUNTY))
    expect(file.headers['content-disposition']).toContain('overview.xlsx')
    const [list, lateOnes] = (await readXlsx(file.body as unknown as Buffer)).sheets
    const { rows: shown } = await village.must('county-1', 'getOverview', at(COUNTY))
    expect(list?.rows).toHaveLength(shown.length + 2)
    expect(list?.rows.at(-1)?.[0]).toBe('合计')
    expect(lateOnes?.rows).toHaveLength(1 + shown.reduce((all, row) => all + row.overdue.length, 0))
    expect((await village.ask('branchSecretary', 'exportOverview', at(VILLAGE))).status).toBe(403)
    expect((await village.ask('otherTownship-1', 'getOverview', at(TOWNSHIP))).status).toBe(404)
    expect((await village.ask('branchSecretary', 'getOverview', at(VILLAGE))).status).toBe(403)
  })

  test('the photo of the board at the end is overdue three days after the disclosure, until it is there', async () => {
    const village = await buildVillage({ villagers: 1 })
    const [proposal, disclosure] = [randomUUID(), randomUUID()]
    await village.sql(
      matter(VILLAGE, proposal, 'implementation'),
      `insert into disclosures (village_id, id, proposal_id, stage, title, text, status, days, prepared_at, start_due_at, posted_at, ends_at, end_photo_due_at, ended_at)
       values ('${VILLAGE}', '${disclosure}', '${proposal}', 'resolutionDisclosure', '公示', '…', 'ended', 15, '2026-10-10', '2026-10-12', '2026-10-15', '2026-10-30T16:00:00Z', '2026-11-03T16:00:00Z', '2026-10-30T16:00:00Z')`,
    )
    const late = async () =>
      (await village.must('township-1', 'getOverview', at(TOWNSHIP))).rows.flatMap((row) =>
        row.overdue.filter(({ whatZh }) => /照片/.test(whatZh)).map((one) => [one.whatZh, one.daysLate]),
      )
    await written(village, VILLAGE, proposal)
    await village.clock.set(new Date('2026-11-03T15:59:00Z'))
    expect(await late()).toEqual([])
    await village.clock.set(new Date('2026-11-03T16:00:00Z'))
    expect(await late()).toEqual([['公示期满后未按期拍公开栏照片', 1]])
    const photo = async (taken: string) => {
      await village.sql(
        `insert into board_photos (village_id, disclosure_id, moment, attachment_id, place, by, at) values ('${VILLAGE}', '${disclosure}', 'end', gen_random_uuid(), '村部', gen_random_uuid(), '${taken}')`,
      )
      await written(village, VILLAGE, proposal)
    }
    // Taken before the last afternoon, it proves nothing of their end.
    await photo('2026-10-30T03:59:00Z')
    expect(await late()).toHaveLength(1)
    await photo('2026-10-30T15:00:00Z')
    expect(await late()).toEqual([])
  })

  test('272 villages with 5,000 matters are one look', async () => {
    const village = await buildVillage({ villagers: 1 })
    await village.sql(
      `insert into divisions (code, name, level, parent_code, opened_at) select '411329001' || lpad(n::text, 3, '0'), '村' || n, 'village', '${OTHER_TOWNSHIP}', '2026-01-01' from generate_series(1, 272) n`,
      `insert into proposals (village_id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
       select '411329001' || lpad((1 + n % 272)::text, 3, '0'), '2026-' || n, '事项' || n, 'resolutionDisclosure', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, gen_random_uuid(), gen_random_uuid(), '2026-10-01', '2026-10-01' from generate_series(1, 5000) n`,
      `insert into disclosures (village_id, proposal_id, stage, title, text, status, days, prepared_at, start_due_at)
       select village_id, id, 'resolutionDisclosure', title, '…', 'prepared', 15, '2026-10-01', '2026-10-03' from proposals`,
      `insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, rule, source)
       select village_id, 'postDisclosure', id::text, 'village', id, '2026-10-01', '2026-10-03', '', '平台默认' from proposals`,
    )
    await village.must('county-1', 'getOverview', at(COUNTY))
    const { rows } = await village.must('county-1', 'getOverview', at(COUNTY))
    expect(rows).toHaveLength(275)
    expect(rows.flatMap((row) => row.overdue)).toHaveLength(5000)
  })
})
