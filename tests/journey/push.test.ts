import { pushApi } from '@cunyi/shared/api/push.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage, words } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    title: '村道路灯安装',
    summary: '在主路装二十盏路灯。',
    codes: ['M03'],
    amount: '5万',
  })
})
afterAll(() => stage?.close())

test('手机通知 is offered on one’s own page only where the village has it', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'partyMember-8')
  const answered = page.waitForResponse((one) => one.url().endsWith(pushApi.getPushKey.path))
  await page.goto(`${stage.address}/app/me`)
  await answered
  expect(await page.getByText(words.follow.pushOn).count()).toBe(0)
  await page.route(`**${pushApi.getPushKey.path}`, (route) =>
    route.fulfill({ json: { publicKey: 'B'.repeat(87), on: false } }),
  )
  await page.reload()
  await page.getByRole('button', { name: words.follow.pushOn }).waitFor()
  await look(page, 'me-push')
  await page.setViewportSize(DESK)
  await look(page, 'me-push')
  await context.close()
})

test('the worker shows what comes, and the same message once', async () => {
  const { page, context } = await openPage(stage, PHONE, { worker: true })
  await context.grantPermissions(['notifications'], { origin: stage.address })
  await page.goto(`${stage.address}/app/login`)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  const devtools = await context.newCDPSession(page)
  const registration = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      // The public pages have a worker of their own.
      const found = registrations.find((one) => one.scopeURL.endsWith('/app/'))
      if (found) resolve(found.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  const note = { title: '会议提醒', body: '村道路灯安装', link: `${stage.address}/app/`, key: 'k' }
  const push = {
    origin: stage.address,
    registrationId: await registration,
    data: JSON.stringify(note),
  }
  await devtools.send('ServiceWorker.deliverPushMessage', push)
  await devtools.send('ServiceWorker.deliverPushMessage', push)
  const shown = () =>
    page.evaluate(async () => {
      const worker = await navigator.serviceWorker.ready
      return (await worker.getNotifications()).map(({ title, body, data }) => ({ title, body, link: data }))
    })
  const { key: _, ...seen } = note
  await expect.poll(shown, { timeout: 10_000 }).toEqual([seen])
  await context.close()
})
