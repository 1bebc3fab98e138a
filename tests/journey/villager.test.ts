/** 从通知到散会: what a villager's own phone shows him before, during and after a meeting. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn, look, openPage, openStage, PHONE, type Stage, words } from './stage.ts'

const WHO = 'partyMember-8'
const SUMMARY = '路面加宽到五米，装二十盏路灯，清理两侧排水沟，花五万元，由村集体出钱。'
let stage: Stage
beforeAll(async () => {
  stage = await openStage({ title: '村道拓宽并安装路灯', summary: SUMMARY, codes: ['M03'], amount: '5万' })
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
  await stage.step({ convene: {} })
})
afterAll(() => stage?.close())

test('a meeting stays on home: what it is about, when, one tap to come or not, and into the calendar', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, WHO)
  const meeting = page.getByRole('article')
  await meeting.getByText(SUMMARY).waitFor()
  await look(page, 'home-meeting')
  await page.setViewportSize({ width: 320, height: 640 })
  await context.addCookies([{ name: 'view', value: 'elder', url: stage.address }])
  await page.reload()
  await meeting.getByText(SUMMARY).waitFor()
  await look(page, 'home-meeting-elder')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    meeting.getByRole('button', { name: words.attend.toCalendar }).click(),
  ])
  const text = readFileSync(await file.path(), 'utf8').replace(/\r\n /g, '')
  expect(text).toMatch(/DTSTART:\d{8}T\d{6}Z/)
  expect(text).toContain('路面加宽到五米')
  await meeting.getByRole('button', { name: words.attend.willCome }).click()
  await meeting.getByText(words.attend.saidComing).waitFor()
  await meeting.getByRole('button', { name: words.attend.excuse, exact: true }).click()
  await meeting.getByText(words.attend.excused).waitFor()
  await meeting.getByRole('button', { name: words.attend.willComeAfterAll }).click()
  await meeting.getByText(words.attend.saidComing).waitFor()
  // He has read it, and it is still there.
  await meeting.getByRole('link', { name: words.follow.openMeeting }).click()
  await page.getByText('该来').waitFor()
  expect(await page.getByText(/还差/).count()).toBe(0)
  await look(page, 'meeting-to-come')
  await page.goto(`${stage.address}/app/`)
  await meeting.getByText(SUMMARY).waitFor()
  await context.close()
})
