import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, idNumberOf, type Village } from '../village.ts'
import { confirm, confirmList } from './workbooks.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage()
})
afterAll(() => village.close())
const enter = async (cells: Record<string, string>, personId?: string) => {
  const { id } = await village.must('villageDirector', 'enterPerson', {
    body: { cells, ...(personId ? { personId } : {}) },
  })
  return village.must('villageDirector', 'getImport', { params: { id } })
}
const byName = async (q: string) =>
  (await village.must('villageDirector', 'listPeople', { query: { q } })).rows

describe('One person by a form', () => {
  test('is entered with a household of his own; what gives him a vote waits for a second person', async () => {
    const state = await enter({
      name: '手一',
      sex: '女',
      idNumber: idNumberOf(572, '1990-01-01'),
      household: '0951',
      villageGroup: '一组',
    })
    expect(state).toMatchObject({ status: 'previewed', counts: { new: 2, faulty: 0 } })
    await village.must('villageDirector', 'confirmImport', { params: { id: state.id }, body: {} })
    expect(await byName('手一')).toEqual([])
    await confirmList(village, state.id)
    expect(await byName('手一')).toMatchObject([{ name: '手一', household: '0951', villageGroup: '一组' }])
  })
  test('what is wrong with it comes back marked, with what was typed', async () => {
    const state = await enter({ name: '手错', sex: '女', birthDate: '1988.13', household: '0952' })
    expect(state.counts?.faulty).toBe(1)
    const { body } = await village.ask('villageDirector', 'getFaultyRows', { params: { id: state.id } })
    const sheet = (await readXlsx(body as Buffer)).sheets.find(({ name }) => name === '人员')
    expect(sheet?.rows[1]).toContain('手错')
    expect(sheet?.rows[1]).toContain('1988.13')
  })
  test('is changed by his own entry, whatever his name becomes; an empty field keeps', async () => {
    const [one] = await byName('手一')
    const state = await enter({ name: '手一一', relation: '户主', away: '', awayPlace: '' }, one?.id)
    expect(state.changes).toMatchObject([
      {
        kind: 'changed',
        fields: ['姓名', '与户主关系'],
        values: [
          { from: '手一', to: '手一一' },
          { from: '', to: '户主' },
        ],
      },
    ])
    await confirm(village, state.id)
    expect(await byName('手一一')).toMatchObject([{ id: one?.id, household: '0951', relation: '户主' }])
  })
  test('moves to another household, dies or moves away: from the day on he is on no new roll', async () => {
    const [one] = await byName('手一一')
    const number = (await byName('villager-1'))[0]?.household ?? ''
    await confirm(village, (await enter({ name: '手一一', household: number }, one?.id)).id)
    expect(await byName('手一一')).toMatchObject([{ household: number }])
    await confirm(
      village,
      (await enter({ name: '手一一', leftOn: '2026-10-01', leftReason: '迁出' }, one?.id)).id,
    )
    expect(await byName('手一一')).toMatchObject([{ leftOn: '2026-10-01' }])
  })
  test('two persons wait beside each other; the same person does not wait twice', async () => {
    const enterNew = async (name: string, n: number) =>
      enter({
        name,
        sex: '女',
        idNumber: idNumberOf(n, '1990-01-01'),
        household: '0952',
        villageGroup: '一组',
      })
    const ids = []
    for (const [name, n] of [
      ['手三', 574],
      ['手四', 576],
    ] as const) {
      const { id } = await enterNew(name, n)
      ids.push(id)
      await village.must('villageDirector', 'confirmImport', { params: { id }, body: {} })
    }
    for (const id of ids) await confirmList(village, id)
    const [one] = await byName('手三')
    const renamed = async (name: string) => (await enter({ name }, one?.id)).id
    const first = await renamed('手三三')
    const second = await renamed('手叁')
    await village.must('villageDirector', 'confirmImport', { params: { id: first }, body: {} })
    const again = await village.ask('villageDirector', 'confirmImport', { params: { id: second }, body: {} })
    expect(again.body.code).toBe('actWaitsAlready')
  })
  test('who is entered already is pointed out, and what is wrong is said as in a workbook', async () => {
    const [known] = await byName('villager-1')
    if (!known) throw new Error('a villager was expected')
    const double = await enter({
      name: known.name,
      sex: known.sex === 'male' ? '男' : '女',
      birthDate: known.birthDate,
    })
    expect(double.changes).toMatchObject([{ kind: 'double', like: { name: known.name } }])
    const wrong = await enter({ name: '手二', sex: '女', idNumber: '990000199001010018' })
    expect(wrong).toMatchObject({ counts: { faulty: 1, new: 0 }, faults: [{ code: 'idNumberWrong' }] })
  })
  test('an empty form says what is missing', async () => {
    const state = await enter({})
    expect(state.faults.filter(({ stops }) => stops).map(({ column }) => column)).toEqual(['姓名', '性别'])
  })
  test('nobody of that id is not found, and no villager enters anybody', async () => {
    const body = { personId: '00000000-0000-4000-8000-000000000000', cells: { name: '甲' } }
    expect((await village.ask('villageDirector', 'enterPerson', { body })).body.code).toBe('notFound')
    expect((await village.ask('villager-1', 'enterPerson', { body: { cells: { name: '甲' } } })).status).toBe(
      403,
    )
  })
})
