/** 跟着走一遍, as a newcomer takes it: the first page, the button that is offered, what is marked, and so on to the package. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { verifyPackage } from '../../server/verify/verify.ts'
import demo from '../../web/src/say/messages/zh-CN/demo.ts'

const LONGEST_STEP = 120_000

/** Every button that was pressed, and when; the package at the end. */
export async function takeTour(page: Page, origin: string, shot: (name: string) => Promise<unknown>) {
  const began = performance.now()
  const pressed: string[] = []
  const card = page.getByRole('region', { name: demo.tour })
  const text = async () => ((await card.getByRole('status').first().textContent()) ?? '').trim()
  const scene = async () => {
    const told = await text()
    const found = Object.entries(demo.scene).find(([, words]) => {
      const [first = '', last = ''] = words.split('{title}')
      return told.startsWith(first) && told.endsWith(last)
    })
    return found?.[0] ?? told
  }
  const note = (what: string) =>
    pressed.push(`${((performance.now() - began) / 1000).toFixed(0)} s ${what.trim()}`)
  /** What the tour marks on the page, or in its question. */
  const mark = async (where = 'main') => {
    const button = page.locator(`${where} .tour-mark`)
    await button.waitFor()
    note((await button.textContent()) ?? '')
    await button.click()
  }
  /** The one big button of the card. */
  const press = async () => {
    const button = card.locator('.button-main')
    await button.waitFor()
    note((await button.textContent()) ?? '')
    await button.click()
  }
  const until = async (scenes: string[]) => {
    for (const end = performance.now() + LONGEST_STEP; ; ) {
      const now = await scene().catch(() => '')
      if (scenes.includes(now)) return now
      if (performance.now() > end)
        throw new Error(`${now} and not ${scenes.join(', ')}: ${pressed.join(' | ')}`)
      await page.waitForTimeout(200)
    }
  }
  const othersUntil = async (...scenes: string[]) => {
    await press()
    return until(scenes)
  }

  await page.goto(`${origin}/`)
  await shot('front')
  await page.getByRole('link', { name: demo.start }).click()
  const begin = page.getByRole('button', { name: demo.tourBegin })
  await begin.waitFor()
  await shot('start')
  note(demo.tourBegin)
  await begin.click()

  await until(['draft'])
  await card.getByRole('button', { name: demo.fill }).click()
  await page.locator('.tour-mark').waitFor()
  await shot('draft')
  await mark()
  await mark('[role=alertdialog]')
  await until(['sit'])
  await page.waitForURL(/\/matters\//)
  await shot('sit')
  await othersUntil('convene')

  await press()
  await page.waitForURL(/\/convene$/)
  // Place, recorder and tellers are those of the last time.
  await page.locator('main .tour-mark').waitFor()
  await shot('convene')
  await mark()
  await mark('[role=alertdialog]')
  await until(['wait'])
  await othersUntil('come')
  await shot('come')
  await othersUntil('open')
  await shot('open')
  await mark()
  await mark('[role=alertdialog]')

  await until(['vote'])
  await press()
  await page.waitForURL(/\/meetings\/[^/]+$/)
  await page.locator('.tour-mark').waitFor()
  await shot('vote')
  await mark()
  for (const words of ['投票', '赞成', '']) {
    await page.locator('.tour-mark', { hasText: words }).waitFor()
    if (words === '') await shot('ballot')
    await mark()
  }
  await until(['ballots'])
  await shot('receipt')
  if ((await othersUntil('close', 'end')) === 'close') {
    await press()
    await mark()
    await mark('[role=alertdialog]')
    if ((await until(['count', 'review'])) === 'count') await othersUntil('review')
  } else await othersUntil('review')

  await press()
  await page.locator('.tour-mark').waitFor()
  await shot('review')
  await mark()
  await until(['post'])
  await othersUntil('hang')
  await shot('hang')
  await othersUntil('carryOut')
  if ((await othersUntil('archived', 'pack')) === 'pack') await othersUntil('archived')

  await press()
  await page.locator('.tour-mark').waitFor()
  await shot('archived')
  const waiting = page.waitForEvent('download')
  await mark()
  const { faults } = verifyPackage(await readFile(await (await waiting).path()), null)
  note('the package is there')
  return { seconds: (performance.now() - began) / 1000, pressed, faults }
}
