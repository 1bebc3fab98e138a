import { describe, expect, test } from 'vitest'
import { buildVillage } from '../village.ts'
import {
  authorise,
  days,
  decide,
  draft,
  draftOf,
  later,
  matterOf,
  money,
  propose,
  stageOf,
  toStep4,
  WAN,
} from './matter.ts'

describe('the township', () => {
  test('has no veto: on the way it can only say its opinion', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    await village.must('township-1', 'giveOpinion', { params: { proposal }, body: { text: '建议暂缓' } })
    const { title, summary, body, facts, budget } = draftOf()
    const reason = '建议暂缓'
    for (const [request, asked] of [
      ['withdrawProposal', { reason }],
      ['shelveProposal', { reason }],
      ['reviseProposal', { title, summary, body, facts, budget, reason }],
      ['archiveProposal', {}],
    ] as const)
      expect(
        (await village.ask('township-1', request, { params: { proposal }, body: asked })).body.code,
      ).toBe('notForAdministrators')
    const order = { documentNumber: '1号', article: 'art 31', reason: '不妥' }
    expect(
      (await village.ask('township-1', 'orderCorrection', { params: { proposal }, body: order })).body.code,
    ).toBe('moveNotInTable')
    expect(await decide(village, proposal, 'adopt')).toBe('resolutionDisclosure')
  })

  test('orders correction of an unlawful resolution, which the village decides anew; the posting ends', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    await decide(village, proposal, 'adopt')
    const order = {
      documentNumber: '演镇函〔2026〕1号',
      article: '村委会组织法 art 31',
      reason: '侵犯村民财产权利',
    }
    expect(
      (await village.ask('county-1', 'orderCorrection', { params: { proposal }, body: order })).body.code,
    ).toBe('notForAdministrators')
    expect(
      (await village.must('township-1', 'orderCorrection', { params: { proposal }, body: order })).stage,
    ).toBe('committeeDeliberation')
    const { moves, disclosures } = await village.must('villageDirector', 'getProposal', {
      params: { proposal },
    })
    expect(moves.at(-1)).toMatchObject({
      move: 'orderCorrection',
      by: 'townshipStaff',
      documentNumber: '演镇函〔2026〕1号',
      article: '村委会组织法 art 31',
    })
    expect(disclosures).toMatchObject([{ status: 'ended' }])
  })

  test('approves only where a special law says so, each level once, and the last one moves the matter', async () => {
    const village = await buildVillage()
    const proposal = await toStep4(village, {
      codes: ['M06'],
      facts: { contractAdjustment: true, area: 1200 },
      budget: [],
    })
    expect(await decide(village, proposal, 'adopt')).toBe('awaitingApproval')
    const approve = (who: string) =>
      village.ask(who, 'approveProposal', { params: { proposal }, body: { documentNumber: '批〔2026〕3号' } })
    expect((await approve('township-1')).body).toEqual({ stage: 'awaitingApproval' })
    expect((await approve('township-2')).body.code).toBe('alreadyDone')
    expect((await approve('county-1')).body).toEqual({ stage: 'resolutionDisclosure' })
    await authorise(village)
    const road = await toStep4(village)
    await decide(village, road, 'adopt')
    expect(
      (
        await village.ask('township-1', 'approveProposal', {
          params: { proposal: road },
          body: { documentNumber: '1号' },
        })
      ).body.code,
    ).toBe('moveNotInTable')
  })

  test('takes a resolution on file once', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    const file = () =>
      village.ask('township-1', 'fileProposal', { params: { proposal }, body: { documentNumber: '备1号' } })
    expect((await file()).body.code).toBe('nothingToFile')
    await decide(village, proposal, 'adopt')
    expect((await file()).status).toBe(200)
    expect((await file()).body.code).toBe('alreadyDone')
  })
})

describe('a passed resolution', () => {
  test('is changed by a linked new one of the same body and by nothing else', async () => {
    const village = await buildVillage()
    await authorise(village)
    const old = await toStep4(village)
    await decide(village, old, 'adopt')
    const other = await draft(village, {
      linkedTo: old,
      codes: ['M02'],
      assembly: 'households',
      ...money(106 * WAN),
    })
    await village.must('branchSecretary', 'submitProposal', { params: { proposal: other }, body: {} })
    const change = await toStep4(village, { linkedTo: old, title: '道路硬化（变更）', ...money(106 * WAN) })
    expect(await stageOf(village, old)).toBe('resolutionDisclosure')
    expect(await decide(village, change, 'adopt')).toBe('resolutionDisclosure')
    expect(await stageOf(village, old)).toBe('superseded')
    expect((await matterOf(village, change)).resolutionNumber).toBe('R2026-002')
  })

  test('of the assembly cannot be changed by the representatives', async () => {
    const village = await buildVillage()
    await authorise(village)
    const old = await toStep4(village, { assembly: 'households' })
    await decide(village, old, 'adopt')
    const change = await draft(village, { linkedTo: old, assembly: 'representatives' })
    expect(
      (await village.ask('branchSecretary', 'submitProposal', { params: { proposal: change }, body: {} }))
        .body.code,
    ).toBe('changeNeedsSameAssembly')
  })

  test('nothing is linked to a matter still on its way', async () => {
    const village = await buildVillage()
    await authorise(village)
    const old = await propose(village)
    expect(
      (await village.ask('branchSecretary', 'draftProposal', { body: draftOf({ linkedTo: old }) })).body.code,
    ).toBe('linkedStillRunning')
  })

  test('a linked new proposal with an editorial change waits out the same cooling days', async () => {
    const village = await buildVillage()
    await authorise(village)
    const old = await toStep4(village)
    await decide(village, old, 'reject')
    await village.must('branchSecretary', 'withdrawProposal', {
      params: { proposal: old },
      body: { reason: '重拟' },
    })
    const proposal = await propose(village, { linkedTo: old, body: '硬化村西道路三点二公里。' })
    expect(
      (await village.must('branchSecretary', 'getProposal', { params: { proposal } })).cooling,
    ).toHaveLength(1)
    await later(village, days(1))
    const fresh = await propose(village, { linkedTo: old, ...money(50 * WAN, { place: '村西' }) })
    expect(
      (await village.must('branchSecretary', 'getProposal', { params: { proposal: fresh } })).cooling,
    ).toEqual([])
  })
})
