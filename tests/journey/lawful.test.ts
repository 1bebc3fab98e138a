import { INDICATORS } from '@cunyi/shared/oversight/indicators.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import conduct from '../../web/src/say/messages/zh-CN/conduct.ts'
import convene from '../../web/src/say/messages/zh-CN/convene.ts'
import figures from '../../web/src/say/messages/zh-CN/figures.ts'
import kept from '../../web/src/say/messages/zh-CN/kept.ts'
import office from '../../web/src/say/messages/zh-CN/office.ts'
import parts from '../../web/src/say/messages/zh-CN/parts.ts'
import propose from '../../web/src/say/messages/zh-CN/propose.ts'
import settings from '../../web/src/say/messages/zh-CN/settings.ts'
import ways from '../../web/src/say/messages/zh-CN/ways.ts'
import { setProfile } from '../scenarios/runner/fill.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { actAs, both, logIn, look, openPage, openStage, PHONE, type Stage, words } from './stage.ts'

/** Pages of the law that no other journey opens: each is used once, and looked at on the phone and on the desk. */

let stage: Stage
beforeAll(async () => {
  stage = await openStage(
    { title: '村道绿化', codes: ['M03'], amount: '5万' },
    undefined,
    ({ scenario }) => (scenario.matters = { second: { title: '祠堂修缮', codes: ['M03'], amount: '2万' } }),
  )
  const added = { beforeStep: 2, zh: '一审', en: 'first review', assembly: 'partyMembers' }
  await setProfile(stage.world, { extra_steps: [added] })
  await stage.step({ submit: {} })
})
afterAll(() => stage?.close())

const matterAt = (more = '') =>
  `${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}${more}`

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
  const why = page.getByLabel(ways.challenge.furtherWhy)
  await why.fill('没有会议同意')
  await page.getByText(words.common.draftKept).waitFor()
  await context.setOffline(true)
  await page.getByText(words.common.draftOffline).waitFor()
  await page.getByRole('button', { name: ways.challenge.furtherSend }).click()
  await page.getByRole('alert').getByText(words.common.unreached.offline).waitFor()
  await look(page, 'challenge-offline')
  await context.setOffline(false)
  await page.reload()
  await page.getByText(ways.challenge.further).click()
  await page.getByText(words.common.draftBack).waitFor()
  expect(await why.inputValue()).toBe('没有会议同意')
  await page.getByRole('button', { name: ways.challenge.furtherSend }).click()
  await page.getByText(ways.challenge.notAccepted).waitFor()
  await context.close()
})

test('another takes the record; a slip is given back, an envelope set aside, each asked first', async () => {
  await stage.step({ convene: {} })
  await stage.step({ begin: {} })
  await stage.step({ attend: { inHall: 6, online: 1 } } as never)
  const sitting = sittingOf(stage.world.matter())
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'branchSecretary')
  const desk = `${stage.address}/app/v/${stage.world.village}/meetings/${sitting.meetingId}/conduct`
  await page.goto(desk)
  await page.getByText(conduct.officers).click()
  await both(page, 'lawful-officers')
  const officers = page.locator('details', { hasText: conduct.officersHelp })
  await officers.getByLabel(conduct.recorder).selectOption({ label: 'branchCommittee-2' })
  await officers.getByLabel(conduct.reason).fill('记录人病了')
  await officers.getByRole('button', { name: conduct.officersSend }).click()
  await page.getByText(conduct.officersChanged).waitFor()
  sitting.recorder = 'branchCommittee-2'
  await stage.step({ open: {} } as never)
  await stage.step({ slips: { print: 8 } } as never)
  await stage.step({ handOut: { people: ['partyMember-6'] } } as never)
  await stage.step({ vote: { phone: { for: 1 } } } as never)
  await page.goto(desk)
  await more(page, conduct.voted)
  await page.getByRole('button', { name: conduct.setAside }).click()
  await asked(page, 'setAside', '被人逼着投的')
  await context.close()
  const recorder = await openPage(stage, PHONE)
  await actAs(stage, recorder.page, 'branchCommittee-2', ['branchCommittee'])
  await recorder.page.goto(desk)
  await more(recorder.page, conduct.hasSlip)
  await recorder.page.getByRole('button', { name: conduct.returnSlip }).click()
  await asked(recorder.page, 'returnSlip')
  await recorder.context.close()
})

/** 更多: what asks first is folded, so that a roll of sixty stays in sight. */
const more = (page: Page, tag: string) =>
  page
    .locator('li', { has: page.getByText(tag, { exact: true }) })
    .first()
    .getByText(conduct.more, { exact: true })
    .click()

/** What cannot be done by one tap: read, given its reason, and waits for its second person. */
async function asked(page: Page, what: 'setAside' | 'returnSlip', reason?: string) {
  const dialog = page.getByRole('alertdialog')
  await dialog.getByText(conduct.ask[what].text).waitFor()
  await both(page, `lawful-${what}`)
  if (reason) await dialog.getByLabel(conduct.reason).fill(reason)
  await dialog.getByRole('button', { name: conduct.ask[what].yes }).click()
  await page.getByText(conduct.did[what]).waitFor()
}

test('what is kept of a matter is held by two', async () => {
  const { world } = stage
  await stage.step({ matter: 'second', draft: {} } as never)
  await stage.step({ matter: 'second', submit: {} } as never)
  await stage.step({ matter: 'second', withdraw: { reason: '不办了' } } as never)
  await world.ask(
    'villageDirector',
    'setHold',
    { proposal: world.matter('second').id },
    { reason: '有人上访' },
  )
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'oversightChair')
  await page.goto(`${stage.address}/app/kept`)
  await page.getByText(kept.proposed).waitFor()
  await both(page, 'lawful-kept')
  await page.getByRole('button', { name: kept.confirm }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByText('有人上访').waitFor()
  expect(await dialog.getByLabel(kept.why).count()).toBe(0)
  await dialog.getByRole('button', { name: kept.confirm }).click()
  await page.getByText(kept.held, { exact: true }).first().waitFor()
  await context.close()
})

test('the county changes its rules: a range, a band, an added step; the township merges villages', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await actAs(stage, page, 'county-1', ['countyStaff'], 6)
  await page.goto(`${stage.address}/app/rules`)
  for (const [find, add] of [
    ['下级可以自定的范围', settings.addRange],
    ['额度档', settings.addBand],
    ['本地增加的步骤', settings.addStep],
  ] as const) {
    await page.getByLabel(settings.findRule).fill(find)
    await page.getByRole('button', { name: settings.changeOf.replace('{rule}', find) }).click()
    await page.getByRole('button', { name: add }).click()
    await both(page, `lawful-rules-${find}`)
  }
  // 没有写做什么的步骤: not sent, and it is said why.
  await page.getByText(parts.stillNeeded.replace('{what}', settings.stepZh)).waitFor()
  expect(await page.getByRole('button', { name: settings.proposeSend }).isDisabled()).toBe(true)
  await context.close()
  const town = await openPage(stage, PHONE)
  await actAs(stage, town.page, 'township-1', ['townshipStaff'], 9)
  // 指标: a number explains itself, with the list behind it.
  await town.page.goto(`${stage.address}/app/figures`)
  await town.page.getByText(figures.never).waitFor()
  await town.page.getByLabel(figures.period).selectOption({ index: 0 })
  await town.page.getByText(figures.running.split('（')[1]?.slice(0, 8) ?? '').waitFor()
  await town.page.getByRole('button', { name: /按时/ }).last().click()
  await town.page.getByText(INDICATORS.I2.sayZh).waitFor()
  await both(town.page, 'lawful-figures')
  await town.page.goto(`${stage.address}/app/staff`)
  await town.page.getByText(settings.move.title).click()
  await both(town.page, 'lawful-move')
  await town.context.close()
})
