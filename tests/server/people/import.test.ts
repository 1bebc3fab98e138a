import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { holdListFor } from '@cunyi/server/matters/numbers/actions/list.ts'
import { confirmImport, startImport } from '@cunyi/server/village/people/workbook/imports.ts'
import { clearedAt } from '@cunyi/shared/law/clearing.ts'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { buildVillage, idNumberOf } from '../village.ts'
import { confirm, confirmList, homes, preview, workbookOf } from './workbooks.ts'

const person = (n: number, more: Record<string, string> = {}) => ({
  姓名: `新人${n}`,
  性别: '女',
  身份证号: idNumberOf(n * 2, '1990-05-01'),
  手机号: `100${String(9_000_000 + n).padStart(8, '0')}`,
  户号: '001',
  ...more,
})

describe('A village brings in its people', () => {
  test('nothing changes before the confirmation, and the good rows do after it', async () => {
    const village = await buildVillage()
    const before = (await village.must('villageDirector', 'listPeople')).total
    const state = await preview(village, await workbookOf({ 户: homes(2), 人员: [person(401), person(402)] }))
    expect(state).toMatchObject({
      status: 'previewed',
      progress: 100,
      counts: { new: 4, changed: 0, unchanged: 0, faulty: 0, stale: 0 },
      faults: [],
    })
    expect((await village.must('villageDirector', 'listPeople')).total).toBe(before)
    expect((await confirm(village, state.id)).status).toBe(200)
    expect((await village.must('villageDirector', 'listPeople')).total).toBe(before + 2)
    const found = await village.must('villageDirector', 'listPeople', { query: { q: '新人401' } })
    expect(found.rows[0]).toMatchObject({
      name: '新人401',
      sex: 'female',
      birthDate: '1990-05-01',
      household: '001',
      villageGroup: '一组',
      phoneMasked: '100****0401',
    })
    expect(found.rows[0]?.idNumberMasked).toMatch(/^990\*{13}..$/)
  })

  test('the same file once more changes nothing', async () => {
    const village = await buildVillage()
    const file = await workbookOf({
      户: homes(2),
      人员: [person(401), person(402)],
      集体成员: [{ 姓名: '新人401', 身份证号: person(401).身份证号, 确认日期: '2020-12-31' }],
    })
    await confirm(village, (await preview(village, file)).id)
    const again = await preview(village, file)
    expect(again.counts).toEqual({ new: 0, changed: 0, unchanged: 5, faulty: 0, stale: 0, double: 0 })
    await confirm(village, again.id)
    expect((await preview(village, file)).counts).toEqual({
      new: 0,
      changed: 0,
      unchanged: 5,
      faulty: 0,
      stale: 0,
      double: 0,
    })
  })

  test('a faulty row stops only itself', async () => {
    const village = await buildVillage()
    const wrong = { ...person(403), 身份证号: '990000199005010001' }
    const state = await preview(
      village,
      await workbookOf({ 户: homes(1), 人员: [person(401), wrong, person(402)] }),
    )
    expect(state.counts).toMatchObject({ new: 3, faulty: 1 })
    expect(state.faults[0]).toMatchObject({
      sheet: '人员',
      row: 3,
      column: '身份证号',
      code: 'idNumberWrong',
      stops: true,
    })
    expect(state.faults[0]?.messageZh).toContain('校验')
    expect(state.faults[0]?.mendZh).not.toBe('')
    await confirm(village, state.id)
    const names = (await village.must('villageDirector', 'listPeople', { query: { q: '新人' } })).rows.map(
      (row: { name: string }) => row.name,
    )
    expect(names.toSorted()).toEqual(['新人401', '新人402'])
  })

  test('a change is shown by its columns, never with the number itself', async () => {
    const village = await buildVillage()
    await confirm(
      village,
      (await preview(village, await workbookOf({ 户: homes(1), 人员: [person(401)] }))).id,
    )
    const changed = { ...person(401), 手机号: '10012345678', 外出: '是', 外出地点: '广东省东莞市' }
    const state = await preview(village, await workbookOf({ 户: homes(1), 人员: [changed] }))
    expect(state.counts).toMatchObject({ new: 0, changed: 1, unchanged: 1 })
    expect(state.changes).toEqual([
      {
        sheet: '人员',
        row: 2,
        key: '新人401',
        kind: 'changed',
        fields: ['手机号', '外出', '外出地点'],
        values: [
          { from: '100****0401', to: '100****5678' },
          { from: '否', to: '是' },
          { from: '', to: '广东省东莞市' },
        ],
      },
    ])
    expect(JSON.stringify(state)).not.toContain('10012345678')
    expect(JSON.stringify(state)).not.toContain(person(401).身份证号)
  })

  test('a column that the workbook does not have keeps what the system holds, and so does an empty cell; 清空 clears it', async () => {
    const village = await buildVillage()
    await confirm(
      village,
      (await preview(village, await workbookOf({ 户: homes(1), 人员: [person(401)] }))).id,
    )
    const { 手机号: _phone, ...without } = person(401)
    expect(
      (await preview(village, await workbookOf({ 户: homes(1), 人员: [without] }))).counts,
    ).toMatchObject({ unchanged: 2 })
    expect(
      (await preview(village, await workbookOf({ 户: homes(1), 人员: [person(401, { 手机号: '' })] })))
        .counts,
    ).toMatchObject({ unchanged: 2 })
    const emptied = await preview(
      village,
      await workbookOf({ 户: homes(1), 人员: [person(401, { 手机号: '清空' }), person(402)] }),
    )
    expect(emptied.changes[0]).toMatchObject({ values: [{ from: '100****0401', to: '' }] })
    await confirm(village, emptied.id)
    const { rows } = await village.must('villageDirector', 'listPeople', { query: { q: '新人401' } })
    expect(rows[0]?.phoneMasked).toBeNull()
  })

  test('a row changed in the system after the preview is left alone and told', async () => {
    const village = await buildVillage()
    await confirm(
      village,
      (await preview(village, await workbookOf({ 户: homes(1), 人员: [person(401)] }))).id,
    )
    const waiting = await preview(
      village,
      await workbookOf({ 户: homes(1), 人员: [person(401, { 姓名: '新人四〇一' }), person(402)] }),
    )
    const meanwhile = await preview(
      village,
      await workbookOf({ 户: homes(1), 人员: [person(401, { 外出: '是' })] }),
    )
    await confirm(village, meanwhile.id)
    await confirm(village, waiting.id)
    const after = await village.must('villageDirector', 'getImport', { params: { id: waiting.id } })
    expect(after).toMatchObject({ status: 'done', counts: { new: 1, changed: 0, stale: 1 } })
    expect(after.changes[0]).toMatchObject({ kind: 'stale', key: '新人四〇一' })
    const { rows } = await village.must('villageDirector', 'listPeople', { query: { q: '新人401' } })
    expect(rows[0]).toMatchObject({ name: '新人401', away: true })
  })

  test('whoever confirms may say that the file goes before the system', async () => {
    const village = await buildVillage()
    await confirm(
      village,
      (await preview(village, await workbookOf({ 户: homes(1), 人员: [person(401)] }))).id,
    )
    const waiting = await preview(
      village,
      await workbookOf({ 户: homes(1), 人员: [person(401, { 姓名: '新人四〇一' })] }),
    )
    await confirm(
      village,
      (await preview(village, await workbookOf({ 户: homes(1), 人员: [person(401, { 外出: '是' })] }))).id,
    )
    await confirm(village, waiting.id, { overwriteStale: true })
    expect((await village.must('villageDirector', 'listPeople', { query: { q: '新人四〇一' } })).total).toBe(
      1,
    )
  })

  test('an import is confirmed once; a discarded one never', async () => {
    const village = await buildVillage()
    const file = await workbookOf({ 户: homes(1), 人员: [person(401)] })
    const state = await preview(village, file)
    const both = await Promise.all([confirm(village, state.id), confirm(village, state.id)])
    expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 409])
    const other = await preview(village, file)
    await village.must('villageDirector', 'discardImport', { params: { id: other.id } })
    expect((await confirm(village, other.id)).body.code).toBe('importNotPreviewed')
  })

  test('a preview nobody confirmed is emptied by the clock when seven days are over, with no other upload', async () => {
    const village = await buildVillage()
    const wrong = { ...person(402), 姓名: '' }
    const file = await workbookOf({ 户: homes(1), 人员: [person(401), wrong] })
    const old = await preview(village, file)
    const kept = async () => {
      const { rows } = await inVillage(village.db, village.villageId, (tx) =>
        tx.execute(sql`select status, rows is not null as rows, based_on is not null as based,
          changes is not null as changes, faults is not null as faults from imports`),
      )
      return rows
    }
    const over = clearedAt('preview', new Date(old.at)).getTime()
    expect(over - Date.parse(old.at)).toBeGreaterThanOrEqual(7 * 24 * 3_600_000)
    await village.clock.set(new Date(over - 1))
    expect(await kept()).toEqual([
      { status: 'previewed', rows: true, based: true, changes: true, faults: true },
    ])
    await village.clock.set(new Date(over))
    expect(await kept()).toEqual([
      { status: 'discarded', rows: false, based: false, changes: false, faults: false },
    ])
    expect((await confirm(village, old.id)).body.code).toBe('importNotPreviewed')
  })

  test('an import leaves an entry of evidence with counts, and its list one with both names; no personal data', async () => {
    const village = await buildVillage()
    await confirm(
      village,
      (await preview(village, await workbookOf({ 户: homes(1), 人员: [person(401)] }))).id,
    )
    const { rows } = await inVillage(village.db, village.villageId, (tx) =>
      tx.execute<{ act: string; payload: unknown }>(sql`select act, payload from evidence`),
    )
    expect(rows.map((row) => row.act)).toEqual(['confirmImport', 'confirmImportList'])
    const text = JSON.stringify(rows)
    expect(text).toContain('"new":2')
    for (const secret of ['新人401', person(401).身份证号, person(401).手机号])
      expect(text).not.toContain(secret)
    const kept = await inVillage(village.db, village.villageId, (tx) =>
      tx.execute(sql`select rows from imports`),
    )
    expect(kept.rows).toEqual([{ rows: null }])
  })

  test('the first officer, appointed when the village was opened, brings in the others and his own term', async () => {
    const village = await buildVillage()
    const params = { division: '411329990203', village: '411329990203' }
    const officer = {
      name: '田书记',
      phone: '10055550001',
      idNumber: idNumberOf(951, '1975-01-01'),
      office: 'branchSecretary',
    }
    await village.must('township-1', 'openVillage', {
      params,
      body: { isCommunity: false, hasCollective: true, branchHasCommittee: true, officer },
    })
    const { rows } = await inVillage(village.db, params.village, (tx) =>
      tx.execute<{ id: string }>(sql`select id from people`),
    )
    const file = await workbookOf({
      户: homes(1),
      人员: [
        { ...person(401), 姓名: officer.name, 性别: '男', 身份证号: officer.idNumber, 手机号: officer.phone },
        person(402),
      ],
      任职: [{ 姓名: officer.name, 职务: '村党支部书记', 任期开始: '2025-12-20', 任期结束: '2030-12-19' }],
    })
    const actor = { personId: rows[0]?.id ?? '', office: 'branchSecretary' }
    const { id, done } = await startImport(village.parts, {
      villageId: params.village,
      file,
      fileName: 'a.xlsx',
      account: 'the one who opens the village',
      actor,
    })
    await done
    const clerk = { accountId: village.id('villager-1'), village: params.village, personId: actor.personId }
    const caller = {
      ...clerk,
      sessionId: '',
      name: '',
      offices: ['branchSecretary' as const],
      officesEnded: [],
      registered: true,
    }
    await confirmImport(village.parts, holdListFor(village.parts), {
      villageId: params.village,
      id,
      caller,
      office: actor.office,
      overwriteStale: false,
      decided: {},
    })
    // Nobody of the village could be the second: the township looks through its first roster.
    await confirmList(village, id, 'township-1', params)
    const terms = await inVillage(village.db, params.village, (tx) =>
      tx.execute(sql`select person_id, "from"::text, "to"::text from offices`),
    )
    expect(terms.rows).toEqual([{ person_id: rows[0]?.id, from: '2025-12-20', to: '2030-12-19' }])
    const people = await inVillage(village.db, params.village, (tx) =>
      tx.execute(sql`select name from people order by name`),
    )
    expect(people.rows).toHaveLength(2)
  })

  test('a villager brings in nothing', async () => {
    const village = await buildVillage()
    const file = await workbookOf({ 户: homes(1) })
    expect(
      (await village.upload('villager-1', 'uploadPeople', { name: 'a.xlsx', type: 'x/y', content: file }))
        .status,
    ).toBe(403)
    expect(
      (await village.upload('other-1', 'uploadPeople', { name: 'a.xlsx', type: 'x/y', content: file }))
        .status,
    ).toBe(404)
  })
})
