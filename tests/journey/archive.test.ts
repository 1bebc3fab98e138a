import { readFile } from 'node:fs/promises'
import { addDays, dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyPackage } from '../../server/verify/verify.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage, words } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ title: '村道路灯安装', summary: '装二十盏路灯。', codes: ['M03'], amount: '5万' })
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  await stage.step({ withdraw: { reason: '等明年一起办' } })
  const { now } = stage.world
  await stage.world.moveClock(dateToInstant(addDays(shanghaiDate(now), 1)))
})
afterAll(() => stage?.close())

test('when a matter has ended its package is there to download, and the verifier finds it consistent', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'branchSecretary')
  await page.goto(`${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}`)
  await page.getByRole('heading', { name: words.follow.package.title }).waitFor()
  await look(page, 'matter-package')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: /^下载（/ }).click()
  const zip = await readFile(await (await waiting).path())
  const county = stage.world.village.slice(0, 6)
  const list = await stage.world.ask(null, 'listCheckpoints', { county })
  const { faults, anchoredOn } = verifyPackage(zip, list)
  expect(faults).toEqual([])
  expect(anchoredOn).not.toBeNull()
  await context.close()
})

test("the county's list of checkpoints is there for everybody, on the phone and to be printed", async () => {
  for (const size of [PHONE, DESK]) {
    const { page, context } = await openPage(stage, size, { scripts: true })
    await page.goto(`${stage.address}/checkpoints/${stage.world.village.slice(0, 6)}`)
    await page.getByRole('heading', { name: '每日核对清单', exact: false }).waitFor()
    await look(page, 'checkpoints')
    await context.close()
  }
})
