import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseTellers } from '../scenarios/runner/ballots.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { SMALL_VILLAGE } from '../scenarios/runner/population.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, SCREEN, type Stage } from './stage.ts'

/** 主持六十人的会: a day of the recorder, the chair and two tellers, on a desk and on a phone. */
const OLD_SCREEN = { width: 1366, height: 768 }
const TWO_SCREENS = 2 * DESK.height

describe('conducting a meeting of sixty', () => {
  let stage: Stage
  let meeting: string
  let poll: string
  const at = (path: string) => `${stage.address}/app/v/${stage.world.village}/meetings/${meeting}${path}`
  const height = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight)
  const rollCard = (page: Page) => page.locator('.card', { has: page.getByRole('heading', { name: '名册' }) })

  beforeAll(async () => {
    stage = await openStage(
      {
        title: '东河沿水渠清淤和护坡',
        summary: '清淤两公里，护坡三百米，花八万元，由村集体出钱。',
        codes: ['M03'],
        amount: '8万',
      },
      undefined,
      undefined,
      {
        ...SMALL_VILLAGE,
        households: 90,
        registered: 240,
        adults: 190,
        members: 180,
        party: { full: 60, probationary: 0, underProbation: 0, away: 12 },
      } as never,
    )
    await stage.step({ submit: {} })
    await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
    await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
    await stage.step({ convene: { window: 0, secretFor: [stage.world.matter().name] } } as never)
    await stage.step({ begin: {} })
    await stage.step({ attend: { inHall: 27, online: 14 } } as never)
    meeting = sittingOf(stage.world.matter()).meetingId
    poll = sittingOf(stage.world.matter()).polls[0]?.id ?? ''
  })
  afterAll(() => stage?.close())

  test('a slip of the finger is undone, the hall gets its slips at once, closing says what it means, unequal tellers see where', async () => {
    const sitting = sittingOf(stage.world.matter())
    const [one, two] = sitting.tellers as [string, string]
    const recorder = await openPage(stage, DESK)
    await logIn(stage, recorder.page, sitting.recorder)
    // 待办: from the opening on.
    await recorder.page.getByText('您是记录人').first().waitFor()
    await look(recorder.page, 'conduct-todo')
    await recorder.page.goto(at('/conduct'))
    const roll = rollCard(recorder.page)
    await roll.getByRole('button', { name: '现场签到' }).first().waitFor()
    await look(recorder.page, 'conduct-sixty-begin')
    expect(await height(recorder.page)).toBeLessThanOrEqual(TWO_SCREENS)

    // 点错了: undone before it is sent; the server never heard of it.
    const row = roll
      .locator('li', { has: recorder.page.getByRole('button', { name: '现场签到' }) })
      .filter({ hasNotText: '无表决权' })
      .first()
    const name = (await row.locator('strong').textContent()) ?? ''
    const absent = async () =>
      (await stage.world.ask(sitting.recorder, 'getRoll', { meeting, state: 'absent' })).rows.map(
        (line: { person: { name: string } }) => line.person.name,
      )
    await roll.locator('li', { hasText: name }).getByRole('button', { name: '现场签到' }).click()
    await roll.getByRole('button', { name: '点错了' }).click()
    await recorder.page.waitForTimeout(6000)
    expect(await absent()).toContain(name)
    await roll.locator('li', { hasText: name }).getByRole('button', { name: '现场签到' }).click()
    await recorder.page.getByText(`${name} 已签到`).waitFor()
    expect(await absent()).not.toContain(name)

    await chooseTellers(stage.world, sitting)
    const chair = await openPage(stage, DESK)
    await logIn(stage, chair.page, 'branchSecretary')
    await chair.page.goto(at('/conduct'))
    await chair.page.getByRole('button', { name: '开始表决' }).click()
    await chair.page.getByRole('alertdialog').getByRole('button', { name: '开始表决' }).click()
    await chair.page.getByText('结束前任何人都看不到票数。').waitFor()

    // 给全场发票: one act.
    await recorder.page.getByRole('button', { name: '给全场发票' }).click()
    await recorder.page.getByRole('alertdialog').getByRole('button', { name: '发 28 张' }).click()
    await recorder.page.getByText('已发表决票 28 张。').waitFor()
    await look(recorder.page, 'conduct-sixty-open')
    expect(await height(recorder.page)).toBeLessThanOrEqual(TWO_SCREENS)
    await recorder.page.setViewportSize(PHONE)
    await look(recorder.page, 'conduct-sixty-open')
    await recorder.page.setViewportSize(DESK)

    const screen = await chair.context.newPage()
    for (const size of [SCREEN, OLD_SCREEN]) {
      await screen.setViewportSize(size)
      await screen.goto(at('/projector'))
      await screen.getByText('表决中').first().waitFor()
      await screen.locator('img.qr').waitFor()
      await look(screen, 'conduct-projector-open')
      expect(await height(screen)).toBeLessThanOrEqual(size.height)
    }

    // 结束之前: who has not voted, and what that means by the rule; 28 of 31 are in.
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 5 * 60_000))
    await chair.page.getByRole('button', { name: '结束表决' }).click()
    const dialog = chair.page.getByRole('alertdialog')
    await dialog.getByText('还有 14 人到会没投').waitFor()
    await dialog.getByText('还差 3 票才过半数').waitFor()
    await look(chair.page, 'conduct-closing')
    await chair.page.setViewportSize(PHONE)
    await look(chair.page, 'conduct-closing')
    await chair.page.setViewportSize(DESK)
    await dialog.getByRole('button', { name: '结束表决' }).click()
    await dialog.waitFor({ state: 'detached' })
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 3000))

    // 两名计票人: each alone. Who has entered has nothing to fill in until the other has.
    const first = await openPage(stage, PHONE)
    await logIn(stage, first.page, one)
    await first.page.getByText('等待计票').first().waitFor()
    await first.page.goto(at('/conduct'))
    const second = sitting.recorder === two ? recorder : await openPage(stage, DESK)
    if (second !== recorder) await logIn(stage, second.page, two)
    await second.page.goto(at('/conduct'))
    const fill = async (page: Page, figures: [string, string, string]) => {
      const labels = ['赞成', '反对', '弃权']
      for (const [i, label] of labels.entries())
        await page.getByLabel(label, { exact: true }).fill(figures[i] ?? '')
      await page.getByRole('button', { name: '提交我的计票单' }).click()
    }
    await fill(first.page, ['20', '6', '2'])
    await first.page.getByRole('button', { name: '提交我的计票单' }).waitFor({ state: 'detached' })
    await look(first.page, 'conduct-teller-waits')
    await fill(second.page, ['19', '6', '2'])
    // Both are told at once, without a reload, and each form is empty again.
    for (const [desk, picture] of [
      [first, 'conduct-teller-differs'],
      [second, 'conduct-teller-differs'],
    ] as const) {
      await desk.page.getByText('一份合计 27 张，一份合计 28 张').waitFor()
      await desk.page.getByRole('button', { name: '提交我的计票单' }).waitFor()
      expect(await desk.page.getByLabel('赞成', { exact: true }).inputValue()).toBe('')
      await look(desk.page, picture)
    }
    await fill(first.page, ['20', '6', '2'])
    await first.page.getByRole('button', { name: '提交我的计票单' }).waitFor({ state: 'detached' })
    await fill(second.page, ['20', '6', '2'])
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 5000))
    await chair.page.getByText('未通过').first().waitFor()
    await look(chair.page, 'conduct-sixty-closed')
    expect(await height(chair.page)).toBeLessThanOrEqual(TWO_SCREENS)
    for (const size of [SCREEN, OLD_SCREEN]) {
      await screen.setViewportSize(size)
      await screen.goto(at('/projector'))
      await screen.locator('.projector-result').waitFor()
      await look(screen, 'conduct-projector-result')
      expect(await height(screen)).toBeLessThanOrEqual(size.height)
    }
    expect(await stage.world.ask('branchSecretary', 'getPoll', { poll })).toMatchObject({ outcome: 'reject' })
  })
})
