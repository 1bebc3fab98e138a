import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import {
  choosePerson,
  logIn,
  look,
  openPage,
  openStage,
  PHONE,
  type Stage,
  upToOpenPoll,
  words,
} from './stage.ts'

/** 一家三口一部手机: two of them are on the roll; one has a ballot that has not left the phone. */
describe('a family phone', () => {
  let stage: Stage
  const [FIRST, SECOND, THIRD] = ['partyMember-7', 'partyMember-8', 'villager-60'] as const
  const [PIN_1, PIN_2, PIN_3] = ['739251', '846130', '517394'] as const
  const at = (path: string) => `${stage.address}/app${path}`
  let ballot = ''

  beforeAll(async () => {
    stage = await openStage(
      {
        title: '村道路灯安装',
        summary: '在主路装二十盏路灯，花五万元，由村集体出钱。',
        codes: ['M03'],
        amount: '5万',
      },
      undefined,
      (world) => {
        const names = [FIRST, SECOND, THIRD].map((who) => world.nameOf(who))
        const family = world.population.rows.people.filter((row) => names.includes(row.name))
        expect(family).toHaveLength(3)
        for (const row of family) row.phone = family[0]?.phone ?? null
      },
    )
    await upToOpenPoll(stage, { inHall: 3 })
    const { meetingId, polls } = sittingOf(stage.world.matter())
    ballot = `/v/${stage.world.village}/meetings/${meetingId}/polls/${polls[0]?.id}`
  })
  afterAll(() => stage?.close())

  const voted = async () => {
    const { chair, meetingId } = sittingOf(stage.world.matter())
    return (await stage.world.ask(chair, 'getMeetingNow', { meeting: meetingId })).polls[0].voted
  }
  const cast = async (page: Page, choice: string) => {
    await page.getByRole('button', { name: choice }).click()
    await page.getByText(words.attend.noChange).waitFor()
  }
  const castNow = (page: Page) =>
    page.getByRole('button', { name: words.attend.castNow, exact: true }).click()
  const receiptOn = async (page: Page) => {
    await page.getByText(words.attend.alreadyVoted).waitFor()
    return ((await page.locator('.receipt').textContent()) ?? '').replace(/\s/g, '')
  }
  const receiptOf = async (who: string) => {
    const { meetingId, polls } = sittingOf(stage.world.matter())
    const place = await stage.world.ask(who, 'getMyPlace', { meeting: meetingId })
    return place.polls.find((one: { pollId: string }) => one.pollId === polls[0]?.id)?.receipt
  }
  const asked = (page: Page) => page.getByRole('alertdialog', { name: words.enter.unsentTitle })

  test('one ballot unsent, offline and back: each votes once, sees only his own, and has his own receipt', async () => {
    const { page, context } = await openPage(stage, PHONE)
    // Without a connection a phone goes by its own clock, which is about right.
    await context.clock.setSystemTime(stage.world.now)
    await logIn(stage, page, FIRST, PIN_1)
    // Without its ticket no ballot can be kept; it comes by itself, while the person reads.
    const ticket = page.waitForResponse((reply) => reply.url().endsWith('/ticket'))
    await page.goto(at(ballot))
    await cast(page, '赞成')
    await ticket
    await context.setOffline(true)
    await castNow(page)
    await page.getByText(words.attend.kept).waitFor()
    expect(await voted()).toBe(0)

    // The line is back, so far that others can come in, but no ballot gets through.
    await page.route('**/ballot', (route) => route.abort('connectionreset'))
    await context.setOffline(false)
    await page.goto(at('/who'))
    await page.getByRole('button', { name: stage.world.nameOf(SECOND) }).click()
    await asked(page).waitFor()
    await look(page, 'family-switch-asks')
    await asked(page).getByRole('button', { name: words.enter.switchAnyway }).click()
    await choosePerson(stage, page, SECOND, PIN_2, 'already asked')
    await page.goto(at(ballot))
    await cast(page, '反对')
    expect(await page.getByText(words.attend.kept).count()).toBe(0)
    await castNow(page)
    await page.getByText(words.attend.kept).waitFor()

    // The third is on no roll, and finds nothing of the other two.
    await page.goto(at('/who'))
    await page.getByRole('button', { name: stage.world.nameOf(THIRD) }).click()
    await asked(page).getByRole('button', { name: words.enter.switchAnyway }).click()
    await choosePerson(stage, page, THIRD, PIN_3, 'already asked')
    await page.goto(at(ballot))
    await page.getByRole('heading', { level: 1 }).or(page.getByRole('alert')).first().waitFor()
    expect(await page.getByText(words.attend.kept).count()).toBe(0)
    expect(await page.locator('.receipt').count()).toBe(0)
    await look(page, 'family-third')

    // Whoever is on the phone: what is kept goes out, each with its own ticket.
    expect(await voted()).toBe(0)
    await page.unroute('**/ballot')
    await expect.poll(voted, { timeout: 40_000 }).toBe(2)

    const receipts: string[] = []
    for (const [who, pin] of [
      [FIRST, PIN_1],
      [SECOND, PIN_2],
    ] as const) {
      await page.goto(at('/who'))
      await choosePerson(stage, page, who, pin)
      await page.goto(at(ballot))
      const receipt = await receiptOn(page)
      expect(receipt).toBe(await receiptOf(who))
      expect(await page.getByRole('button', { name: '赞成' }).count()).toBe(0)
      receipts.push(receipt)
      await look(page, `family-receipt-${receipts.length}`)
    }
    expect(new Set(receipts).size).toBe(2)
    expect(await voted()).toBe(2)
    await context.close()
  })

  test('the next person sees nothing of the one before, though the page was never loaded anew', async () => {
    const { page, context } = await openPage(stage, PHONE)
    // Of two codes of the same instant nobody could say which is the newest.
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 1000))
    await logIn(stage, page, FIRST, PIN_1)
    await page.goto(at(ballot))
    await receiptOn(page)
    const inPage = (path: string) =>
      page.evaluate((to) => {
        history.pushState({}, '', to)
        dispatchEvent(new PopStateEvent('popstate', { state: {} }))
      }, `/app${path}`)
    await inPage('/who')
    await choosePerson(stage, page, THIRD, PIN_3)
    await inPage(ballot)
    await page.getByRole('heading', { level: 1 }).or(page.getByRole('alert')).first().waitFor()
    expect(await page.locator('.receipt').count()).toBe(0)
    await context.close()
  })
})
