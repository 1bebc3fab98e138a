import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import conduct from '../../web/src/say/messages/zh-CN/conduct.ts'
import convene from '../../web/src/say/messages/zh-CN/convene.ts'
import disclose from '../../web/src/say/messages/zh-CN/disclose.ts'
import office from '../../web/src/say/messages/zh-CN/office.ts'
import propose from '../../web/src/say/messages/zh-CN/propose.ts'
import roster from '../../web/src/say/messages/zh-CN/roster.ts'
import { chooseTellers } from '../scenarios/runner/ballots.ts'
import { textsOf } from '../scenarios/runner/fill.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { TINY_PNG } from '../scenarios/runner/world.ts'
import { DESK, logIn, openPage, openStage, type Stage } from './stage.ts'

/**
 * 主要几件事要点几下、多久: each job from its own page to done. The table is printed and held to nothing but its clicks;
 * seconds are the machine's, and drift with it.
 */
type Job = { job: string; clicks: number; fields: number; seconds: number }
const table: Job[] = []
/** A job that takes more taps than this has lost its way. */
const MOST_CLICKS = 14

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ title: '村道路灯安装', codes: ['M03'], amount: '5万' })
})
afterAll(async () => {
  console.log(
    [
      '| job | clicks | fields | seconds |',
      '| --- | --- | --- | --- |',
      ...table.map((one) => `| ${one.job} | ${one.clicks} | ${one.fields} | ${one.seconds.toFixed(1)} |`),
    ].join('\n'),
  )
  await stage?.close()
})

async function openAs(who: string): Promise<Page> {
  const { page } = await openPage(stage, DESK)
  await page.addInitScript(() => {
    const count = (name: string) =>
      sessionStorage.setItem(name, String(Number(sessionStorage.getItem(name) ?? 0) + 1))
    addEventListener('pointerdown', () => count('clicks'), true)
    addEventListener('change', () => count('fields'), true)
  })
  await logIn(stage, page, who)
  return page
}
async function measure(job: string, page: Page, work: () => Promise<unknown>) {
  await page.evaluate(() => sessionStorage.clear())
  const begun = performance.now()
  await work()
  const seconds = (performance.now() - begun) / 1000
  const counted = await page.evaluate(() => ({
    clicks: Number(sessionStorage.getItem('clicks') ?? 0),
    fields: Number(sessionStorage.getItem('fields') ?? 0),
  }))
  table.push({ job, ...counted, seconds })
  expect(counted.clicks, job).toBeLessThanOrEqual(MOST_CLICKS)
}
const at = (path: string) => `${stage.address}/app/v/${stage.world.village}${path}`

test('起草、召集', async () => {
  const page = await openAs('branchSecretary')
  await page.goto(`${stage.address}/app/draft`)
  await measure('draft', page, async () => {
    await page.getByLabel(propose.name).fill('村文化广场修缮')
    await page.getByLabel(propose.summary).fill('修补广场地面，花三万元，由村集体出钱。')
    await page.getByLabel('公益事业、基础设施建设及发包').check()
    const [names, sums] = [page.getByLabel(propose.lineName), page.getByLabel(propose.lineSum)]
    await names.nth(0).fill('地面修补')
    await sums.nth(0).fill('3万')
    await names.nth(1).fill('村集体收入')
    await sums.nth(1).fill('30000')
    await page.getByRole('button', { name: propose.toBranch }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: propose.toBranch }).click()
    await page.waitForURL(/\/matters\//)
  })
  await measure('convene', page, async () => {
    await page.getByRole('link', { name: office.acts.conveneMeeting }).click()
    await page.getByLabel(convene.place).fill('村部会议室')
    await page.getByLabel(convene.lay.replace('{paper}', '征求意见记录')).setInputFiles({
      name: '征求意见记录.png',
      mimeType: 'image/png',
      buffer: Buffer.from(TINY_PNG),
    })
    await page.getByText(convene.layHelp).waitFor({ state: 'detached' })
    await page.getByLabel(convene.recorder).selectOption({ index: 1 })
    const tellers = page.getByRole('group', { name: convene.tellers }).getByRole('checkbox')
    await tellers.nth(0).check()
    await tellers.nth(1).check()
    await page.getByRole('button', { name: convene.send }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: convene.send }).click()
    await page.waitForURL(/\/conduct$/)
  })
})

test('主持：开始、发票、结束', async () => {
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
  await stage.step({ convene: { window: 0, secretFor: [stage.world.matter().name] } } as never)
  await stage.step({ begin: {} })
  await stage.step({ attend: { inHall: 6 } } as never)
  const sitting = sittingOf(stage.world.matter())
  await chooseTellers(stage.world, sitting)
  const chair = await openAs('branchSecretary')
  const recorder = await openAs(sitting.recorder)
  await chair.goto(at(`/meetings/${sitting.meetingId}/conduct`))
  await measure('open a poll', chair, async () => {
    await chair.getByRole('button', { name: conduct.open }).click()
    await chair.getByRole('alertdialog').getByRole('button', { name: conduct.open }).click()
    await chair.getByText(conduct.noCounts).waitFor()
  })
  await recorder.goto(at(`/meetings/${sitting.meetingId}/conduct`))
  await measure('slips for the whole hall', recorder, async () => {
    await recorder.getByRole('button', { name: conduct.hallSlips }).click()
    await recorder.getByRole('alertdialog').getByRole('button', { name: '发 6 张' }).click()
    await recorder.getByText('已发表决票 6 张').waitFor()
  })
  await measure('close a poll', chair, async () => {
    await chair.getByRole('button', { name: conduct.close }).click()
    await chair.getByText(conduct.allVoted).waitFor()
    await chair.getByRole('alertdialog').getByRole('button', { name: conduct.close }).click()
    await chair.getByText(conduct.counting).waitFor()
  })
})

test('导入、换号码', async () => {
  const { writeWorkbook } = await import('@cunyi/server/village/people/workbook/write.ts')
  const page = await openAs('villageDirector')
  const { rows } = stage.world.population
  const like = rows.people.find((one) => one.partyStatus === 'none' && one.relation === '家属')
  if (!like) throw new Error('somebody ordinary was expected')
  const { idNumber: _, phone: __, ...plain } = like
  rows.people.push({ ...plain, name: '外来一', relation: '亲属', birthDate: '1971-05-01' })
  const file = await writeWorkbook(textsOf(rows))
  await page.goto(`${stage.address}/app/roster/import`)
  await measure('import', page, async () => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '花名册.xlsx', mimeType: 'application/octet-stream', buffer: file })
    await page.getByRole('heading', { name: '预览：花名册.xlsx' }).waitFor()
    const yes = roster.confirmN.replace('{n}', '1')
    await page.getByRole('button', { name: yes }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: yes }).click()
    await page.getByText('条涉及登录、表决权').waitFor()
  })
  const person = await stage.world.idOf('partyMember-5')
  await page.goto(at(`/people/${person}`))
  await measure('change a number', page, async () => {
    await page.getByLabel(roster.number.phone).fill('10099990001')
    await page.getByLabel(roster.number.reason).fill('换了手机')
    await page.getByRole('button', { name: roster.number.send }).click()
    await page.getByText(roster.number.waits).waitFor()
  })
})

test('公示', async () => {
  const before = stage
  stage = await openStage({ title: '村道路灯安装', codes: ['M03'], amount: '5万' })
  try {
    await stage.step({ submit: {} })
    for (const inHall of [3, 5, 7, 5]) await stage.step({ sitting: { inHall, for: inHall } } as never)
    await stage.step({ review: { agree: true } } as never)
    const page = await openAs('villageDirector')
    await page.goto(at(`/matters/${stage.world.matter().id}/disclosure`))
    await measure('post', page, async () => {
      await page.getByLabel(disclose.takePhoto).setInputFiles({
        name: '张贴.png',
        mimeType: 'image/png',
        buffer: Buffer.from(TINY_PNG),
      })
      await page.getByLabel(disclose.place).fill('村部公开栏')
      await page.getByRole('button', { name: disclose.keepPhoto }).click()
      await page.getByText(disclose.photoKept).waitFor()
      await page.getByRole('button', { name: disclose.post }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: disclose.post }).click()
      await page.getByText(disclose.posted).first().waitFor()
    })
  } finally {
    await stage.close()
    stage = before
  }
})
