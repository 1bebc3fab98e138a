import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import {
  confirm,
  confirmAlone,
  confirmList,
  homes,
  preview,
  readList,
  workbookOf,
} from '../people/workbooks.ts'
import { buildVillage, idNumberOf, VILLAGE, type Village } from '../village.ts'
import { evidence, HOUR, later, NEW, numberRow, proposeNumber, say, textsTo, VOTER } from './played.ts'

describe('导入清单', () => {
  const row = (village: Village, name: string, more: Record<string, string>) => ({
    姓名: name,
    性别: name.startsWith('representative') ? '女' : '男',
    身份证号: village.idNumber(name),
    ...more,
  })

  test('what touches log-in, right to vote, departure or an office waits as one list; the rest goes in at once', async () => {
    const village = await buildVillage()
    const left = '2026-10-01'
    const file = await workbookOf({
      户: homes(1),
      人员: [
        row(village, VOTER, { 手机号: NEW, 外出地点: '广东省东莞市', 户号: 'H008' }),
        row(village, 'villager-2', { 离开日期: left, 离开原因: '死亡', 户号: '001' }),
        {
          姓名: '新人',
          性别: '女',
          身份证号: idNumberOf(902, '1990-05-01'),
          手机号: '10099990009',
          户号: '001',
        },
      ],
    })
    const state = await preview(village, file)
    expect((await confirmAlone(village, state.id)).status).toBe(200)
    const find = async (q: string) =>
      (await village.must('oversightChair', 'listPeople', { query: { q } })).rows[0]
    expect(await find(VOTER)).toMatchObject({
      awayPlace: '广东省东莞市',
      phoneMasked: expect.stringMatching(/^100/),
    })
    expect((await find(VOTER))?.phoneMasked).not.toBe('100****0001')
    expect(await find('villager-2')).toMatchObject({ leftOn: null })
    expect(await find('新人')).toBeUndefined()
    expect((await textsTo(village, village.phone(VOTER))).join()).toContain('提出')

    const { list } = await village.must('villageDirector', 'getImport', { params: { id: state.id } })
    expect(list).toMatchObject({ total: 3, state: 'waiting' })
    const act = list?.actId ?? ''
    expect((await say(village, 'villageCommittee-1', act)).body.code).toBe('secondPersonNeeded')
    expect((await say(village, 'oversightChair', act)).body.code).toBe('listNotRead')
    const rows = await readList(village, state.id)
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: VOTER,
          isNew: false,
          fields: [{ field: '手机号', before: expect.stringMatching(/^100\*{4}/), after: '100****0001' }],
        }),
        expect.objectContaining({
          name: 'villager-2',
          fields: expect.arrayContaining([{ field: '离开日期', before: null, after: left }]),
        }),
        expect.objectContaining({ name: '新人', isNew: true }),
      ]),
    )
    expect(JSON.stringify(rows)).not.toContain(NEW)
    expect((await say(village, 'oversightChair', act)).status).toBe(200)
    expect(await find('villager-2')).toMatchObject({ leftOn: left })
    expect(await find('新人')).toMatchObject({ name: '新人' })
    expect((await numberRow(village, VOTER))?.by).toBeNull()
    const kept = await inVillage(village.db, VILLAGE, (tx) => tx.execute(sql`select rows from imports`))
    expect(kept.rows).toEqual([{ rows: null }])

    const entries = await evidence(village)
    expect(entries.find((one) => one.act === 'confirmImport')?.payload).toMatchObject({
      waits: { people: expect.arrayContaining([{ person: village.id(VOTER), fields: ['phoneIndex'] }]) },
    })
    expect(entries.find((one) => one.act === 'confirmImportList')?.payload).toMatchObject({
      second: village.id('oversightChair'),
      opening: false,
    })
  })

  test('what somebody changed meanwhile is left as it is; a list that was refused changes nothing and is not kept', async () => {
    const village = await buildVillage()
    const state = await preview(village, await workbookOf({ 人员: [row(village, VOTER, { 手机号: NEW })] }))
    await confirmAlone(village, state.id)
    const other = await proposeNumber(village, VOTER, { phone: '10099990004' })
    await say(village, 'oversightCommittee-1', other.body.actId)
    await confirmList(village, state.id)
    const { rows } = await village.must('oversightChair', 'listPeople', { query: { q: VOTER } })
    expect(rows[0]?.phoneMasked).toBe('100****0004')

    const second = await preview(village, await workbookOf({ 人员: [row(village, VOTER, { 手机号: NEW })] }))
    await confirmAlone(village, second.id)
    const { list } = await village.must('villageDirector', 'getImport', { params: { id: second.id } })
    await village.must('oversightChair', 'refuseAct', {
      params: { act: list?.actId ?? '' },
      body: { ground: '本人说没有换' },
    })
    await later(village, 9 * 24 * HOUR)
    const kept = await inVillage(village.db, VILLAGE, (tx) => tx.execute(sql`select rows from imports`))
    expect(kept.rows).toEqual([{ rows: null }, { rows: null }])
  })

  test('the very first roster of a village is read and confirmed by the township, and its numbers are in use with that', async () => {
    const village = await buildVillage()
    const params = { village: '411329990203', division: '411329990203' }
    const officer = {
      name: '田书记',
      phone: '10055550001',
      idNumber: idNumberOf(951, '1975-01-01'),
      office: 'branchSecretary',
    }
    const opened = await village.must('township-1', 'openVillage', {
      params,
      body: { isCommunity: false, hasCollective: true, branchHasCommittee: true, officer },
    })
    expect(opened.paperCode?.code).toMatch(/^\w{4}-\w{4}$/)
    const { rows } = await inVillage(village.db, params.village, (tx) =>
      tx.execute<{ by: string }>(sql`select active_by as by from people`),
    )
    expect(rows).toEqual([{ by: 'opening' }])
  })
})

test('a second import waits until the list of the first is decided', async () => {
  const village = await buildVillage()
  const one = await preview(
    village,
    await workbookOf({
      户: homes(1),
      人员: [{ 姓名: '甲', 性别: '男', 身份证号: idNumberOf(905, '1990-05-01'), 户号: '001' }],
    }),
  )
  const two = await preview(
    village,
    await workbookOf({
      户: homes(1),
      人员: [{ 姓名: '乙', 性别: '男', 身份证号: idNumberOf(907, '1990-05-01'), 户号: '001' }],
    }),
  )
  await confirmAlone(village, one.id)
  expect((await confirmAlone(village, two.id)).body.code).toBe('actWaitsAlready')
  await confirmList(village, one.id)
  expect((await confirm(village, two.id)).status).toBe(200)
})
