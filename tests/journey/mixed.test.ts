import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, SCREEN, type Stage, words } from './stage.ts'

/** 一个会，几种参会方式: hall, phones, slips, a helper, a lost connection; one roll, one result. */
describe('a mixed sitting', () => {
  let stage: Stage
  let meeting: string
  let poll: string
  const at = (path: string) => `${stage.address}/app/v/${stage.world.village}/meetings/${meeting}${path}`
  const HELPER = 'representative-3'
  const WITNESS = 'representative-4'

  beforeAll(async () => {
    const title = '村道路灯安装'
    stage = await openStage({
      title,
      summary: '在主路装二十盏路灯，花五万元，由村集体出钱。',
      codes: ['M03'],
      amount: '5万',
    })
    await stage.step({ helpers: { add: [HELPER, WITNESS] } })
    await stage.step({ submit: {} })
    await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
    await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
    await stage.step({ convene: { window: 0, secretFor: [stage.world.matter().name] } } as never)
    await stage.step({ begin: {} })
    await stage.step({
      attend: { people: { 'partyMember-1': 'inHall', 'partyMember-2': 'inHall', 'partyMember-3': 'inHall' } },
    } as never)
    const sitting = sittingOf(stage.world.matter())
    meeting = sitting.meetingId
    poll = sitting.polls[0]?.id ?? ''
  })
  afterAll(() => stage?.close())

  const turnout = async () =>
    (await stage.world.ask('branchSecretary', 'getMeetingNow', { meeting })).polls[0]?.voted
  const choose = async (page: Page, choice: string) => {
    await page.getByRole('button', { name: choice }).click()
    await page.getByText(words.attend.noChange).waitFor()
  }
  const castNow = (page: Page) =>
    page.getByRole('button', { name: words.attend.castNow, exact: true }).click()
  const recorded = (page: Page) => page.getByRole('heading', { name: words.attend.recorded }).waitFor()
  const readSlip = async (page: Page, number: number, mark: string) => {
    await page.getByLabel('票号').fill(String(number))
    await page.getByRole('button', { name: mark, exact: true }).click()
    await page.getByText(`${number} 号票：${mark}`).waitFor()
  }

  test('the chair opens, phones and slips and a helper vote, two tellers read the slips, and the screen shows one result', async () => {
    const chair = await openPage(stage, DESK)
    await logIn(stage, chair.page, 'branchSecretary')
    await chair.page.goto(at('/conduct'))

    // The recorder numbers the slips and looks at the sheet for the printer.
    const recorder = await openPage(stage, DESK)
    await logIn(stage, recorder.page, sittingOf(stage.world.matter()).recorder)
    await recorder.page.goto(at('/conduct'))
    await recorder.page.getByText('印表决票').click()
    await recorder.page.getByLabel('张数').fill('6')
    await recorder.page.getByRole('button', { name: '编号' }).click()
    await recorder.page.getByText('已编号 1 到 6').waitFor()
    await look(recorder.page, 'mixed-recorder')
    await recorder.page.goto(at(`/polls/${poll}/slips`))
    await recorder.page.getByRole('heading', { name: '表决票 6 张' }).waitFor()
    await look(recorder.page, 'mixed-slips')

    // The meeting has taken the tellers whom the notice proposed: the recorder enters the show of hands.
    await recorder.page.goto(at('/conduct'))
    await recorder.page.getByLabel('举手同意的人数').fill('3')
    await look(recorder.page, 'mixed-tellers')
    await recorder.page.getByRole('button', { name: '记下推选结果' }).click()
    await recorder.page.getByText('已由会议推选产生。').waitFor()
    await chair.page.reload()
    await chair.page.getByRole('button', { name: '开始表决' }).click()
    await chair.page.getByRole('alertdialog').getByRole('button', { name: '开始表决' }).click()
    await chair.page.getByText('结束前任何人都看不到票数。').waitFor()

    const screen = await chair.context.newPage()
    await screen.setViewportSize(SCREEN)
    await screen.goto(at('/projector'))
    await screen.getByText('表决中').first().waitFor()
    await look(screen, 'mixed-projector-open')

    // Slips to those in the hall.
    for (const who of ['partyMember-1', 'partyMember-2', 'partyMember-3']) {
      const name = stage.world.nameOf(who)
      const row = recorder.page.locator('li', { has: recorder.page.getByText(name, { exact: true }) })
      await row.getByRole('button', { name: '发表决票' }).click()
      await recorder.page.getByText(`已发票给 ${name}`).waitFor()
    }

    // One phone far away.
    const away = await openPage(stage, PHONE)
    await logIn(stage, away.page, 'partyMember-8')
    await away.page.goto(at(`/polls/${poll}`))
    await choose(away.page, '赞成')
    await castNow(away.page)
    await recorded(away.page)
    expect(await turnout()).toBe(1)

    // A helper at the door.
    const helper = await openPage(stage, PHONE)
    await logIn(stage, helper.page, HELPER)
    await helper.page.goto(at(`/polls/${poll}/assist`))
    await helper.page.getByLabel('姓名').fill(stage.world.nameOf('partyMember-6'))
    await helper.page.getByRole('button', { name: words.common.search }).click()
    await helper.page.getByRole('button', { name: '就是他' }).click()
    await helper.page.getByLabel('上门').check()
    await helper.page.getByLabel('为什么要代录').fill('没有手机')
    await look(helper.page, 'mixed-assist')
    await helper.page.getByRole('button', { name: '反对' }).click()
    await helper.page.getByLabel('已念给本人听，本人说对').check()
    await look(helper.page, 'mixed-assist-read-back')
    await helper.page.getByRole('button', { name: '确认录入' }).click()
    await helper.page.getByRole('heading', { name: '等待见证人确认' }).waitFor()
    await look(helper.page, 'mixed-assist-awaited')
    expect(await turnout()).toBe(1)

    // The witness says so on a phone of his own; the helper cannot say it for him.
    const witness = await openPage(stage, PHONE)
    await logIn(stage, witness.page, WITNESS)
    await witness.page.getByText('待您确认').first().waitFor()
    await witness.page.goto(`${stage.address}/app/acts`)
    await witness.page.getByText(stage.world.nameOf('partyMember-6')).waitFor()
    await look(witness.page, 'mixed-witness')
    await witness.page.getByRole('button', { name: '属实，确认' }).click()
    await witness.page.getByRole('alertdialog').getByRole('button', { name: '属实，确认' }).click()
    await witness.page.getByText('现在没有要您确认的事。').waitFor()
    await look(witness.page, 'mixed-witness-done')
    await helper.page.getByRole('button', { name: '确认好了，看一看' }).click()
    await helper.page.getByRole('heading', { name: '的票已计入' }).waitFor()
    await look(helper.page, 'mixed-assist-done')
    expect(await turnout()).toBe(2)

    // A phone that loses its connection in the middle, is reloaded, and comes back.
    const weak = await openPage(stage, PHONE, { worker: true })
    await logIn(stage, weak.page, 'partyMember-7')
    await weak.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    // Without its ticket no ballot can be kept; it comes by itself, while the person reads.
    const ticket = weak.page.waitForResponse((reply) => reply.url().endsWith('/ticket'))
    await weak.page.goto(at(`/polls/${poll}`))
    await choose(weak.page, '赞成')
    await ticket
    await weak.context.setOffline(true)
    await castNow(weak.page)
    await weak.page.getByText(words.attend.kept).waitFor()
    await weak.page.reload()
    await weak.page.getByText(words.attend.kept).waitFor()
    await look(weak.page, 'mixed-ballot-offline')
    expect(await turnout()).toBe(2)
    await weak.context.setOffline(false)
    await recorded(weak.page)
    expect(await turnout()).toBe(3)
    await weak.page.reload()
    await weak.page.getByText(words.attend.alreadyVoted).waitFor()
    expect(await turnout()).toBe(3)

    // The chair ends it; the two tellers read the slips, each alone.
    await chair.page.getByRole('button', { name: '结束表决' }).click()
    await chair.page.getByRole('alertdialog').getByRole('button', { name: '结束表决' }).click()
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 3000))
    const [first, second] = sittingOf(stage.world.matter()).tellers as [string, string]
    for (const teller of [first, second]) {
      const desk =
        teller === sittingOf(stage.world.matter()).recorder ? recorder : await openPage(stage, PHONE)
      if (desk !== recorder) await logIn(stage, desk.page, teller)
      await desk.page.goto(at('/conduct'))
      for (const number of [1, 2, 3]) await readSlip(desk.page, number, '赞成')
      if (teller === first) await look(desk.page, 'mixed-teller')
      await desk.page.getByRole('button', { name: '唱票完毕，提交计票单' }).click()
      const told = teller === first ? '已收到，等另一名计票人' : '两份一致，计票完成'
      await desk.page.getByText(told).first().waitFor()
    }
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 5000))
    await screen.getByText('赞成').first().waitFor()
    await look(screen, 'mixed-projector-result')
    await look(chair.page, 'mixed-chair')

    const result = await stage.world.ask('branchSecretary', 'getPoll', { poll })
    expect(result).toMatchObject({
      status: 'closed',
      outcome: 'adopt',
      // Few by each way: no split is shown to anybody in the room.
      byChannel: null,
      figures: {
        presentInHall: 3,
        presentOnline: 3,
        for: 5,
        against: 1,
        abstain: 0,
        invalid: 0,
        notCast: 0,
        assisted: 1,
      },
    })
    const receipts = await openPage(stage, PHONE)
    await receipts.page.goto(`${stage.address}/app/v/${stage.world.village}/polls/${poll}/receipts`)
    await receipts.page.getByRole('heading', { level: 1 }).waitFor()
    await look(receipts.page, 'mixed-receipts')
    const { count } = await stage.world.ask('branchSecretary', 'listReceipts', { poll })
    expect(count).toBe(3)
  })
})
