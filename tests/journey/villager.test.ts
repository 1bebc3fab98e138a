/** 从通知到散会: what a villager's own phone shows him before, during and after a meeting. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyReceipt } from '../../server/verify/receipt.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
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

test('a ballot sent in the background is told on home; after the poll the phone has looked for its receipt itself', async () => {
  await stage.step({ begin: {} })
  await stage.step({ attend: { inHall: 3, online: 2 } } as never)
  await stage.step({ open: {} })
  const { meetingId, polls } = sittingOf(stage.world.matter())
  const at = (path: string) => `${stage.address}/app/v/${stage.world.village}${path}`
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, WHO)
  // Seen before the line goes, each to its end: what was never loaded cannot be opened without one.
  await page.getByRole('article').getByText(SUMMARY).waitFor()
  await page.goto(at(`/meetings/${meetingId}`))
  await page.getByText('该来').waitFor()
  const ticket = page.waitForResponse((reply) => reply.url().endsWith('/ticket'))
  await page.goto(at(`/meetings/${meetingId}/polls/${polls[0]?.id}`))
  await ticket
  await page.getByRole('button', { name: '赞成' }).click()
  await page.getByText(words.attend.noChange).waitFor()
  await context.setOffline(true)
  await page.getByRole('button', { name: words.attend.castNow, exact: true }).click()
  await page.getByText(words.attend.kept).waitFor()
  await page.getByRole('link', { name: words.attend.backToMeeting }).click()
  await page.getByRole('link', { name: words.common.todo }).click()
  await page.getByText(/有 1 张选票还没有送到/).waitFor()
  await context.setOffline(false)
  await page.getByText(/您的选票已送到，已计入/).waitFor()
  // The line is back, and nothing on the page says otherwise.
  await page.getByText('没有连上服务器').waitFor({ state: 'detached' })
  expect(await page.getByRole('link', { name: words.follow.acts.vote }).count()).toBe(0)
  const receipt = ((await page.locator('.receipt').textContent()) ?? '').replace(/\s/g, '')
  expect(receipt).toMatch(/^[A-Z2-7]{16}$/)
  await look(page, 'home-sent-meanwhile')
  await page.getByRole('button', { name: words.follow.understood }).click()
  await stage.step({ close: {} })
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${stage.address}/app/`)
  await page.getByText(/您的票在计票清单里/).waitFor()
  await look(page, 'home-in-the-list')
  await page.goto(`${stage.address}/app/record`)
  await page.getByText(words.attend.inList).waitFor()
  await look(page, 'record')
  await page.getByRole('link', { name: words.attend.seeList }).first().click()
  await page.getByText(/这张票已经拆封计票/).waitFor()
  await look(page, 'receipts-from-record')
  // What proves it goes home with him, and is checked without the server.
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: words.attend.proofSave }).click()
  const proof = await readFile(await (await saving).path(), 'utf8')
  expect(verifyReceipt(proof, null)).toMatchObject({ faults: [], whole: true })
  expect(proof).toContain(receipt)
  await page.getByText(words.attend.proofEarly).waitFor()
  await look(page, 'receipt-proof')
  expect(asked.filter((url) => url.split('#')[0]?.includes(receipt))).toEqual([])
  // Typed in at another poll it is told of which one it is.
  const earlier = (await stage.world.ask('branchSecretary', 'listMeetings', { limit: 10 })).rows.at(-1)
  const other = (await stage.world.ask('branchSecretary', 'getMeeting', { meeting: earlier.id })).polls[0].id
  await page.route(`**/api/**/polls/${other}/receipts`, async (route) => {
    const reply = await route.fetch()
    const list = await reply.json()
    await route.fulfill({ json: { ...list, count: 1, receipts: ['AAAAAAAAAAAAAAAA'] } })
  })
  await page.goto(at(`/polls/${other}/receipts`))
  await page.getByLabel(words.attend.receiptCode).fill(receipt)
  await page.getByRole('button', { name: words.attend.look }).click()
  await page.getByText(/这个码是另一次表决的/).waitFor()
  await look(page, 'receipts-of-another')
  await page.getByRole('link', { name: words.attend.seeThatList }).click()
  await page.getByText(/这张票已经拆封计票/).waitFor()
  await context.close()
})

test('what is typed outlives a reload and a lost line; a page that is not on the phone offers the way back', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'partyMember-7')
  await page.goto(`${stage.address}/app/petitions/new`)
  await page.getByLabel(words.speak.raiseTitle).fill('修村东头的桥')
  await page.getByLabel(words.speak.raiseText).fill('雨天过不去，孩子上学要绕路。')
  await page.getByText(words.common.draftKept).waitFor()
  await page.reload()
  await page.getByText(words.common.draftBack).waitFor()
  expect(await page.getByLabel(words.speak.raiseTitle).inputValue()).toBe('修村东头的桥')
  // A screen reader begins at the heading of the page it came to.
  await page.getByRole('link', { name: words.common.mine }).click()
  await page.waitForURL(/\/me$/)
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
  await context.setOffline(true)
  await page.getByRole('link', { name: words.follow.myData }).click()
  await page.getByText(words.common.notHere).waitFor()
  await look(page, 'not-here')
  await page.getByRole('button', { name: words.common.back }).click()
  await page.getByText(words.common.notHere).waitFor({ state: 'detached' })
  await page.goBack()
  await page.getByText(words.common.draftOffline).waitFor()
  await look(page, 'draft-offline')
  await page.getByRole('button', { name: words.speak.raiseSend }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel(words.speak.raiseText).inputValue()).toContain('绕路')
  await context.setOffline(false)
  await page.getByRole('button', { name: words.speak.raiseSend }).click()
  await page.waitForURL(/\/petitions$/)
  await page.goto(`${stage.address}/app/petitions/new`)
  expect(await page.getByLabel(words.speak.raiseTitle).inputValue()).toBe('')
  await context.close()
})
