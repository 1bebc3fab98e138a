import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import conduct from '../../web/src/say/messages/zh-CN/conduct.ts'
import convene from '../../web/src/say/messages/zh-CN/convene.ts'
import office from '../../web/src/say/messages/zh-CN/office.ts'
import propose from '../../web/src/say/messages/zh-CN/propose.ts'
import ways from '../../web/src/say/messages/zh-CN/ways.ts'
import { setProfile } from '../scenarios/runner/fill.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ title: '村道绿化', codes: ['M03'], amount: '5万' })
  const added = { beforeStep: 2, zh: '一审', en: 'first review', assembly: 'partyMembers' }
  await setProfile(stage.world, { extra_steps: [added] })
  await stage.step({ submit: {} })
})
afterAll(() => stage?.close())

const matterAt = (more = '') =>
  `${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}${more}`

/** The same page on the phone and on the desk. */
async function both(page: Page, name: string) {
  await look(page, name)
  await page.setViewportSize(DESK)
  await look(page, name)
  await page.setViewportSize(PHONE)
}

test('the secretary lays the paper that is missing, answers a petition, revises the plan', async () => {
  const { world } = stage
  await world.ask('villager-9', 'raisePetition', {}, { title: '修水塔', text: '水塔漏水三年了，请修一修。' })
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'branchSecretary')
  await page.goto(matterAt('/convene'))
  await page.getByText(convene.layHelp).waitFor()
  await both(page, 'lawful-convene')
  await page.goto(matterAt())
  await page.getByRole('link', { name: office.acts.reviseProposal }).click()
  await page.getByLabel(propose.summary).waitFor()
  await both(page, 'lawful-revise')
  await page.getByLabel(propose.summary).fill('在村道两边栽树。')
  await page.getByLabel(propose.reviseReason).fill('写得明白些')
  await page.getByRole('button', { name: propose.reviseSend }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: propose.reviseSend }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/revise'))
  expect((await world.ask('branchSecretary', 'getProposal', { proposal: world.matter().id })).version).toBe(2)
  await page.goto(`${stage.address}/app/petitions`)
  await page.getByText(office.petition.answerIt).click()
  await both(page, 'lawful-petition')
  await page.getByLabel(office.petition.answerText).fill('已经列入明年计划。')
  await page.getByRole('button', { name: office.petition.answerSend }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: office.petition.answerSend }).click()
  await page.getByText('已经列入明年计划。').waitFor()
  await context.close()
})

test('the oversight committee does not accept an answer; the matter says which step the county has added', async () => {
  await stage.step({ challenge: { text: '树苗为什么先买了？' } } as never)
  await stage.step({ answerChallenge: { text: '春天不等人' } } as never)
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'oversightChair')
  await page.goto(matterAt())
  await page.getByText('接下来先开“一审”').waitFor()
  await page.getByText(ways.challenge.further).click()
  await both(page, 'lawful-challenge')
  await page.getByLabel(ways.challenge.furtherWhy).fill('没有会议同意')
  await page.getByRole('button', { name: ways.challenge.furtherSend }).click()
  await page.getByText(ways.challenge.notAccepted).waitFor()
  await context.close()
})

test('the chair is replaced; what is kept, the rules, the village that moves', async () => {
  await stage.step({ convene: {} })
  await stage.step({ begin: {} })
  await stage.step({ attend: { inHall: 4 } } as never)
  const { meetingId } = sittingOf(stage.world.matter())
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'branchSecretary')
  await page.goto(`${stage.address}/app/v/${stage.world.village}/meetings/${meetingId}/conduct`)
  await page.getByText(conduct.officers).click()
  await both(page, 'lawful-conduct')
  await page.goto(`${stage.address}/app/rules`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await both(page, 'lawful-rules')
  await page.goto(`${stage.address}/app/kept`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await both(page, 'lawful-kept')
  await page.goto(`${stage.address}/app/duties`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await both(page, 'lawful-duties')
  await context.close()
  const above = await openPage(stage, PHONE)
  await logIn(stage, above.page, 'township-1')
  await above.page.goto(`${stage.address}/app/staff`)
  await above.page.getByRole('heading', { level: 1 }).waitFor()
  await both(above.page, 'lawful-move')
  await above.context.close()
})
