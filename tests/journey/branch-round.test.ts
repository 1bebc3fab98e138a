import { afterAll, beforeAll, expect, test } from 'vitest'
import acts from '../../web/src/say/messages/zh-CN/acts.ts'
import changes from '../../web/src/say/messages/zh-CN/changes.ts'
import { both, logIn, openPage, openStage, PHONE, type Stage } from './stage.ts'

/** 支委会书面确认 (domain 1.2.9): each of the committee answers on his own phone what was changed after step 1. */

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    title: '村道绿化',
    codes: ['M03'],
    amount: '5万',
    body: '在村东路两侧种法桐，共五万元。',
  })
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  await stage.step({
    revise: { reason: '苗木涨价', amount: '9万', body: '在村东路两侧种法桐，共九万元。' },
  } as never)
})
afterAll(() => stage?.close())

test('he sees the difference and what comes of yes and of no, and answers', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'branchCommittee-2')
  await page.goto(`${stage.address}/app/v/${stage.world.village}/acts`)
  await page.getByText(acts.judged.helpBranch).waitFor()
  await page.locator('ins', { hasText: '九万元' }).first().waitFor()
  await both(page, 'branch-asked')
  await page.getByRole('button', { name: acts.judged.yes, exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: acts.judged.yes, exact: true }).click()
  await page.getByText(acts.judged.mine.yes).waitFor()
  await page.goto(`${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}/changes`)
  await page.getByText(changes.round.open).waitFor()
  await page.getByText(changes.roundSoFar.replace('{of}', '3').replace('{n}', '1')).waitFor()
  await both(page, 'branch-changes')
  await stage.step({ judge: { yes: true }, by: 'branchSecretary' } as never)
  await page.reload()
  await page.getByText(changes.round.yes).waitFor()
  expect(await page.getByText(changes.round.open).count()).toBe(0)
  await context.close()
})
