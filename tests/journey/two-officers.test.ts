import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage } from './stage.ts'

/** 两个人改一份稿子: each is told of the other, and nobody's words are lost in silence. */
describe('two officers on one draft', () => {
  let stage: Stage
  let page: (name: string) => Promise<Page>
  beforeAll(async () => {
    stage = await openStage({
      title: '东河沿水渠清淤和护坡',
      summary: '清淤两公里，护坡三百米，花八万元，由村集体出钱。',
      codes: ['M03'],
      amount: '8万',
    })
    await stage.step({ draft: {} })
    page = async (name) => {
      const opened = await openPage(stage, DESK)
      await logIn(stage, opened.page, name)
      await opened.page.goto(`${stage.address}/app/draft/${stage.world.matter().id}`)
      await opened.page.getByLabel('三句话说清').waitFor()
      return opened.page
    }
  })
  afterAll(() => stage?.close())
  const summary = (of: Page) => of.getByLabel('三句话说清')
  const written = async () =>
    (await stage.world.ask('branchSecretary', 'getDraftWriting', { proposal: stage.world.matter().id })) as {
      revision: number
      content: string | null
    }

  test('what one types is kept on the server; the second is told who writes, and lays both side by side', async () => {
    const first = await page('branchSecretary')
    await summary(first).fill('清淤两公里半，护坡三百米。')
    await first.getByText('已存到服务器').waitFor()
    expect((await written()).content).toContain('两公里半')
    await look(first, 'draft-kept')

    // Another computer: the words are there, and whose they are.
    const second = await page('villageDirector')
    await second.getByText('也在改这份稿子').waitFor()
    expect(await summary(second).inputValue()).toBe('清淤两公里半，护坡三百米。')
    await look(second, 'draft-beside')

    // Both write at once: whoever is later sees both, and chooses.
    await summary(second).fill('清淤三公里，护坡三百米。')
    await second.getByText('已存到服务器').waitFor()
    await summary(first).fill('清淤两公里半，护坡四百米。')
    await first.getByText('刚才也改了这份稿子').waitFor()
    await first.locator('del', { hasText: '三公里' }).waitFor()
    await first.locator('ins', { hasText: '四百米' }).waitFor()
    await look(first, 'draft-clash')
    await first.setViewportSize(PHONE)
    await look(first, 'draft-clash')
    await first.setViewportSize(DESK)
    expect((await written()).content).toContain('三公里')
    await first.getByRole('button', { name: '用我写的' }).click()
    await expect.poll(async () => (await written()).content).toContain('四百米')

    // The other, with nothing unsent, gets the newest and is told whose it is.
    await second.getByText('刚改过，已换成最新的').waitFor()
    expect(await summary(second).inputValue()).toBe('清淤两公里半，护坡四百米。')
    await look(second, 'draft-taken')
  })
})
