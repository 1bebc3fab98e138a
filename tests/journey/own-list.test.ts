import { readFile } from 'node:fs/promises'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import roster from '../../web/src/say/messages/zh-CN/roster.ts'
import { idNumberOf } from '../server/village-people.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage } from './stage.ts'

/** 一张村里自己的花名册: title, two levels of headings, merged households, a total, doubles and a fault. */
const ROWS = [
  ['柳河村村民花名册（2026年）'],
  ['户情况', null, '个人情况', null, null, null],
  ['户号', '小组', '姓名', '公民身份号码', '联系电话', '与户主关系', '出生日期'],
  ['0901', '一组', '钱一', idNumberOf(511, '1990-01-01'), '10012340001、10012340009', '户主'],
  [null, null, '钱小一', idNumberOf(533, '2012-01-01'), '', '子'],
  ['0902', '一组', '钱二', '990000199001015330', '', '户主'],
  ['0902', '一组', '钱一', '', '', '兄', '1990年1月1日'],
  ['合计', '2户', '4人', null, null, null],
]

describe('花名册: a clerk brings in her own list, and one person by a form', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(undefined)
  })
  afterAll(() => stage?.close())

  test('headings found, the double decided, the faulty row downloaded, mended and brought in', async () => {
    const file = Buffer.from(
      await writeXlsx({
        sheets: [
          {
            name: 'Sheet1',
            rows: ROWS,
            merges: [
              { startRow: 1, startCol: 0, endRow: 1, endCol: 1 },
              { startRow: 1, startCol: 2, endRow: 1, endCol: 5 },
              { startRow: 3, startCol: 0, endRow: 4, endCol: 0 },
              { startRow: 3, startCol: 1, endRow: 4, endCol: 1 },
            ],
          },
        ],
      }),
    )
    const { page, context } = await openPage(stage, DESK)
    await logIn(stage, page, 'villageDirector')
    await page.goto(`${stage.address}/app/roster/import`)
    const input = page.locator('input[type=file]')
    await input.setInputFiles({ name: '花名册.xlsx', mimeType: 'application/octet-stream', buffer: file })
    await page.getByRole('heading', { name: '预览：花名册.xlsx' }).waitFor()
    await page.getByText('像是同一个人（1 行）').waitFor({ timeout: 5000 })
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size)
      await look(page, '97-own-list')
    }
    await page.setViewportSize(DESK)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: roster.faultyFile }).click()
    const marked = await readFile(await (await saved).path())
    const people = (await readXlsx(marked)).sheets.find(({ name }) => name === '人员')
    expect(people?.rows.flatMap((row) => row[0] ?? [])).toEqual(['姓名*', '钱二'])
    await page.getByRole('button', { name: roster.isOther }).click()
    await look(page, '98-own-list-decided')
    await page.getByRole('button', { name: /导入 \d+ 行/ }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /导入 \d+ 行/ })
      .click()
    await page.getByText(roster.doneNote).waitFor()
    await look(page, '99-own-list-done')

    const mended = Buffer.from(
      await writeXlsx({
        sheets: [
          {
            name: '人员',
            rows: (people?.rows ?? [])
              .slice(0, 2)
              .map((row) =>
                row.map((cell) => (cell === '990000199001015330' ? idNumberOf(535, '1990-01-01') : cell)),
              ),
          },
        ],
      }),
    )
    await input.setInputFiles({ name: '改好.xlsx', mimeType: 'application/octet-stream', buffer: mended })
    await page.getByText('预览：改好.xlsx').waitFor()
    expect(await page.getByRole('button', { name: roster.faultyFile }).count()).toBe(0)
    await page.goto(`${stage.address}/app/roster/enter`)
    await page.getByLabel('姓名', { exact: true }).fill('钱三')
    await page.getByLabel('性别', { exact: true }).selectOption('女')
    await page.getByLabel('出生日期', { exact: true }).fill('1990年5月1日')
    await page.getByLabel('户号', { exact: true }).fill('0903')
    await page.getByLabel(roster.enterGroup).fill('一组')
    await page.getByRole('button', { name: roster.enterSee }).click()
    await page.getByText('会有的改动（2 行）').waitFor()
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size)
      await look(page, '99-enter')
    }
    await page.getByRole('button', { name: roster.enterSend }).click()
    await page.getByText(roster.enterWaits).waitFor()
    await context.close()
  })
})
