/** 表决以后: the result on the first page, what one has said with its state, a matter that is followed; the board without a line. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import data from '../../web/src/say/messages/zh-CN/data.ts'
import mine from '../../web/src/say/messages/zh-CN/mine.ts'
import object from '../../web/src/say/messages/zh-CN/object.ts'
import voice from '../../web/src/say/messages/zh-CN/voice.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { logIn, look, openPage, openStage, PHONE, type Stage, upToOpenPoll, words } from './stage.ts'

const WHO = 'partyMember-8'
let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    title: '村道拓宽并安装路灯',
    summary: '路面加宽到五米，装二十盏路灯，花五万元，由村集体出钱。',
    codes: ['M03'],
    amount: '5万',
  })
  await upToOpenPoll(stage, { inHall: 4, online: 3 })
})
afterAll(() => stage?.close())

test('the result is told in one sentence until it is understood; a matter is followed in one tap', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, WHO)
  expect(await page.getByRole('heading', { name: mine.results }).count()).toBe(0)
  await stage.step({ vote: { for: 6, against: 1 } } as never)
  await stage.step({ close: {} })
  await page.reload()
  const card = page.locator('section', { has: page.getByRole('heading', { name: mine.results }) })
  await card.getByText(/通过/).waitFor()
  await look(page, 'home-result')
  await card.getByRole('link', { name: mine.toMatter }).click()
  await page.getByRole('button', { name: mine.follow, exact: true }).click()
  await page.getByText(mine.following).waitFor()
  await look(page, 'matter-followed')
  await page.goto(`${stage.address}/app/`)
  await page.getByRole('heading', { name: mine.followed }).waitFor()
  await card.getByRole('button', { name: words.follow.understood }).click()
  await card.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('heading', { name: mine.followed }).waitFor()
  expect(await page.getByRole('heading', { name: mine.results }).count()).toBe(0)
  await context.close()
})

test('what one has put forward stands on one page with its state, and is passed on by a link without a name', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'villager-12')
  await stage.world.ask(
    'villager-12',
    'raisePetition',
    {},
    { title: '修村东小桥', text: '小桥年久失修，雨天过不去。' },
  )
  await page.goto(`${stage.address}/app/me`)
  await page.getByRole('link', { name: words.follow.said }).click()
  await page.getByRole('heading', { name: /修村东小桥/ }).waitFor()
  await page.getByText(mine.states.signing).waitFor()
  await look(page, 'said')
  await page.goto(`${stage.address}/app/petitions`)
  await page.getByRole('link', { name: words.speak.publicPage }).click()
  await page.getByRole('heading', { name: '修村东小桥', level: 1 }).waitFor()
  expect(await page.locator('meta[property="og:image"]').getAttribute('content')).toMatch(/card\.png$/)
  await look(page, 'petition-public')
  await context.close()
})

test('the board opens without a line as it was last seen, and says when; what was never seen leads back', async () => {
  const { page, context } = await openPage(stage, PHONE, { worker: true })
  const village = `${stage.address}/v/${stage.world.village}`
  // Whoever has opened the app once has it; the public pages carry no script.
  await page.goto(`${stage.address}/app/login`)
  await page.evaluate(async () => {
    for (;;) {
      const all = await navigator.serviceWorker.getRegistrations()
      const board = all.find((one) => new URL(one.scope).pathname === '/')
      if (board?.active?.state === 'activated') return
      await new Promise((done) => setTimeout(done, 100))
    }
  })
  await page.goto(village)
  const heading = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  await context.setOffline(true)
  await page.reload()
  await page.getByText(/没有网络：这是 \d{4}-\d\d-\d\d \d\d:\d\d 看到的内容/).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(heading)
  await look(page, 'board-offline')
  await page.goto(`${stage.address}/villages`)
  await page.getByRole('heading', { name: '现在没有网络' }).waitFor()
  expect(await page.getByRole('link', { name: /返回首页/ }).getAttribute('href')).toBe('/app/')
  await look(page, 'board-never')
  await context.setOffline(false)
  await page.goto(village)
  expect(await page.getByText(/没有网络/).count()).toBe(0)
  await context.close()
})

test('a screen reader hears one polite region that is there before its words; the page begins at its heading', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'villager-12')
  await page.getByRole('link', { name: words.common.mine }).click()
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  const session = await context.newCDPSession(page)
  const nodes = async () => {
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    return nodes.filter((node) => !node.ignored)
  }
  const live = (await nodes()).filter((node) =>
    node.properties?.some(({ name, value }) => name === 'live' && value.value === 'polite'),
  )
  expect(live.filter((node) => node.role?.value === 'status')).not.toEqual([])
  const roles = ['button', 'link', 'textbox', 'checkbox', 'radio', 'combobox', 'heading']
  const nameless = (await nodes()).filter(
    (node) => roles.includes(node.role?.value) && !String(node.name?.value ?? '').trim(),
  )
  expect(nameless.map((node) => node.role?.value)).toEqual([])
  await page.goto(`${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}`)
  await page.getByRole('button', { name: mine.follow, exact: true }).waitFor()
  const step = await page.locator('[aria-current="step"]').first().textContent()
  expect(step?.trim()).toBeTruthy()
  await context.close()
})

test('every form written without a line says so, keeps its words over a reload, and is sent when the line is back', async () => {
  const { page, context } = await openPage(stage, PHONE)
  const who = 'representative-5'
  await stage.step({ convene: {} })
  await logIn(stage, page, who)
  const at = `/v/${stage.world.village}/matters/${stage.world.matter().id}`
  const { speak, common } = words
  const raise = { [speak.raiseTitle]: '修村西桥', [speak.raiseText]: '桥面塌了一角。' }
  const rows: string[] = []
  const form = async (path: string, fields: Record<string, string>, send: string) => {
    await page.goto(`${stage.address}/app${path}`)
    for (const [label, text] of Object.entries(fields))
      await page.getByLabel(label, { exact: true }).fill(text)
    await page.getByText(common.draftKept).waitFor()
    await context.setOffline(true)
    await page.getByText(common.draftOffline).waitFor()
    const button = page.getByRole('button', { name: send, exact: true })
    await button.click()
    await page.getByRole('alert').getByText(common.unreached.offline).waitFor()
    const kept = async (when: string) => {
      for (const [label, text] of Object.entries(fields))
        expect(await page.getByLabel(label, { exact: true }).inputValue(), `${path} ${when}`).toBe(text)
    }
    await kept('refused for want of a line')
    await look(page, `form-offline-${rows.length}`)
    await context.setOffline(false)
    await page.reload()
    await page.getByText(common.draftBack).waitFor()
    await kept('reloaded')
    const sent = page.waitForResponse(
      (reply) => reply.request().method() === 'POST' && !reply.url().includes('/session'),
    )
    await button.click()
    expect((await sent).ok(), path).toBe(true)
    await page.getByText(common.draftBack).waitFor({ state: 'detached' })
    await page.goto(`${stage.address}/app${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByText(common.draftBack).count(), `${path} once sent`).toBe(0)
    rows.push(`${path.replace(at, '…')}\tsays so, keeps\tback\tsent`)
  }
  await form('/petitions/new', raise, speak.raiseSend)
  await form('/my-data', { [data.wrong]: '出生日期应为1970-05-02' }, data.send)
  await form(`${at}/talk`, { [speak.text]: '路灯装几盏？' }, speak.send)

  // 语音提问: said aloud, without a line, over a reload, sent and heard.
  const record = async () => {
    await page.getByRole('button', { name: /^开始录音/ }).click()
    await page.getByText(/^正在录音：[12] 秒/).waitFor()
  }
  const mine = page.locator('form audio')
  await record()
  await look(page, 'talk-recording')
  await page.getByRole('button', { name: voice.stop }).click()
  await mine.waitFor()
  await context.setOffline(true)
  await page.getByText(voice.offline).waitFor()
  await page.getByRole('button', { name: speak.send, exact: true }).click()
  await page.getByRole('alert').getByText(common.unreached.offline).waitFor()
  await look(page, 'talk-recorded-offline')
  await context.setOffline(false)
  await page.reload()
  await mine.waitFor()
  await page.getByRole('radio', { name: speak.kinds.question }).check()
  await page.getByRole('button', { name: speak.send, exact: true }).click()
  await page.getByText(voice.spoken).waitFor()
  expect(await mine.count()).toBe(0)
  await page.getByRole('button', { name: /^听语音/ }).click()
  const heard = (where: string) =>
    expect
      .poll(() =>
        page.evaluate((at) => document.querySelector<HTMLAudioElement>(at)?.currentTime ?? 0, where),
      )
      .toBeGreaterThan(0)
  await heard('main li audio')
  await look(page, 'talk-spoken')
  rows.push('语音\tsays so, keeps\tback\tsent')

  // 语音说明: the office says the matter itself, and what it says stands beside it.
  const office = await openPage(stage, PHONE)
  await logIn(stage, office.page, 'branchSecretary')
  await office.page.goto(`${stage.address}/app${at}/voice`)
  await office.page.getByRole('button', { name: /^开始录音/ }).click()
  await office.page.getByText(/^正在录音：[12] 秒/).waitFor()
  await office.page.getByRole('button', { name: voice.stop }).click()
  await office.page.getByLabel(voice.words).fill('村道拓宽到五米，装二十盏路灯，花五万元，村集体出钱。')
  await look(office.page, 'voice-note')
  await office.page.getByRole('button', { name: voice.save, exact: true }).click()
  await office.page.getByRole('heading', { name: voice.inForce }).waitFor()
  await office.page.goto(`${stage.address}/app${at}/talk`)
  await office.page.getByLabel(voice.write).fill('路灯由谁管？')
  await look(office.page, 'talk-written')
  await office.page.getByRole('button', { name: voice.writeSend }).click()
  await office.page.getByText('路灯由谁管？', { exact: true }).waitFor()
  await office.context.close()
  const listen = async (where: string, name: string) => {
    await page.goto(`${stage.address}/app${where}`)
    await page.getByRole('button', { name: /^听语音说明/ }).click()
    await heard('main audio')
    await page.getByText(voice.words).click()
    await page.getByText('装二十盏路灯，花五万元，村集体出钱。').last().waitFor()
    await look(page, name)
  }
  await listen(at, 'matter-voice')
  const meeting = `/v/${stage.world.village}/meetings/${sittingOf(stage.world.matter()).meetingId}`
  await listen(meeting, 'meeting-voice')

  await stage.step({ begin: {} })
  // 回避: he says in a dialog that he does not agree; what he typed outlives the line and the page.
  const recused = 'representative-6'
  const { recusal } = words.attend
  const body = {
    proposalId: stage.world.matter().id,
    personId: await stage.world.idOf(recused),
    interest: 'relative',
    reason: '施工队长的弟弟',
  }
  const at4 = { meeting: sittingOf(stage.world.matter()).meetingId }
  await stage.world.ask('oversightChair', 'recuse', at4, body)
  const his = await openPage(stage, PHONE)
  await logIn(stage, his.page, recused)
  await his.page.goto(`${stage.address}/app${meeting}`)
  const dialog = his.page.getByRole('alertdialog')
  const reason = dialog.getByLabel(words.attend.reason)
  const contest = his.page.getByRole('button', { name: recusal.contest })
  await contest.click()
  await reason.fill('他弟弟三年前已经不在施工队')
  await his.context.setOffline(true)
  await dialog.getByText(common.draftOffline).waitFor()
  await dialog.getByRole('button', { name: common.submit }).click()
  await dialog.getByText(common.unreached.offline).waitFor()
  await look(his.page, 'recusal-offline')
  await his.context.setOffline(false)
  await his.page.reload()
  await contest.click()
  await dialog.getByText(common.draftBack).waitFor()
  expect(await reason.inputValue()).toBe('他弟弟三年前已经不在施工队')
  await dialog.getByRole('button', { name: common.submit }).click()
  await his.page.getByText(recusal.contested).waitFor()
  await his.context.close()
  rows.push('回避\tsays so, keeps\tback\tsent')
  await stage.step({ attend: { inHall: 6 } } as never)
  await stage.step({ open: {} })
  await stage.step({ vote: { paper: { for: 6 } } } as never)
  await stage.step({ close: {} })
  await stage.step({ disclose: {} })
  await form(`${at}/object`, { [object.text]: '路灯的价格比邻村高。' }, object.send)
  console.info(['form\toffline\treloaded\twith the line', ...rows].join('\n'))
  await context.close()
})
