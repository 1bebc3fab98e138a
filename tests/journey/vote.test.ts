import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { logIn, look, openPage, openStage, PHONE, type Stage, upToOpenPoll, words } from './stage.ts'

describe('a member away from home votes on a phone', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({
      title: '村道路灯安装',
      summary: '在主路装二十盏路灯，花五万元，由村集体出钱。',
      codes: ['M03'],
      amount: '5万',
    })
    await upToOpenPoll(stage, { inHall: 3, online: 2 })
  })
  afterAll(() => stage?.close())

  test('from the log-in to the receipt, and the ballot is there once', async () => {
    const { page, context } = await openPage(stage, PHONE)
    await logIn(stage, page, 'partyMember-8')
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await look(page, 'member-home')

    const sitting = sittingOf(stage.world.matter())
    const poll = sitting.polls[0]?.id
    await page.goto(`${stage.address}/app/v/${stage.world.village}/meetings/${sitting.meetingId}`)
    await page.getByRole('button', { name: words.attend.signInOnline }).click()
    await page.getByText('您已签到').waitFor()
    await look(page, 'member-meeting')

    await page.goto(
      `${stage.address}/app/v/${stage.world.village}/meetings/${sitting.meetingId}/polls/${poll}`,
    )
    await page.getByRole('button', { name: '赞成' }).waitFor()
    await look(page, 'ballot')
    await page.getByRole('button', { name: '赞成' }).click()
    await page.getByText(words.attend.noChange).waitFor()
    await look(page, 'ballot-confirm')
    await page.getByRole('button', { name: words.attend.castNow, exact: true }).click()
    await page.getByRole('heading', { name: words.attend.recorded }).waitFor()
    await look(page, 'ballot-receipt')

    // The page opened again says so and offers no second ballot.
    await page.reload()
    await page.getByText(words.attend.alreadyVoted).waitFor()
    expect(await page.getByRole('button', { name: '赞成' }).count()).toBe(0)
    const now = await stage.world.ask(sitting.chair, 'getMeetingNow', { meeting: sitting.meetingId })
    expect(now.polls[0].voted).toBe(1)
    await context.close()
  })

  test('a phone that loses its connection keeps the ballot and casts it exactly once', async () => {
    const { page, context } = await openPage(stage, PHONE)
    await logIn(stage, page, 'partyMember-7')
    const sitting = sittingOf(stage.world.matter())
    const poll = sitting.polls[0]?.id
    await page.goto(
      `${stage.address}/app/v/${stage.world.village}/meetings/${sitting.meetingId}/polls/${poll}`,
    )
    await page.getByRole('button', { name: '反对' }).click()
    await page.getByText(words.attend.noChange).waitFor()
    // The ballot leaves, the answer does not come back.
    await page.route('**/ballot', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.getByRole('button', { name: words.attend.castNow, exact: true }).click()
    await page.getByText(words.attend.kept).waitFor()
    await look(page, 'ballot-kept')
    await page.unroute('**/ballot')
    await page.getByRole('button', { name: words.attend.sendNow }).click()
    await page.getByRole('heading', { name: words.attend.recorded }).waitFor()
    const now = await stage.world.ask(sitting.chair, 'getMeetingNow', { meeting: sitting.meetingId })
    expect(now.polls[0].voted).toBe(2)
    await context.close()
  })
})
