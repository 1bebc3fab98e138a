/** A real server with a village of its own, and Chromium in front of it: phone or desk, with pictures and axe. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import zh from '../../web/src/say/messages/zh-CN.ts'
import type { Scenario, Step } from '../scenarios/runner/file.ts'
import { settle } from '../scenarios/runner/fill.ts'
import { playStep } from '../scenarios/runner/play.ts'
import { serverFor } from '../scenarios/runner/server.ts'
import { World } from '../scenarios/runner/world.ts'

export const PHONE = { width: 360, height: 740 }
export const DESK = { width: 1280, height: 800 }
/** 大屏 */
export const SCREEN = { width: 1920, height: 1080 }
const PICTURES = join(import.meta.dirname, '..', '..', 'artifacts', 'pages')
const VILLAGE = '411329990201'
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The words of the pages, as a resident reads them. */
export const words = zh

export type Stage = {
  world: World
  address: string
  browser: Browser
  step(step: Step): Promise<void>
  close(): Promise<void>
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** A small village in a server of its own; what the meeting needs is played through the API, the rest in the browser. */
export async function openStage(
  matter: Scenario['matter'],
  start = '2026-11-02 08:00',
  /** What is otherwise about its people, before they are imported. */
  prepare: (world: World) => void = () => {},
  village: Scenario['village'] = 'small',
): Promise<Stage> {
  if (!CHROMIUM) throw new Error('Chromium is missing: .ci/run installs it')
  const scenario: Scenario = {
    scenario: 'journey',
    village,
    start,
    steps: [{}],
    ...(matter ? { matter } : {}),
  }
  const server = await serverFor(
    { ...inject('cluster'), stop: async () => {} },
    new Date(`${start.replace(' ', 'T')}:00+08:00`),
  )
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--lang=zh-CN',
      // A microphone that hums, and leave to use it.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  })
  const world = new World(server.address, VILLAGE, scenario, new Date(`${start.replace(' ', 'T')}:00+08:00`))
  const close = async () => {
    await browser.close()
    await server.stop()
  }
  try {
    prepare(world)
    await settle(world)
  } catch (error) {
    await close()
    throw error
  }
  return {
    world,
    address: server.address,
    browser,
    step: async (step) => void (await playStep(world, step)),
    close,
  }
}

/** 到表决为止: steps 1 and 2 adopted, the Party members called and those named there, the poll open. */
export async function upToOpenPoll(stage: Stage, attend: { inHall: number; online?: number }): Promise<void> {
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
  await stage.step({ convene: {} })
  await stage.step({ begin: {} })
  await stage.step({ attend } as never)
  await stage.step({ open: {} })
}

export async function openPage(
  stage: Stage,
  size: { width: number; height: number },
  options: { scripts?: boolean; worker?: boolean } = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await stage.browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    javaScriptEnabled: options.scripts ?? true,
    // Answers made up by a test come from the page's own requests; the worker is tried where it matters.
    serviceWorkers: options.worker ? 'allow' : 'block',
  })
  // What a phone does without a connection it does by its own clock, which is about right.
  if (options.worker) await context.clock.setSystemTime(stage.world.now)
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  return { page, context }
}

/** 登录: phone, code from the outbox, the person, and a PIN of his own where one is asked. */
export async function logIn(stage: Stage, page: Page, who: string, pin = '739251') {
  const { phone } = personOf(stage, who)
  await page.goto(`${stage.address}/app/login`)
  await page.getByLabel(words.enter.phone).fill(phone)
  const before = new Set((await codesOf(stage, phone)).map(({ id }) => id))
  await page.getByRole('button', { name: words.enter.sendCode }).click()
  await page.getByLabel(words.enter.code, { exact: true }).waitFor()
  await page.getByLabel(words.enter.code, { exact: true }).fill(await codeOf(stage, phone, before))
  await page.getByRole('button', { name: words.enter.enter, exact: true }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
  if (page.url().includes('/who')) await choosePerson(stage, page, who, pin)
}

function personOf(stage: Stage, who: string) {
  const { name } = stage.world.population.byAlias.get(who) ?? {}
  const row = stage.world.population.rows.people.find((person) => person.name === name)
  if (!row?.phone || !row.idNumber) throw new Error(`${who} has no phone`)
  return { name: row.name, phone: row.phone, idNumber: row.idNumber }
}

async function codesOf(stage: Stage, phone: string): Promise<{ id: string; text: string }[]> {
  const { rows } = await stage.world.ask(null, 'listOutbox', { q: phone })
  return rows.filter((message: { kind: string }) => message.kind === 'code')
}

/** The newest code a phone got, from the outbox; the clock stands still, so of several only who saw those before knows it. */
export async function codeOf(stage: Stage, phone: string, before?: ReadonlySet<string>): Promise<string> {
  const newest = (await codesOf(stage, phone)).find(({ id }) => !before?.has(id))
  return /\b(\d{6})\b/.exec(newest?.text ?? '')?.[1] ?? ''
}
export const phoneOf = (stage: Stage, who: string): string => personOf(stage, who).phone

/** 登录纸条: printed by a clerk and handed over by the oversight committee, neither of them he himself. */
export async function slipOf(stage: Stage, who: string): Promise<string> {
  const { world } = stage
  const clerk = who === 'villageDirector' ? 'branchSecretary' : 'villageDirector'
  const hand = who === 'oversightChair' ? 'oversight-2' : 'oversightChair'
  const { code, actId } = await world.ask(clerk, 'printPaperCode', { person: await world.idOf(who) }, {})
  await world.ask(hand, 'confirmAct', { act: actId }, {})
  return code
}

/** 您是哪一位: the name, and the PIN, set at the first time with a slip. */
export async function choosePerson(
  stage: Stage,
  page: Page,
  who: string,
  pin: string,
  asked?: 'already asked',
) {
  const { name } = personOf(stage, who)
  if (!asked) await page.getByRole('button', { name }).click()
  const slip = page.getByLabel(words.enter.paperCode)
  const own = page.getByLabel(words.enter.pin, { exact: true })
  const left = page.waitForURL((url) => !url.pathname.endsWith('/who'))
  const shown = await Promise.race([slip.or(own).waitFor(), left]).then(() => slip.or(own).isVisible())
  if (shown) {
    const setting = await slip.isVisible()
    if (setting) await slip.fill(await slipOf(stage, who))
    await (setting ? page.getByLabel(words.enter.newPin) : own).fill(pin)
    await page.getByRole('button', { name: words.enter.enter, exact: true }).click()
  }
  await left
}

/** A picture for people to look at, and the page held against axe-core. */
export async function look(page: Page, name: string, asked = { axe: true }) {
  mkdirSync(PICTURES, { recursive: true })
  await page.waitForLoadState('networkidle').catch(() => undefined)
  const size = page.viewportSize()
  await page.screenshot({ path: join(PICTURES, `${name}-${size?.width ?? 0}.png`), fullPage: true })
  const { violations } = asked.axe
    ? await new AxeBuilder({ page }).withTags(AXE_TAGS).analyze()
    : { violations: [] }
  const found = violations.map(
    (one) =>
      `${one.id}: ${one.help} (${one.nodes
        .map((node) => node.target.join(' '))
        .slice(0, 3)
        .join('; ')})`,
  )
  expect(found, `axe on ${name}`).toEqual([])
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(wider, `${name} scrolls sideways`).toBeLessThanOrEqual(1)
}

/** The same page on the phone and on the desk: its names and colours are the same there, its width is not. */
export async function both(page: Page, name: string) {
  await look(page, name)
  await page.setViewportSize(DESK)
  await look(page, name, { axe: false })
  await page.setViewportSize(PHONE)
}

/** The cookie is answered for: staff above have no log-in of their own in a test village, and one log-in is like the other. */
export async function actAs(stage: Stage, page: Page, who: string, offices: string[], digits = 12) {
  const { token, personId } = await stage.world.session(who)
  const village = stage.world.village.slice(0, digits)
  const acting = {
    village,
    villageName: '演示',
    personId,
    name: who,
    offices,
    registered: false,
    factor: 'pin',
  }
  await page.route('**/api/session/refresh', (route) =>
    route.fulfill({ json: { accessToken: token, accountId: personId, acting, capacities: [acting] } }),
  )
}
