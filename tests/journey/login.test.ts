import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  codeOf,
  logIn,
  look,
  openPage,
  openStage,
  PHONE,
  phoneOf,
  type Stage,
  slipOf,
  words,
} from './stage.ts'

/** 弱网登录: what a weak line, a look at the messages and a slip of the finger must not cost. */
describe('logging in on a phone', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(undefined)
  })
  afterAll(() => stage?.close())

  const code = (page: Page) => page.getByLabel(words.enter.code, { exact: true })
  const enter = (page: Page) => page.getByRole('button', { name: words.enter.enter, exact: true }).click()
  const ask = async (page: Page, phone: string) => {
    await page.goto(`${stage.address}/app/login`)
    await page.getByLabel(words.enter.phone).fill(phone)
    await page.getByRole('button', { name: words.enter.sendCode }).click()
    await code(page).waitFor()
  }

  test('the code step survives a reload and Back: number and seconds stand there, and the first code lets in', async () => {
    const { page, context } = await openPage(stage, PHONE)
    const phone = phoneOf(stage, 'villager-60')
    await ask(page, phone)
    const first = await codeOf(stage, phone)
    await page.reload()
    await page.getByText(words.enter.codeSent.replace('{phone}', phone)).waitFor()
    const again = page.getByRole('button', { name: /\d+ 秒后可重新获取/ })
    expect(await again.isDisabled()).toBe(true)
    await look(page, 'login-code')

    await page.goBack()
    expect(await page.getByLabel(words.enter.phone).inputValue()).toBe(phone)
    expect(await page.getByRole('button', { name: /\d+ 秒后可重新获取/ }).isDisabled()).toBe(true)
    await look(page, 'login-back')
    await page.getByRole('button', { name: words.enter.haveCode }).click()
    await code(page).fill(first)
    await enter(page)
    await page.waitForURL((url) => url.pathname === '/app/')
    expect(await page.evaluate(() => localStorage.getItem('cunyi.code'))).toBeNull()
    await context.close()
  })

  test('where somebody else just asked for a code, the one that arrived lets in', async () => {
    const { page, context } = await openPage(stage, PHONE)
    const phone = phoneOf(stage, 'villager-59')
    await stage.world.ask(null, 'requestCode', {}, { phone })
    await page.route('**/api/login/code', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'rateLimited', status: 429, messageZh: 'x', params: { seconds: 475 } }),
      }),
    )
    await ask(page, phone)
    await page.getByText(words.enter.codeElsewhere.replace('{phone}', phone)).waitFor()
    await page.getByRole('button', { name: /7 分 5\d 秒后可重新获取/ }).waitFor()
    await look(page, 'login-code-elsewhere')
    await code(page).fill(await codeOf(stage, phone))
    await enter(page)
    await page.waitForURL((url) => url.pathname === '/app/')
    await context.close()
  })

  test('two reloads while the answer is on its way do not log out', async () => {
    const { page, context } = await openPage(stage, PHONE)
    await logIn(stage, page, 'villager-58')
    const before = await context.cookies()
    let asked = 0
    let lost = 0
    await page.route('**/api/session/refresh', async (route) => {
      if (asked++ > 0) return route.fallback()
      await route.fetch()
      // The server has answered; the phone never hears of it, its cookie neither.
      await context.addCookies(before)
      await route.abort('connectionreset')
      lost += 1
    })
    await page.reload()
    await expect.poll(() => lost, { timeout: 20_000 }).toBe(1)
    await page.goto(`${stage.address}/app/`)
    await page.getByRole('heading', { name: words.follow.due }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/app/')
    await page.reload()
    await page.getByRole('heading', { name: words.follow.due }).waitFor()
    await context.close()
  })

  test('a wrong slip is told as that, a new PIN can be looked at, and a wrong PIN counts once', async () => {
    const { page, context } = await openPage(stage, PHONE)
    const phone = phoneOf(stage, 'villageDirector')
    await ask(page, phone)
    await code(page).fill(await codeOf(stage, phone))
    await enter(page)
    await page.getByRole('button', { name: stage.world.nameOf('villageDirector') }).click()
    await slipOf(stage, 'villageDirector')
    await page.getByLabel(words.enter.paperCode).fill('AAAA-AAAA')
    const pin = page.getByLabel(words.enter.newPin)
    await pin.fill('739251')
    expect(await pin.getAttribute('type')).toBe('password')
    await page.getByRole('button', { name: words.enter.showPin }).click()
    expect(await pin.getAttribute('type')).toBe('text')
    await enter(page)
    await page.getByText('纸条上的号码不对，还可以试4次').waitFor()
    await look(page, 'login-set-pin')
    await context.close()

    // Of two codes of the same instant nobody could say which is the newest.
    await stage.world.moveClock(new Date(stage.world.now.getTime() + 1000))
    const own = await openPage(stage, PHONE)
    await logIn(stage, own.page, 'villageDirector')
    await own.page.goto(`${stage.address}/app/who`)
    await own.page.getByRole('button', { name: stage.world.nameOf('villageDirector') }).click()
    for (const left of [4, 3]) {
      await own.page.getByLabel(words.enter.pin, { exact: true }).fill('111112')
      await enter(own.page)
      await own.page.getByText(`密码不对，还可以试${left}次`).waitFor()
    }
    await own.context.close()
  })

  test('a number with too many wrong codes is called, or takes the slip of the office', async () => {
    const { page, context } = await openPage(stage, PHONE)
    const phone = phoneOf(stage, 'villager-57')
    await ask(page, phone)
    // A hundred wrong ones, as others would make them.
    for (let i = 0; i < 20; i++) {
      const { challenge } = await stage.world.ask(null, 'requestCode', {}, { phone })
      for (let tried = 0; tried < 5; tried++)
        await stage.world.ask(null, 'login', {}, { phone, code: 'x', challenge }).catch(() => undefined)
    }
    await code(page).fill('123456')
    await enter(page)
    await page.getByText('输错的次数太多').waitFor()
    await look(page, 'login-barred')
    const slip = await slipOf(stage, 'villager-57')
    await page.getByRole('button', { name: words.enter.useSlip }).click()
    await page.getByLabel(words.enter.paperCode).fill(slip)
    await look(page, 'login-slip')
    await enter(page)
    await page.waitForURL((url) => url.pathname === '/app/')
    await context.close()
  })
})
