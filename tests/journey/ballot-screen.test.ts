/** 一屏一题: the ballot on the smallest phone and in the largest letters, measured. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import link from '../../web/src/say/messages/zh-CN/link.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { webm } from '../sounds.ts'
import {
  codeOf,
  logIn,
  look,
  openPage,
  openStage,
  PHONE,
  phoneOf,
  type Stage,
  upToOpenPoll,
  words,
} from './stage.ts'

const SMALL = { width: 320, height: 640 }
const TITLE = '村东头至小学门前水泥路拓宽并安装路灯二十盏及排水沟清理改造工程方案' // 33 characters
const VIEWS = [
  { size: PHONE, view: 'plain', letters: '18' },
  { size: PHONE, view: 'elder', letters: '36' },
  { size: SMALL, view: 'plain', letters: '18' },
  { size: SMALL, view: 'elder', letters: '18' },
  { size: SMALL, view: 'elder', letters: '36' },
] as const

let stage: Stage
let address: string
beforeAll(async () => {
  stage = await openStage(
    {
      title: TITLE,
      summary: '路面加宽到五米，装二十盏路灯，清理两侧排水沟，花五万元，由村集体出钱。',
      codes: ['M03'],
      amount: '5万',
    },
    undefined,
    (world) => {
      // 一家两口一部手机
      const names = ['partyMember-6', 'villager-60'].map((who) => world.nameOf(who))
      const family = world.population.rows.people.filter((row) => names.includes(row.name))
      for (const row of family) row.phone = family[0]?.phone ?? null
    },
  )
  // With a voice note beside it, which stands below and moves nothing.
  await stage.step({ draft: {} } as never)
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(webm(20))]), 'voice.webm')
  const { id: fileId } = await stage.world.ask('branchSecretary', 'uploadFile', { purpose: 'voice' }, form)
  const transcript = '路面加宽，装路灯，花五万元。'
  const proposal = stage.world.matter().id
  await stage.world.ask('branchSecretary', 'keepVoiceNote', { proposal }, { fileId, transcript })
  await upToOpenPoll(stage, { inHall: 3 })
  const { meetingId, polls } = sittingOf(stage.world.matter())
  address = `${stage.address}/app/v/${stage.world.village}/meetings/${meetingId}/polls/${polls[0]?.id}`
})
afterAll(() => stage?.close())

test('question and three equal choices need no scrolling in any view, and nothing moves under the thumb', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'partyMember-8')
  await page.addInitScript(() => {
    const moved: string[] = []
    Object.assign(window, { moved })
    type Shift = { value: number; sources: { node: Element | null }[] }
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as unknown as Shift[])
        moved.push(`${value}: ${sources.map(({ node }) => node?.className || node?.nodeName)}`)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const table: string[] = []
  for (const { size, view, letters } of VIEWS) {
    await page.setViewportSize(size)
    await context.addCookies([
      { name: 'view', value: view, url: stage.address },
      { name: 'size', value: letters, url: stage.address },
    ])
    await page.goto(address)
    await page.getByRole('button', { name: '弃权' }).waitFor()
    await page.getByText('路面加宽到五米').waitFor()
    const note = page.getByRole('button', { name: /^听语音说明/ })
    await note.waitFor()
    await page.waitForLoadState('networkidle')
    const boxes = await page.evaluate(() =>
      ['h1', '.choice:nth-child(1)', '.choice:nth-child(2)', '.choice:nth-child(3)'].map((what) => {
        const box = document.querySelector(what)?.getBoundingClientRect()
        return {
          top: box?.top ?? -1,
          bottom: box?.bottom ?? 9999,
          width: box?.width,
          height: box?.height ?? 0,
        }
      }),
    )
    const named = `${size.width} × ${size.height}, ${view}, ${letters}`
    const [question, ...choices] = boxes
    table.push(`${named}: question from ${question?.top}, last choice to ${choices[2]?.bottom}`)
    expect(question?.top, named).toBeGreaterThanOrEqual(0)
    expect(choices[2]?.bottom, named).toBeLessThanOrEqual(size.height)
    expect((await note.boundingBox())?.y, named).toBeGreaterThan(choices[2]?.bottom ?? 9999)
    expect(new Set(choices.map((one) => `${one.width} × ${one.height}`)).size, named).toBe(1)
    expect(choices[0]?.height, named).toBeGreaterThanOrEqual(60)
    const moved = await page.evaluate(() => (window as unknown as { moved: string[] }).moved)
    expect(moved, `layout shift at ${named}`).toEqual([])
    await look(page, `ballot-${view}-${letters}-${size.height}`)
  }
  console.log(table.join('\n'))
  await context.close()
})

test('who has not signed in does so with the ballot, offline too: in three taps it is confirmed, and sent when the line is back', async () => {
  const { page, context } = await openPage(stage, SMALL)
  await logIn(stage, page, 'partyMember-7')
  const ticket = page.waitForResponse((reply) => reply.url().endsWith('/ticket'))
  await page.goto(address)
  await page.getByText(words.attend.signsIn).waitFor()
  await ticket
  await page.getByRole('button', { name: '弃权' }).click()
  await page.getByText(words.attend.signsInToo).waitFor()
  await context.setOffline(true)
  await page.getByRole('button', { name: words.attend.castNow, exact: true }).click()
  await page.getByText(words.attend.kept).waitFor()
  const { chair, meetingId } = sittingOf(stage.world.matter())
  const present = async () => (await stage.world.ask(chair, 'getMeetingNow', { meeting: meetingId })).online
  expect(await present()).toBe(0)
  await context.setOffline(false)
  await page.getByRole('heading', { name: words.attend.recorded }).waitFor()
  expect(await present()).toBe(1)
  await context.close()
})

/** The link of the newest message to his phone. */
async function linkOf(who: string): Promise<string> {
  const { rows } = await stage.world.ask(null, 'listOutbox', { q: phoneOf(stage, who) })
  const text = rows.map((row: { text: string }) => row.text).find((one: string) => one.includes('/m/')) ?? ''
  return `${stage.address}/m/${/\/m\/(\w+)/.exec(text)?.[1]}`
}

/** 走了几步: what a person does and sees from the message on. A field that has the focus needs no tap. */
function counted(page: Page) {
  const done = { taps: 0, digits: 0, screens: [] as string[] }
  /** A screen is what has another heading, or another thing to fill in or to choose. */
  const screen = (named: string) => done.screens.push(named)
  const tap = async (name: string | RegExp) => {
    done.taps += 1
    await page.getByRole('button', { name }).click()
  }
  /** Keys pressed one by one, into what has the focus. */
  const type = async (text: string, into: Locator) => {
    await expect.poll(() => into.evaluate((one) => one === document.activeElement)).toBe(true)
    done.digits += text.length
    await page.keyboard.type(text)
    const hidden = await into.evaluate((one) => one.scrollWidth - one.clientWidth)
    expect(hidden, 'px of what was typed that are out of sight').toBeLessThanOrEqual(1)
  }
  return { done, screen, tap, type }
}
const rows: string[] = []
const print = (phone: string, { taps, digits, screens }: ReturnType<typeof counted>['done']) =>
  rows.push(`${phone}\t${taps}\t${screens.length}\t${digits}\t${screens.join(' → ')}`)
afterAll(() => console.info(['phone\ttaps\tscreens\tdigits\tway', ...rows].join('\n')))

test('from the message to the recorded ballot: three taps on his own phone, in the elder view of a small one', async () => {
  const { page, context } = await openPage(stage, SMALL)
  await context.addCookies([{ name: 'view', value: 'elder', url: stage.address }])
  await logIn(stage, page, 'partyMember-8')
  // Weeks later: the log-in has ended, the phone is still his.
  await context.clearCookies({ name: 'cunyi_session' })
  const { done, screen, tap } = counted(page)
  await page.goto(await linkOf('partyMember-8'))
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('button', { name: /进入/ }).waitFor()
  screen('link')
  await look(page, 'link-known')
  await tap(/进入/)
  await vote(page, screen, tap, '赞成')
  expect(done).toMatchObject({ taps: 3, digits: 0 })
  print('his own, log-in ended', done)
  await context.close()
})

async function vote(
  page: Page,
  screen: (named: string) => void,
  tap: (name: string) => Promise<void>,
  choice: string,
) {
  await page.getByRole('button', { name: choice }).waitFor()
  screen('ballot')
  await tap(choice)
  await page.getByText(words.attend.noChange).waitFor()
  screen('confirm')
  await tap(words.attend.castNow)
  await page.getByRole('heading', { name: words.attend.recorded }).waitFor()
  screen('receipt')
}

test('on a new phone the link asks for the code of his number: three taps after it to the recorded ballot', async () => {
  const { page, context } = await openPage(stage, SMALL)
  await context.addCookies([{ name: 'view', value: 'elder', url: stage.address }])
  const who = 'partyMember-5'
  const { done, screen, tap, type } = counted(page)
  await page.goto(await linkOf(who))
  const send = page.getByRole('button', { name: /发验证码到 \d{3}\*+\d{4}/ })
  await send.waitFor()
  screen('link')
  expect(await page.getByText(phoneOf(stage, who)).count()).toBe(0)
  await look(page, 'link-new')
  await tap(/发验证码到/)
  const code = page.getByLabel(/发到 .* 的验证码/)
  await code.waitFor()
  screen('code')
  await type(await codeOf(stage, phoneOf(stage, who)), code)
  await look(page, 'link-code')
  const before = done.taps
  await tap(/进入/)
  await vote(page, screen, tap, '弃权')
  await look(page, 'link-new-receipt')
  expect(done.taps - before, 'taps from the log-in on').toBe(3)
  expect(done).toMatchObject({ taps: 4, digits: 6 })
  expect(done.screens).toHaveLength(5)
  print('new', done)
  // Whoever has only the link stays outside.
  await page.goto(`${stage.address}/m/2222222222222`)
  await page.getByRole('link', { name: link.byPhone }).waitFor()
  await look(page, 'link-over')
  await context.close()
})

test('a phone of the family: the link is of one of them, and asks for his PIN', async () => {
  const { page, context } = await openPage(stage, SMALL)
  await context.addCookies([{ name: 'view', value: 'elder', url: stage.address }])
  const who = 'partyMember-6'
  await logIn(stage, page, who)
  await context.clearCookies({ name: 'cunyi_session' })
  const { done, screen, tap, type } = counted(page)
  await page.goto(await linkOf(who))
  await page.getByRole('button', { name: /进入/ }).waitFor()
  screen('link')
  await tap(/进入/)
  const pin = page.getByLabel(words.enter.pin, { exact: true })
  await pin.waitFor()
  screen('PIN')
  await type('739251', pin)
  await look(page, 'link-family-pin')
  const before = done.taps
  await tap(words.enter.enter)
  await vote(page, screen, tap, '反对')
  expect(done.taps - before, 'taps from the log-in on').toBe(3)
  expect(done).toMatchObject({ taps: 4, digits: 6 })
  print("the family's, known", done)
  await context.close()
})
