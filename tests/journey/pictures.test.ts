/**
 * README's two pictures: the ballot as a member sees it on a phone, and the village's board. Made anew for the
 * README by `KEEP_PICTURES=1`; always made, so that they can be.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { logIn, openPage, openStage, PHONE, type Stage } from './stage.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const README = join(ROOT, '.github', 'pictures')
const FOLDER = process.env.KEEP_PICTURES ? README : join(ROOT, 'artifacts', 'pictures')
const LARGEST = 60_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    title: '村道路灯安装',
    summary: '在主路装二十盏路灯，花五万元，由村集体出钱。',
    codes: ['M03'],
    amount: '5万',
  })
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
})
afterAll(() => stage?.close())

/** What a phone shows without scrolling, sharp and small. */
async function keep(page: Page, name: string) {
  await page.evaluate(() => document.fonts.ready)
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 80,
    clip: { x: 0, y: 0, ...PHONE, scale: 2 },
  })
  const picture = Buffer.from(data, 'base64')
  expect(picture.length).toBeLessThan(LARGEST)
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${name}.webp`), picture)
}

test('The ballot, before the choice', async () => {
  await stage.step({ convene: {} })
  await stage.step({ begin: {} })
  await stage.step({ attend: { inHall: 4, online: 3 } } as never)
  await stage.step({ open: {} })
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'partyMember-8')
  const { meetingId, polls } = sittingOf(stage.world.matter())
  await page.goto(`${stage.address}/app/v/${stage.world.village}/meetings/${meetingId}/polls/${polls[0]?.id}`)
  await page.getByRole('button', { name: '赞成' }).waitFor()
  await keep(page, 'ballot')
  await context.close()
})

test('The board, a resolution hanging', async () => {
  await stage.step({ vote: { for: 6, against: 1 } } as never)
  await stage.step({ close: {} } as never)
  await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
  await stage.step({ disclose: {} })
  const { page, context } = await openPage(stage, PHONE, { scripts: false })
  await page.goto(`${stage.address}/v/${stage.world.village}`)
  await page.getByText('村道路灯安装').first().waitFor()
  await keep(page, 'board')
  await context.close()
})

test.each(['ballot', 'board'])('The README shows the %s in less than 60 KB', (name) => {
  expect(statSync(join(README, `${name}.webp`)).size).toBeLessThan(LARGEST)
})
