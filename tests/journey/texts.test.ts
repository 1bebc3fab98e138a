import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import acts from '../../web/src/say/messages/zh-CN/acts.ts'
import changes from '../../web/src/say/messages/zh-CN/changes.ts'
import disclose from '../../web/src/say/messages/zh-CN/disclose.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage } from './stage.ts'

const BODY = '在村东路两侧种法桐，树坑深六十公分。张三家门前留出车位。'

describe('what people decided on is what is posted', () => {
  let stage: Stage
  let app: string
  const play = (step: unknown) => stage.step(step as never)
  const matter = () => `${app}/v/${stage.world.village}/matters/${stage.world.matter().id}`
  beforeAll(async () => {
    stage = await openStage({ title: '村道绿化', codes: ['M03'], amount: '5万', body: BODY } as never)
    app = `${stage.address}/app`
    await play({ submit: {} })
    await play({ sitting: { inHall: 3, for: 3 } })
    await play({ sitting: { inHall: 5, for: 5 } })
    await play({ sitting: { inHall: 4, online: 3, for: 6, against: 1 } })
    await play({ revise: { reason: '写清楚', body: BODY.replace('六十公分', '八十公分') } })
  })
  afterAll(() => stage?.close())

  test('whoever decided sees the difference, and says that it is more than wording', async () => {
    const { page, context } = await openPage(stage, DESK)
    await logIn(stage, page, 'partyMember-5')
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size)
      await page.goto(`${matter()}/changes`)
      await page.getByRole('button', { name: changes.object }).waitFor()
      expect(await page.locator('del').first().textContent()).toContain('六十公分')
      expect(await page.locator('ins').first().textContent()).toContain('八十公分')
      await look(page, '90-changes')
      if (size === PHONE) {
        await page.getByRole('button', { name: changes.object }).click()
        await page.getByLabel(changes.why).fill('深度变了，要多花工')
        await page.getByRole('alertdialog').getByRole('button', { name: changes.object }).click()
        await page.getByText('实质修改').first().waitFor()
        await look(page, '91-changes-objected')
      }
    }
    await context.close()
  })

  test('the facts of a notice stand locked; words are added beside them', async () => {
    // 书面确认: of each of the branch committee, beside what was before the oversight committee.
    for (const who of ['branchSecretary', 'branchCommittee-2']) {
      const { rows } = await stage.world.ask(who, 'listJudgements', {})
      const { id } = rows.find((one: { what: string }) => one.what === 'branchRound')
      await stage.world.ask(who, 'judge', { judgement: id }, { agrees: true, ground: '同意' })
    }
    await play({ sitting: { inHall: 5, for: 5 } })
    await play({ sitting: { inHall: 4, online: 3, for: 6, against: 1 } })
    await play({ sitting: { inHall: 5, for: 5 } })
    const { page, context } = await openPage(stage, DESK)
    await logIn(stage, page, 'villageDirector')
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size)
      await page.goto(`${matter()}/disclosure`)
      await page.getByRole('button', { name: disclose.edit }).click()
      await page.getByText(disclose.drawn).waitFor()
      await page.getByLabel(disclose.added).fill('树苗本周到位，浇水养护三个月。')
      await look(page, '92-disclosure-edit')
      if (size === PHONE) {
        await page.getByRole('button', { name: '保存', exact: true }).click()
        await page.getByText('树苗本周到位').first().waitFor()
      }
    }
    await context.close()
  })

  test('what was left out and put right stands on the public page with who and why', async () => {
    await play({ disclose: {} })
    const { world } = stage
    const id = (
      await world.ask('villageDirector', 'getProposal', { proposal: world.matter().id })
    ).disclosures.at(-1)
    const at = { disclosure: id.id }
    const mask = { excerpts: ['张三家门前留出车位'], kind: 'household', reason: '本人要求' }
    await world.ask('villageDirector', 'maskDisclosure', at, mask)
    const seen = await openPage(stage, PHONE)
    await logIn(stage, seen.page, 'oversight-2')
    await seen.page.goto(`${app}/acts`)
    await seen.page.getByRole('button', { name: acts.yes }).waitFor()
    await look(seen.page, '93-mask-second')
    await seen.page.getByRole('button', { name: acts.yes }).click()
    await seen.page.getByRole('alertdialog').getByRole('button', { name: acts.yes }).click()
    await seen.page.getByText('已确认').first().waitFor()
    await seen.context.close()
    const typo = { oldText: '树苗本周到位', newText: '树苗本周到齐' }
    const { actId } = await world.ask('villageDirector', 'correctDisclosure', at, typo)
    await world.ask('oversight-3', 'confirmAct', { act: actId })
    for (const size of [DESK, PHONE]) {
      const { page, context } = await openPage(stage, size)
      await page.goto(`${stage.address}/v/${world.village}/m/${world.matter().id}`)
      const text = (await page.locator('main').textContent()) ?? ''
      for (const words of ['〔略〕', '树苗本周到齐', '村务监督委员会', '补充说明'])
        expect(text).toContain(words)
      expect(text).not.toContain('留出车位')
      await look(page, '94-public-texts')
      await context.close()
    }
  })
})
