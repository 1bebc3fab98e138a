import type { Page } from 'playwright-core'
import { getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import board from '../../web/src/say/messages/zh-CN/board.ts'
import data from '../../web/src/say/messages/zh-CN/data.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage, words } from './stage.ts'

/** px at 360 × 740: half of the 9,284 that the demo’s longest matter had before it was folded. */
const HIGHEST = 4640
/** No switch of Chromium says "installed": what the page holds for that is made to hold here. */
const asInApp = (page: Page) =>
  page.evaluate(() => {
    for (const { cssRules } of document.styleSheets)
      for (const rule of cssRules)
        if (rule instanceof CSSMediaRule && rule.media.mediaText.includes('standalone'))
          rule.media.mediaText = 'all'
  })
const pagesOf = async (pdf: Buffer) => ({ numpages: (await getDocumentProxy(new Uint8Array(pdf))).numPages })

describe("the board is the village's web page", () => {
  let stage: Stage
  let village: string
  let matter: string
  beforeAll(async () => {
    stage = await openStage({
      title: '村道路灯安装',
      summary: '在主路装二十盏路灯，花五万元，由村集体出钱。',
      codes: ['M03'],
      amount: '5万',
      sources: { 村集体: '3万', 捐款: '2万' },
      uses: { 路灯: '4万', 电线: '1万' },
    } as never)
    const play = (step: unknown) => stage.step(step as never)
    await play({ submit: {} })
    await play({ sitting: { inHall: 3, for: 3 } })
    await play({ sitting: { inHall: 5, for: 5 } })
    await play({ sitting: { inHall: 4, online: 3, for: 6, against: 1 } })
    await play({ sitting: { inHall: 5, for: 5 } })
    await play({ disclose: {} })
    await play({ endDisclosure: {} })
    await play({ work: { executor: '村民委员会', contractor: '河湾电工队', tender: 'quotes' } })
    await play({ progress: { text: '灯杆已立好', percent: 100 } })
    await play({ expense: { line: '路灯', amount: '4.2万', payee: '河湾电工队' } })
    await play({ expense: { line: '电线', amount: '0.7万', payee: '河湾电工队' } })
    const acceptors = ['oversightChair', 'villager-40', 'villager-41']
    await play({ accept: { people: acceptors } })
    await play({ outcome: { reason: '灯杆加高' } })
    await play({ disclose: {} })
    village = `${stage.address}/v/${stage.world.village}`
    matter = `${village}/m/${stage.world.matter().id}`
  })
  afterAll(() => stage?.close())

  test('with scripts off it is whole: money as tables, resolution against outcome side by side', async () => {
    const { page, context } = await openPage(stage, PHONE, { scripts: false })
    await page.goto(village)
    expect(await page.locator('canvas').count()).toBe(0)
    const said = (await page.locator('main').textContent()) ?? ''
    for (const one of ['预算和实际支出', '资金来源', '村集体', '49,000']) expect(said).toContain(one)
    await page.goto(matter)
    const text = (await page.locator('main').textContent()) ?? ''
    for (const one of ['决议说的和办成的', '超出', '完工日期']) expect(text).toContain(one)
    await context.close()
  })

  test('a matter carried out is printed on three pages and no more, half as high as it was, and no table is cut on a narrow phone', async () => {
    const { page, context } = await openPage(stage, PHONE)
    await page.goto(matter)
    const { height, cut } = await page.evaluate(() => ({
      height: document.documentElement.scrollHeight,
      cut: [...document.querySelectorAll('table')]
        .filter((table) => {
          const { scrollWidth = 0, clientWidth = 0 } = table.parentElement ?? {}
          return table.getBoundingClientRect().right > innerWidth + 1 || scrollWidth > clientWidth + 1
        })
        .map((table) => (table.textContent ?? '').slice(0, 30)),
    }))
    const { numpages } = await pagesOf(await page.pdf({ format: 'A4' }))
    console.info(`public page of a matter: ${height} px high at 360, ${numpages} printed pages`)
    expect(numpages).toBeLessThanOrEqual(3)
    expect(height).toBeLessThanOrEqual(HIGHEST)
    expect(cut).toEqual([])
    await page.goto(village)
    const high = await page.evaluate(() => document.documentElement.scrollHeight)
    const printed = (await pagesOf(await page.pdf({ format: 'A4' }))).numpages
    console.info(`public board: ${high} px high at 360, ${printed} printed pages`)
    expect(printed).toBeLessThanOrEqual(3)
    await context.close()
  })

  test('opened from the app on the desktop it keeps the app’s bar and a way back', async () => {
    const { page, context } = await openPage(stage, PHONE)
    await page.goto(matter)
    const bar = page.getByRole('navigation', { name: words.common.menu })
    const back = page.getByRole('link', { name: board.back })
    expect([await bar.isVisible(), await back.isVisible()]).toEqual([false, false])
    await asInApp(page)
    expect(
      await bar.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href'))),
    ).toEqual(['/app/', new URL(village).pathname, '/app/me'])
    await look(page, 'matter-in-app')
    await back.click()
    await page.getByRole('heading', { level: 1, name: /公开栏/ }).waitFor()
    await asInApp(page)
    expect(await bar.isVisible()).toBe(true)
    expect(await back.isVisible()).toBe(false)
    await look(page, 'board-in-app')
    await context.close()
  })

  test('with scripts the same tables are drawn as bars, and only on the board', async () => {
    const { page, context } = await openPage(stage, DESK)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
    const scripts: string[] = []
    page.on('request', (asked) => asked.resourceType() === 'script' && scripts.push(asked.url()))
    await page.goto(village)
    await page.locator('canvas').first().waitFor()
    expect(await page.locator('canvas').count()).toBe(2)
    expect(scripts.every((url) => url.startsWith(stage.address))).toBe(true)
    scripts.length = 0
    await page.goto(matter)
    expect(scripts).toEqual([])
    expect(faults).toEqual([])
    await context.close()
  })

  test('a search engine is told in one sentence what the board and a matter are', async () => {
    const read = async (address: string) => {
      const reply = await fetch(address)
      expect(reply.headers.get('content-encoding')).toMatch(/^(br|gzip)$/)
      const html = await reply.text()
      const found = (pattern: RegExp) => pattern.exec(html)?.[1] ?? ''
      return {
        title: found(/<title>([^<]+)</),
        description: found(/<meta name="description" content="([^"]+)">/),
        canonical: found(/<link rel="canonical" href="([^"]+)">/),
        robots: found(/<meta name="robots" content="([^"]+)">/),
        data: JSON.parse(found(/<script type="application\/ld\+json">(.+?)<\/script>/) || 'null'),
      }
    }
    const at = (address: string) => new URL(address).pathname
    const front = await read(`${stage.address}/`)
    expect(front.data).toMatchObject({ '@type': 'WebSite', url: front.canonical })
    const ofBoard = await read(`${village}?lang=zh-CN&size=24`)
    expect(ofBoard.description).toContain('公开栏')
    expect(at(ofBoard.canonical)).toBe(at(village))
    expect(new URL(ofBoard.canonical).search).toBe('')
    expect(ofBoard.data).toMatchObject({ '@type': 'CollectionPage', url: ofBoard.canonical })
    const ofMatter = await read(matter)
    expect(ofMatter.title).toContain('村道路灯安装')
    expect(ofMatter.description).toContain('二十盏路灯')
    expect(at(ofMatter.canonical)).toBe(at(matter))
    expect(ofMatter.data).toMatchObject({
      '@type': 'Article',
      headline: '村道路灯安装',
      url: ofMatter.canonical,
    })
    expect(Date.parse(ofMatter.data.dateModified)).toBeGreaterThan(Date.parse(ofMatter.data.datePublished))
    for (const address of [`${village}?q=路灯`, `${village}/none`])
      expect(await read(address)).toMatchObject({ robots: 'noindex', canonical: '', data: null })
  })

  test('a petition has its page for everybody, without the names of whoever put it forward or signed', async () => {
    const { world } = stage
    const text = '小桥年久失修，雨天过不去。'
    const { id } = await world.ask('villager-50', 'raisePetition', {}, { title: '修村东小桥', text })
    const page = await (await fetch(`${village}/p/${id}`)).text()
    expect(page).toContain(text)
    expect(page).toMatch(/1 位村民联名/)
    expect(page).toContain('<meta property="og:title" content="修村东小桥">')
    expect(page).toContain(`/p/${id}/card.png`)
    const { rows } = await world.ask('villager-50', 'listPetitions')
    expect(rows[0].by.name).not.toBe('—')
    expect(page).not.toContain(rows[0].by.name)
  })

  test('only the strip may stand within another site', async () => {
    const frames = async (address: string) => {
      const { headers } = await fetch(address)
      return [
        headers.get('x-frame-options'),
        /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1],
      ]
    }
    expect(await frames(`${village}/strip`)).toEqual([null, '*'])
    for (const address of [village, matter, `${village}/help`, `${stage.address}/app/`])
      expect(await frames(address)).toEqual(['DENY', "'none'"])
  })

  test('an address that is none is answered with a page in words, whoever refuses it', async () => {
    for (const [path, status, sentence] of [
      ['/v/%ff', 400, '请求内容不完整或格式不对'],
      [`/v/${'4'.repeat(300)}`, 414, '请求内容不完整或格式不对'],
      [`${new URL(village).pathname}?q=%00`, 400, '“搜索”里有不能保存的字符'],
      [`/v/nowhere?x=${'x'.repeat(6000)}`, 404, '没有找到'],
    ] as const) {
      const reply = await fetch(`${stage.address}${path}`)
      expect([path, reply.status, reply.headers.get('content-type')]).toEqual([
        path,
        status,
        'text/html; charset=utf-8',
      ])
      expect(await reply.text()).toContain(sentence)
    }
  })

  test('a chat finds the card of a matter', async () => {
    const html = await (await fetch(matter)).text()
    const image = /<meta property="og:image" content="([^"]+)"/.exec(html)?.[1] ?? ''
    expect(image).toContain('/card.png')
    const card = await fetch(`${matter}/card.png`)
    expect(card.headers.get('content-type')).toBe('image/png')
  })

  test('the pages on a phone, on a desk and on paper', async () => {
    for (const size of [PHONE, DESK]) {
      const { page, context } = await openPage(stage, size)
      for (const [address, name] of [
        [village, 'board-money'],
        [matter, 'matter-outcome'],
        [`${village}/strip`, 'strip'],
        [`${matter}/card.png`, 'card'],
      ] as const) {
        await page.goto(address)
        if (name === 'card') await page.screenshot({ path: `../artifacts/pages/card-${size.width}.png` })
        else await look(page, name)
      }
      if (size === DESK) {
        await page.emulateMedia({ media: 'print' })
        for (const [address, name] of [
          [village, 'board-print'],
          [matter, 'matter-print'],
        ] as const) {
          await page.goto(address)
          await look(page, name)
        }
      }
      await context.close()
    }
  })

  test('a person looks at what is held about him and asks for a correction', async () => {
    const { page, context } = await openPage(stage, PHONE)
    await logIn(stage, page, 'villager-60')
    await page.goto(`${stage.address}/app/my-data`)
    await page.getByRole('heading', { name: data.held }).waitFor()
    await page.getByLabel(data.wrong).fill('手机号换了')
    await look(page, 'my-data')
    await page.getByRole('button', { name: data.send }).click()
    await page.getByText(data.until).waitFor()
    await context.close()
  })
})
