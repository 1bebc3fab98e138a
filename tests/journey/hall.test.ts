import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseTellers } from '../scenarios/runner/ballots.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, SCREEN, type Stage, words } from './stage.ts'

/** 会场: what the chair sees of comings and goings, and what anybody can check after the poll. */
describe('the hall', () => {
  let stage: Stage
  let meeting: string
  const at = (path: string) => `${stage.address}/app/v/${stage.world.village}${path}`
  const later = (minutes: number) =>
    stage.world.moveClock(new Date(stage.world.now.getTime() + minutes * 60_000))
  const ask = (request: string, rest: Record<string, string> = {}, body?: unknown) =>
    stage.world.ask('branchSecretary', request as never, { meeting, ...rest }, body)

  beforeAll(async () => {
    stage = await openStage({
      title: '东河沿水渠清淤和护坡',
      summary: '清淤两公里，护坡三百米，花八万元，由村集体出钱。',
      codes: ['M03'],
      amount: '8万',
    })
    await stage.step({ submit: {} })
    await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
    await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
    await stage.step({ convene: { window: 0, secretFor: [stage.world.matter().name] } } as never)
    await stage.step({ begin: {} })
    meeting = sittingOf(stage.world.matter()).meetingId
    const poll = sittingOf(stage.world.matter()).polls[0]?.id
    expect(poll).toBeTruthy()
    await stage.step({
      attend: { people: { 'partyMember-1': 'inHall', 'partyMember-2': 'inHall', 'partyMember-3': 'inHall' } },
    } as never)
  })
  afterAll(() => stage?.close())

  test('the chair sees who is there over time and who has not voted, and everybody finds his receipt afterwards', async () => {
    const poll = sittingOf(stage.world.matter()).polls[0]?.id ?? ''
    const chair = await openPage(stage, DESK)
    await logIn(stage, chair.page, 'branchSecretary')
    await chair.page.goto(at(`/meetings/${meeting}/conduct`))
    await chair.page.getByText('到会人数变化').waitFor()
    await look(chair.page, 'hall-chair-begin')

    // Four come one after the other by phone, one in the hall leaves: six of eight are just enough.
    const phones = []
    for (const who of ['partyMember-7', 'partyMember-8', 'partyMember-6', 'partyMember-5']) {
      await later(4)
      const phone = await openPage(stage, PHONE)
      await logIn(stage, phone.page, who)
      await phone.page.goto(at(`/meetings/${meeting}`))
      await phone.page.getByRole('button', { name: words.attend.signInOnline }).click()
      await phone.page.getByText('您已签到').waitFor()
      phones.push(phone)
    }
    await later(3)
    await ask('leaveMeeting', {}, { personId: await stage.world.idOf('partyMember-2') })
    await later(6)
    await chair.page.reload()
    // With somebody in the hall the tellers come first.
    await chair.page.getByText('先推选计票人').waitFor()
    await look(chair.page, 'hall-tellers-first')
    await chooseTellers(stage.world, sittingOf(stage.world.matter()))
    await chair.page.reload()
    await chair.page.getByRole('button', { name: '开始表决' }).click()
    await chair.page.getByRole('alertdialog').getByRole('button', { name: '开始表决' }).click()
    await chair.page.getByText('结束前任何人都看不到票数。').waitFor()

    const receipts: string[] = []
    for (const { page } of phones.slice(0, 3)) {
      await page.goto(at(`/meetings/${meeting}/polls/${poll}`))
      await page.getByRole('button', { name: '赞成' }).click()
      await page.getByRole('button', { name: words.attend.castNow, exact: true }).click()
      await page.getByRole('heading', { name: words.attend.recorded }).waitFor()
      receipts.push(((await page.locator('.receipt').textContent()) ?? '').trim())
    }
    // Before the end nobody can look anything up, and the page says when.
    const early = await openPage(stage, PHONE)
    await early.page.goto(at(`/polls/${poll}/receipts`))
    await early.page.getByRole('heading', { level: 1 }).waitFor()
    await early.page.getByText(words.attend.receiptsEarly).waitFor()
    expect(await early.page.getByLabel(words.attend.receiptCode).count()).toBe(0)
    await look(early.page, 'hall-receipts-early')

    // 到会未投: one on the phone and those in the hall; never what the others chose.
    const roll = chair.page.locator('.card', { has: chair.page.getByRole('heading', { name: '名册' }) })
    await roll.getByRole('button', { name: '到会未投' }).click()
    await roll.getByText(stage.world.nameOf('partyMember-7'), { exact: true }).waitFor({ state: 'detached' })
    for (const who of ['partyMember-5', 'partyMember-1'])
      await roll.getByText(stage.world.nameOf(who), { exact: true }).waitFor()
    await chair.page.getByText('发言计时').first().click()
    await chair.page.getByRole('button', { name: '3 分钟' }).click()
    await look(chair.page, 'hall-chair-open')
    await chair.page.getByRole('button', { name: '停止计时' }).click()

    // Not all have voted: not in the first five minutes.
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 5 * 60_000))
    await chair.page.getByRole('button', { name: '结束表决' }).click()
    await chair.page.getByRole('alertdialog').getByRole('button', { name: '结束表决' }).click()
    // Only what has ended can be settled: the clock goes on once the server has taken the chair's word.
    await chair.page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 5000))
    await chair.page.getByText('到会人数变化').click()
    await chair.page.getByText('表决结束时实到').first().waitFor()
    await chair.page.getByText('看每个时间的人数').click()
    await look(chair.page, 'hall-chair-closed')
    await chair.page.setViewportSize(PHONE)
    await look(chair.page, 'hall-chair-closed')
    await chair.page.setViewportSize(SCREEN)
    await look(chair.page, 'hall-chair-closed')

    const anybody = await openPage(stage, PHONE)
    const sent: string[] = []
    anybody.page.on('request', (request) => sent.push(request.url()))
    await anybody.page.goto(at(`/polls/${poll}/receipts`))
    await anybody.page.getByText('与公布的核对码一致').waitFor()
    const mine = receipts[0] ?? ''
    await anybody.page.getByLabel(words.attend.receiptCode).fill(mine.toLowerCase())
    await anybody.page.getByRole('button', { name: words.attend.look }).click()
    await anybody.page.getByText('这张票已经拆封计票').waitFor()
    await look(anybody.page, 'hall-receipts-found')
    await anybody.page.setViewportSize(DESK)
    await look(anybody.page, 'hall-receipts-found')
    await anybody.page.getByLabel(words.attend.receiptCode).fill('AAAA AAAA AAAA AAAA')
    await anybody.page.getByRole('button', { name: words.attend.look }).click()
    await anybody.page.getByText('清单里没有 AAAA').waitFor()
    // Nobody learns which receipt was looked for, and the list holds all three and no choice.
    expect(sent.filter((url) => url.includes(mine.replace(/\s/g, '')))).toEqual([])
    const list = await ask('listReceipts', { poll })
    expect([...list.receipts].sort()).toEqual(receipts.map((one) => one.replace(/\s/g, '')).sort())
    expect(Object.keys(list).sort()).toEqual(['count', 'digest', 'receipts'])
  })
})
