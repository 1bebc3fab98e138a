import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { households } from '@cunyi/server/base/database/schema/people.ts'
import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { sit } from '../polls/sitting.ts'
import { buildVillage, type Village } from '../village.ts'
import {
  authorise,
  charter,
  close,
  days,
  decide,
  draftOf,
  later,
  matterOf,
  money,
  notice,
  propose,
  type Sat,
  stageOf,
  toStep4,
  WAN,
} from './matter.ts'

const say = (village: Village, who: string, proposal: string, body: object = {}) =>
  village.ask(who, 'sayOpinion', {
    params: { proposal },
    body: { kind: 'opinion', text: '路面应加厚', ...body },
  })
const texts = async (village: Village, who: string, proposal: string) =>
  (await village.must(who, 'listOpinions', { params: { proposal } })).rows.map((row) => row.text)

describe('talk before the vote', () => {
  test('everyone on the roll may speak from the notice until the poll opens, and is answered before that roll', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    expect((await say(village, 'representative-1', proposal)).body.code).toBe('talkClosed')
    const sat = await notice(village, proposal, ['representative-1', 'representative-2', 'branchSecretary'])
    const { id: opinion } = (await say(village, 'representative-1', proposal)).body
    expect((await say(village, 'representative-3', proposal)).body.code).toBe('notOnMeetingRoll')
    await village.must('villageDirector', 'answerOpinion', {
      params: { proposal, opinion },
      body: { answer: '预算不足，不采纳', adopted: false },
    })
    const { rows } = await village.must('representative-2', 'listOpinions', { params: { proposal } })
    expect(rows).toMatchObject([
      { text: '路面应加厚', answer: '预算不足，不采纳', adopted: false, mine: false },
    ])
    expect((await village.ask('villager-1', 'listOpinions', { params: { proposal } })).status).toBe(403)
    await close(village, proposal, sat, 0, 'noQuorum')
    expect((await say(village, 'representative-1', proposal)).body.code).toBe('talkClosed')
  })

  test('before step 1 every registered villager is consulted; when the poll has opened nobody is', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    expect((await say(village, 'villager-7', proposal)).status).toBe(200)
    await decide(village, proposal, 'adopt')
    expect((await say(village, 'villager-7', proposal)).body.code).toBe('talkClosed')
  })

  test('what his households said is a representative’s to tell', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    expect((await say(village, 'villager-1', proposal, { kind: 'households' })).body.code).toBe('forbidden')
    expect((await say(village, 'representative-1', proposal, { kind: 'households' })).status).toBe(200)
  })

  test('hidden with a reason, the words stay for the oversight committee and for whoever said them', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    const { id: opinion } = (await say(village, 'representative-1', proposal)).body
    await village.must('branchSecretary', 'hideOpinion', {
      params: { proposal, opinion },
      body: { reason: '涉及他人隐私' },
    })
    await notice(village, proposal, ['representative-1', 'representative-2'])
    expect(await texts(village, 'oversightChair', proposal)).toEqual(['路面应加厚'])
    expect(await texts(village, 'representative-1', proposal)).toEqual(['路面应加厚'])
    expect(await texts(village, 'representative-2', proposal)).toEqual([''])
  })
})

describe('versions', () => {
  const pollsOf = async (village: Village, proposal: string, sat: Sat) =>
    (await village.must('villager-1', 'getProposal', { params: { proposal } })).sittings
      .filter((row) => row.meetingId === sat.meetingId)
      .flatMap((row) => row.polls)
  const revise = (village: Village, proposal: string, change: object = {}) => {
    const { title, summary, body, facts, budget } = draftOf()
    return village.ask('branchSecretary', 'reviseProposal', {
      params: { proposal },
      body: { title, summary, body, facts, budget, reason: '吸纳意见', ...change },
    })
  }

  test('an editorial change after step 3 keeps the stage; a substantive one goes back to step 2, and nobody can call it editorial', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    expect((await revise(village, proposal, { body: '硬化村西道路 3.2 公里、宽 4 米。' })).body).toEqual({
      version: 2,
      kind: 'editorial',
      stage: 'villagerResolution',
    })
    // Ten per cent exactly is not more than ten.
    const lines = draftOf().budget.map((line) => ({ ...line, amount: (line.amount * 11) / 10 }))
    const grown = { facts: { amount: 105.6 * WAN, place: '村西' }, budget: lines }
    expect((await revise(village, proposal, grown)).body).toMatchObject({
      version: 3,
      kind: 'editorial',
    })
    expect((await revise(village, proposal, money(117 * WAN, { place: '村西' }))).body).toEqual({
      version: 4,
      kind: 'substantive',
      stage: 'committeeDeliberation',
    })
    expect((await matterOf(village, proposal)).version).toBe(4)
  })

  test('rights or duties of persons make it substantive whatever the figures', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    expect((await revise(village, proposal, { touchesRights: true })).body).toMatchObject({
      kind: 'substantive',
      stage: 'committeeDeliberation',
    })
  })

  test('two versions stand side by side, text and facts', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    await revise(village, proposal, {
      ...money(100 * WAN, { place: '村西' }),
      body: '硬化村西道路3.5公里，宽4米。',
    })
    const told = await village.must('villager-1', 'getDifference', {
      params: { proposal },
      query: { from: 1, to: 2 },
    })
    expect(told.parts.filter((part) => part.kind !== 'same')).toEqual([
      { kind: 'removed', text: '硬化村西道路3.2公里，宽4米。\n' },
      { kind: 'added', text: '硬化村西道路3.5公里，宽4米。\n' },
    ])
    expect(told.facts).toEqual([{ key: 'amount', old: 96 * WAN, new: 100 * WAN }])
  })

  test('the substantive change makes the sitting already called void', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    const sat = await notice(village, proposal)
    await revise(village, proposal, { touchesRights: true })
    expect(await pollsOf(village, proposal, sat)).toMatchObject([
      { status: 'void', outcome: 'void', figures: null },
    ])
  })

  test('figures of a poll are shown when it is closed and not before', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village, { questions: [{ text: '道路' }, { text: '排水沟' }] })
    const sat = await notice(village, proposal)
    await close(village, proposal, sat, 0, 'adopt')
    expect((await pollsOf(village, proposal, sat)).map((poll) => poll.figures)).toEqual([
      { for: 26, against: 9 },
      null,
    ])
  })
})

describe('the matter’s page', () => {
  test('names the earliest lawful sittings that lie ahead, cooling days included', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    await decide(village, proposal, 'reject')
    const { earliest } = await village.must('villager-1', 'getProposal', { params: { proposal } })
    // Decided on the 2nd: step 2 on the 4th, step 3 on the 8th, and step 4 when thirty days have ended.
    expect(earliest.map((row) => [row.assembly, row.from])).toEqual([
      ['committees', '2026-11-03T16:00:00.000Z'],
      ['partyMembers', '2026-11-07T16:00:00.000Z'],
      ['representatives', '2026-12-02T16:00:00.000Z'],
    ])
  })

  test('offers each the moves and requests that are his to make now', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    const offered = async (who: string) =>
      (await village.must(who, 'getProposal', { params: { proposal } })).mayNow
    expect(await offered('villager-1')).toEqual(['sayOpinion'])
    expect(await offered('township-1')).toEqual(['giveOpinion'])
    expect(await offered('oversightChair')).toEqual(['addNote', 'sayOpinion'])
    const secretary = await offered('branchSecretary')
    expect(secretary).toEqual(
      expect.arrayContaining(['conveneMeeting', 'reviseProposal', 'withdrawProposal', 'amend']),
    )
    expect(await offered('villageDirector')).not.toContain('conveneMeeting')
  })
})

describe('withdrawal', () => {
  test('races with the opening of the poll: one of the two is refused, never both done', async () => {
    const village = await buildVillage()
    const names = [
      'representative-1',
      'representative-2',
      'representative-3',
      'representative-4',
      'representative-5',
    ]
    for (let round = 0; round < 6; round++) {
      const sitting = await sit(village, { roll: names, inHall: names, windowHours: 48 })
      const withdraw = () =>
        village.ask('villageDirector', 'withdrawProposal', {
          params: { proposal: sitting.proposalId },
          body: { reason: '重新测算' },
        })
      const [first, second] = round % 2 ? [withdraw(), sitting.open()] : [sitting.open(), withdraw()]
      const statuses = (await Promise.all([first, second])).map((reply) => reply.status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
      const { stage, sittings } = await village.must('branchSecretary', 'getProposal', {
        params: { proposal: sitting.proposalId },
      })
      expect([stage, sittings[0]?.polls[0]?.status]).toEqual(
        stage === 'withdrawn' ? ['withdrawn', 'void'] : ['villagerResolution', 'open'],
      )
    }
  })

  test('is the initiator’s; another may not', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    const withdraw = (who: string) =>
      village.ask(who, 'withdrawProposal', { params: { proposal }, body: { reason: '重拟' } })
    expect((await withdraw('villageDirector')).body.code).toBe('notYourMove')
    expect((await withdraw('villager-1')).body.code).toBe('forbidden')
    expect((await withdraw('branchSecretary')).body).toEqual({ stage: 'withdrawn' })
  })
})

describe('urgency', () => {
  test('is set with its reason at submission and waits for the oversight committee’s note', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village, { urgentReason: '汛期将至，河堤渗漏' })
    const check = async () =>
      (await village.must('branchSecretary', 'checkConvening', { body: { proposalIds: [proposal] } })).refusal
        ?.code ?? null
    expect(await check()).toBe('oversightNoteMissing')
    await later(village, days(3))
    expect(await check()).toBe('oversightNoteMissing')
    await village.must('oversightChair', 'addNote', {
      params: { proposal },
      body: { kind: 'oversightNote', text: '情况属实', agrees: true },
    })
    expect(await check()).toBeNull()
  })

  test('the oversight note is the oversight committee’s and nobody else’s', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    for (const who of ['branchSecretary', 'villageDirector'])
      expect(
        (
          await village.ask(who, 'addNote', {
            params: { proposal },
            body: { kind: 'oversightNote', text: '同意', agrees: true },
          })
        ).body.code,
      ).toBe('forbidden')
  })
})

describe('mandates', () => {
  const landOf = async () => {
    const village = await buildVillage()
    await charter(village, 'memberRepresentatives')
    const proposal = await toStep4(village, {
      codes: ['M06'],
      facts: { agencyOnly: true, area: 42_000 },
      budget: [],
      assembly: 'memberRepresentatives',
    })
    const rows = await inVillage(village.db, village.villageId, (tx) =>
      tx
        .select({ id: households.id })
        .from(households)
        .where(and(eq(households.villageId, village.villageId)))
        .limit(3),
    )
    const [a, b, c] = rows.map((row) => row.id) as [string, string, string]
    return {
      village,
      proposal,
      body: {
        rows: [
          { householdId: a, consents: true, area: 500 },
          { householdId: b, consents: true, area: 700 },
          { householdId: c, consents: false, area: 300 },
        ],
      },
    }
  }

  test('are taken from the notice of step 4 until ten days after adoption, and nobody who refuses is bound', async () => {
    const { village, proposal, body } = await landOf()
    const record = () => village.ask('boardChair', 'recordMandates', { params: { proposal }, body })
    expect((await record()).body.code).toBe('mandatesNotOpen')
    expect(await decide(village, proposal, 'adopt')).toBe('resolutionDisclosure')
    expect((await record()).body).toEqual({ consenting: 2, refusing: 1, area: 1200 })
    expect((await village.must('villager-1', 'getMandates', { params: { proposal } })).refusedArea).toBe(300)
    await later(village, days(11))
    expect((await record()).body.code).toBe('mandatesNotOpen')
  })

  test('belong to the matters that only offer a service', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    const { body } = await village.ask('villageDirector', 'recordMandates', {
      params: { proposal },
      body: { rows: [{ householdId: crypto.randomUUID(), consents: true, area: 1 }] },
    })
    expect(body.code).toBe('mandateNotForMatter')
  })
})

describe('the county’s confirmation', () => {
  test('shows name, group, category and amount; an ID number is refused', async () => {
    const village = await buildVillage()
    const row = { name: '王某', group: '2组', category: '低保', amount: 40_000 }
    const post = (rows: object[]) =>
      village.ask('villageDirector', 'postConfirmation', { body: { title: '2026年低保确认名单', rows } })
    expect((await post([{ ...row, category: `低保 ${village.idNumber('villager-1')}` }])).body.code).toBe(
      'forbiddenContent',
    )
    expect((await post([row])).status).toBe(200)
  })

  test('waits for the opinion to have been sent', async () => {
    const village = await buildVillage()
    const proposalId = await toStep4(village, {
      codes: ['M09'],
      facts: { stateDecides: true, stateSubject: 'relief' },
      budget: [],
    })
    const body = {
      proposalId,
      title: '确认名单',
      rows: [{ name: '王某', group: '2组', category: '低保', amount: 40_000 }],
    }
    expect((await village.ask('villageDirector', 'postConfirmation', { body })).body.code).toBe('wrongStage')
    await decide(village, proposalId, 'support')
    expect((await village.ask('villageDirector', 'postConfirmation', { body })).status).toBe(200)
    expect(await stageOf(village, proposalId)).toBe('opinionSent')
  })
})
