import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import conduct from '../../web/src/say/messages/zh-CN/conduct.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { pdfText, wordText } from '../server/papers/read.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage, words } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    title: '村道路灯安装',
    summary: '在主路装二十盏路灯，花五万元，由村集体出钱。',
    codes: ['M03'],
    amount: '5万',
  })
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
})
afterAll(() => stage?.close())

const meetingPath = (tail = '') =>
  `${stage.address}/app/v/${stage.world.village}/meetings/${sittingOf(stage.world.matter()).meetingId}${tail}`

test('the minutes are completed by the recorder, approved by the chair, and who has not signed is named', async () => {
  const { chair, recorder } = sittingOf(stage.world.matter())
  const at = { meeting: sittingOf(stage.world.matter()).meetingId }
  await stage.world.ask(recorder, 'saveMinutes', at, {
    gist: '有人问电费谁出',
    finalOpinion: '按表决结果办理。',
  })
  await stage.world.ask(recorder, 'saveMinutes', at, {
    gist: '有人问电费谁出，答由村集体出',
    finalOpinion: '按表决结果办理。',
  })
  const { page, context } = await openPage(stage, DESK)
  await logIn(stage, page, chair)
  await page.goto(meetingPath('/conduct'))
  await page.getByRole('button', { name: conduct.approve }).click()
  await page.getByText('已核定').first().waitFor()
  await page.getByText('还缺').first().waitFor()
  await page.getByText(conduct.versions).click()
  await page.getByRole('button', { name: words.follow.compare }).click()
  await page.locator('ins').first().waitFor()
  await page.getByText(conduct.attachScan).click()
  await look(page, 'conduct-minutes')
  await context.close()
})

test('a matter has its papers on the phone, to print and to go on writing in', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'villageDirector')
  await page.goto(`${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}`)
  await page.getByRole('heading', { name: words.parts.papers.title, level: 2 }).waitFor()
  await look(page, 'matter-papers')
  for (const [format, read] of [
    ['PDF', async (file: Buffer) => pdfText(file)],
    ['Word', async (file: Buffer) => wordText(file)],
  ] as const) {
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: new RegExp(`下载 ${format}：会议记录`) }).click()
    const saved = await waiting
    expect(saved.suggestedFilename()).toContain('会议记录')
    const text = await read(await readFile(await saved.path()))
    expect(text).toContain('村道路灯安装')
    expect(text).toContain('有人问电费谁出，答由村集体出')
  }
  await page.goto(`${stage.address}/app/year`)
  await page.getByRole('heading', { name: words.follow.yearList }).waitFor()
  await look(page, 'year-list')
  await context.close()
})
