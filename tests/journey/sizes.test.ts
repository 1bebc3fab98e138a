/** 看得清、点得着: the smallest text and the smallest thing to tap of each page, in four views, as a table. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { logIn, look, openPage, openStage, type Stage, upToOpenPoll } from './stage.ts'

const VIEWS = [
  { name: '手机', size: { width: 360, height: 740 }, cookies: {}, text: 18, tap: 44 },
  { name: '长辈版', size: { width: 320, height: 640 }, cookies: { view: 'elder' }, text: 24, tap: 60 },
  { name: '最大字', size: { width: 360, height: 740 }, cookies: { size: '36' }, text: 18, tap: 44 },
  { name: '电脑', size: { width: 1280, height: 800 }, cookies: {}, text: 18, tap: 44 },
]
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

type Least = { text: number; tap: number; short: string[] }
/** Looked at as drawn. A box to tick is tapped by its label; what is drawn for nobody is not measured. */
const measure = (page: Page, asked: { text: number; tap: number }): Promise<Least> =>
  page.evaluate((asked) => {
    const isSeen = (one: Element) => {
      const box = one.getBoundingClientRect()
      const style = getComputedStyle(one)
      return (
        box.width > 1 &&
        box.height > 1 &&
        style.visibility !== 'hidden' &&
        !one.closest('.hidden-visually, .skip, [aria-hidden="true"], svg')
      )
    }
    const told = (one: Element) =>
      `${one.tagName.toLowerCase()}.${one.className || '-'} “${(one.textContent ?? '').trim().slice(0, 12)}”`
    const least: Least = { text: 999, tap: 999, short: [] }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const one = node.parentElement
      if (!one || !node.textContent?.trim() || !isSeen(one)) continue
      const size = Number.parseFloat(getComputedStyle(one).fontSize)
      least.text = Math.min(least.text, size)
      if (size < asked.text - 0.1) least.short.push(`text ${size} ${told(one)}`)
    }
    for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
      const tapped = one.matches('[type="checkbox"], [type="radio"]') ? (one.closest('label') ?? one) : one
      if (!isSeen(tapped)) continue
      const { width, height } = tapped.getBoundingClientRect()
      const size = Math.round(Math.min(width, height) * 10) / 10
      least.tap = Math.min(least.tap, size)
      if (size < asked.tap - 0.1) least.short.push(`tap ${size} ${told(one)}`)
    }
    return { ...least, short: [...new Set(least.short)] }
  }, asked)

test('no text is smaller than 18 px and nothing to tap smaller than 44, in the elder view 24 and 60', async () => {
  const { world, address } = stage
  const proposal = world.matter().id
  const at = `/v/${world.village}/matters/${proposal}`
  const { meetingId, polls } = sittingOf(world.matter())
  const meeting = `/app/v/${world.village}/meetings/${meetingId}`
  const { id: petition } = await world.ask(
    'villager-3',
    'raisePetition',
    {},
    { title: '修村东小桥', text: '小桥年久失修' },
  )
  const pages = {
    log: '/app/login',
    home: '/app/',
    matters: '/app/matters',
    matter: `/app${at}`,
    talk: `/app${at}/talk`,
    meeting,
    ballot: `${meeting}/polls/${polls[0]?.id}`,
    me: '/app/me',
    said: '/app/said',
    record: '/app/record',
    data: '/app/my-data',
    petitions: '/app/petitions',
    raise: '/app/petitions/new',
    year: '/app/year',
    nowhere: '/app/nowhere',
    front: '/',
    villages: '/villages',
    board: `/v/${world.village}`,
    petition: `/v/${world.village}/p/${petition}`,
    help: `/v/${world.village}/help`,
  }
  const lines: string[] = []
  const short: string[] = []
  for (const view of VIEWS) {
    const { page, context } = await openPage(stage, view.size)
    await context.addCookies(
      Object.entries(view.cookies).map(([name, value]) => ({ name, value: String(value), url: address })),
    )
    await logIn(stage, page, 'partyMember-8')
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(`${address}${path}`)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await page.waitForLoadState('networkidle').catch(() => undefined)
      const { text, tap, short: found } = await measure(page, view)
      lines.push(`${view.name}\t${name}\t${text}\t${tap === 999 ? '-' : tap}`)
      for (const one of found) short.push(`${view.name} ${name}: ${one}`)
      if (view.size.width < 500) await look(page, `sizes-${name}-${view.text}`, { axe: false })
    }
    await context.close()
  }
  console.info(['view\tpage\tsmallest text px\tsmallest target px', ...lines].join('\n'))
  expect(short).toEqual([])
}, 600_000)
