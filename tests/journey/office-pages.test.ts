/**
 * 办公页面一遍: every page of an office on a phone and on a desk: nothing scrolls sideways at 360, and the tab of the page
 * one is on is in sight. `PICTURES=1` keeps a picture of each; otherwise the phone alone is gone through.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../web/src/app/routes.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { draftOf } from '../server/proposals/matter.ts'
import { actAs, DESK, look, openPage, openStage, PHONE, type Stage, upToOpenPoll } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    title: '村道拓宽并安装路灯',
    summary: '路面加宽到五米，装二十盏路灯，花五万元，由村集体出钱。',
    codes: ['M03'],
    amount: '5万',
  })
})
afterAll(() => stage?.close())

type One = { name: string; who: string; offices: string[]; path: string; digits?: number }
const found: string[] = []
const gone = new Set<string>()

/** Of each bar of tabs, the one that is the page: in sight, and unlike its neighbours. */
const tabsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wrong: string[] = []
    for (const here of document.querySelectorAll('nav [aria-current="page"]')) {
      const { left, right, width } = here.getBoundingClientRect()
      if (width === 0) continue
      const name = (here.textContent ?? '').trim()
      if (left < -1 || right > document.documentElement.clientWidth + 1)
        wrong.push(`tab “${name}” is out of sight`)
      const other = [...(here.closest('nav')?.querySelectorAll('a') ?? [])].find((one) => one !== here)
      const drawn = (one: Element) => {
        const { backgroundColor, color, fontWeight, borderBottom, boxShadow } = getComputedStyle(one)
        return [backgroundColor, color, fontWeight, borderBottom, boxShadow].join()
      }
      if (other && drawn(other) === drawn(here)) wrong.push(`tab “${name}” looks like the others`)
    }
    return wrong
  })

async function go(pages: readonly One[]) {
  for (const who of new Set(pages.map((one) => one.who))) {
    const own = pages.filter((one) => one.who === who)
    const { page, context } = await openPage(stage, PHONE)
    await actAs(stage, page, who, own[0]?.offices ?? [], own[0]?.digits)
    for (const { name, path } of own)
      for (const size of process.env.PICTURES ? [PHONE, DESK] : [PHONE]) {
        await page.setViewportSize(size)
        await page.goto(`${stage.address}/app${path}`)
        await page.locator('h1').first().waitFor({ state: 'attached' })
        await page.waitForLoadState('networkidle').catch(() => undefined)
        await expect.poll(() => page.locator('.skeleton').count(), { timeout: 30_000 }).toBe(0)
        gone.add(name)
        const at = `${name} ${size.width}`
        if (process.env.PICTURES)
          await look(page, `office-${name}`, { axe: false }).catch((no) => found.push(String(no)))
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        if (wide > 1) found.push(`${at}: scrolls sideways by ${wide}`)
        for (const tab of await tabsOf(page)) found.push(`${at}: ${tab}`)
        for (const no of await page.locator('main .note-refusal[role=alert]').allTextContents())
          found.push(`${at}: ${no.trim()}`)
      }
    await context.close()
  }
}

const SECRETARY = { who: 'branchSecretary', offices: ['branchSecretary', 'branchCommittee'] }
const DIRECTOR = { who: 'villageDirector', offices: ['villageDirector', 'villageCommittee'] }
const OVERSIGHT = { who: 'oversightChair', offices: ['oversightChair', 'oversightCommittee'] }
const TOWNSHIP = { who: 'township-1', offices: ['townshipStaff'], digits: 9 }
const COUNTY = { who: 'county-1', offices: ['countyStaff'], digits: 6 }

test('before and in the meeting', async () => {
  const { world } = stage
  const v = `/v/${world.village}`
  const { id: draft } = await world.ask('branchSecretary', 'draftProposal', {}, draftOf())
  const { id: taken } = await world.ask(
    'branchSecretary',
    'draftProposal',
    {},
    draftOf({ title: '村卫生室修缮' }),
  )
  await world.ask('branchSecretary', 'submitProposal', { proposal: taken }, {})
  await upToOpenPoll(stage, { inHall: 4, online: 3 })
  const sitting = sittingOf(world.matter())
  const meeting = `${v}/meetings/${sitting.meetingId}`
  const poll = sitting.polls[0]?.id
  const person = await world.idOf('partyMember-5')
  await go([
    { ...SECRETARY, name: 'draft', path: `/draft/${draft}` },
    { ...SECRETARY, name: 'revise', path: `${v}/matters/${taken}/revise` },
    { ...SECRETARY, name: 'convene', path: `${v}/matters/${taken}/convene` },
    { ...SECRETARY, name: 'voiceNote', path: `${v}/matters/${taken}/voice` },
    { ...SECRETARY, name: 'conduct', path: `${meeting}/conduct` },
    { ...SECRETARY, name: 'projector', path: `${meeting}/projector` },
    { ...SECRETARY, name: 'meetings', path: '/meetings' },
    { ...SECRETARY, name: 'undelivered', path: '/undelivered' },
    { ...SECRETARY, name: 'helpers', path: '/helpers' },
    { ...SECRETARY, name: 'acts', path: '/acts' },
    { who: sitting.recorder, offices: ['clerk'], name: 'slips', path: `${meeting}/polls/${poll}/slips` },
    { who: sitting.recorder, offices: ['clerk'], name: 'assist', path: `${meeting}/polls/${poll}/assist` },
    { who: sitting.recorder, offices: ['clerk'], name: 'proxy', path: `${meeting}/proxy` },
    { ...OVERSIGHT, name: 'assisted', path: `${v}/polls/${poll}/assisted` },
    { ...OVERSIGHT, name: 'evidence', path: '/evidence' },
    { ...OVERSIGHT, name: 'duties', path: '/duties' },
    { ...OVERSIGHT, name: 'dangers', path: '/dangers' },
    { ...OVERSIGHT, name: 'figures', path: '/figures' },
    { ...OVERSIGHT, name: 'identity', path: '/identity' },
    { ...OVERSIGHT, name: 'kept', path: '/kept' },
    ...['roster', 'offices', 'composition', 'households', 'import', 'enter'].map((name) => ({
      ...DIRECTOR,
      name,
      path: name === 'roster' ? '/roster' : `/roster/${name}`,
    })),
    { ...DIRECTOR, name: 'person', path: `${v}/people/${person}` },
    { ...DIRECTOR, name: 'rules', path: '/rules' },
    { ...DIRECTOR, name: 'authorisations', path: '/authorisations' },
    { ...DIRECTOR, name: 'legalBases', path: '/legal-bases' },
    { ...TOWNSHIP, name: 'overview', path: '/overview' },
    { ...TOWNSHIP, name: 'villageOverview', path: `${v}/overview` },
    { ...TOWNSHIP, name: 'villageActs', path: `${v}/acts` },
    { ...TOWNSHIP, name: 'villageDangers', path: `${v}/dangers` },
    { ...TOWNSHIP, name: 'villageEvidence', path: `${v}/evidence` },
    { ...TOWNSHIP, name: 'villageRoster', path: `${v}/roster` },
    { ...TOWNSHIP, name: 'villageOffices', path: `${v}/roster/offices` },
    { ...TOWNSHIP, name: 'villageComposition', path: `${v}/roster/composition` },
    { ...TOWNSHIP, name: 'villageHouseholds', path: `${v}/roster/households` },
    { ...TOWNSHIP, name: 'villageRules', path: `${v}/rules` },
    { ...TOWNSHIP, name: 'villageAuthorisations', path: `${v}/authorisations` },
    { ...TOWNSHIP, name: 'villageLegalBases', path: `${v}/legal-bases` },
    { ...TOWNSHIP, name: 'township', path: `${v}/matters/${taken}/township` },
    { ...TOWNSHIP, name: 'staff', path: '/staff' },
    { ...COUNTY, name: 'keys', path: '/keys' },
  ])
})

test('after the resolution', async () => {
  await stage.step({ vote: { for: 6, against: 1 } } as never)
  await stage.step({ close: {} } as never)
  await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
  await stage.step({ disclose: {} })
  const { world } = stage
  const matter = `/v/${world.village}/matters/${world.matter().id}`
  const { rows } = await world.ask('villageDirector', 'listDisclosures', {})
  await go([
    { ...DIRECTOR, name: 'disclosures', path: '/disclosures' },
    { ...DIRECTOR, name: 'disclosure', path: `/v/${world.village}/disclosures/${rows[0]?.id}` },
    { ...DIRECTOR, name: 'matterDisclosure', path: `${matter}/disclosure` },
    { ...DIRECTOR, name: 'objections', path: `${matter}/objections` },
    { ...DIRECTOR, name: 'work', path: `${matter}/work` },
    { ...DIRECTOR, name: 'confirmation', path: '/confirmation' },
    { ...DIRECTOR, name: 'mandates', path: `${matter}/mandates` },
    { ...OVERSIGHT, name: 'reviews', path: '/reviews' },
    { ...OVERSIGHT, name: 'note', path: `${matter}/note` },
    { ...SECRETARY, name: 'office', path: '/office' },
  ])
})

test('each page of an office was gone through, and none of them is too wide or hides where one is', () => {
  const all = routes.map(({ name }) => String(name))
  const offices = all.slice(0, all.indexOf('home'))
  expect(offices.filter((name) => !gone.has(name))).toEqual([])
  expect(found).toEqual([])
})
