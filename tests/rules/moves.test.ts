import type { Actor, Facts } from '@cunyi/shared/matter/facts.ts'
import { actorsOf, isRefusal, movesOffered, nextStage, PROPOSAL_MOVES } from '@cunyi/shared/matter/moves.ts'
import {
  keysOf,
  MOVES,
  OFFICE_KEYS,
  ROUTES,
  STAGE_KEYS,
  TRACKS,
  type Track,
} from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { calm, ready } from './matter-facts.ts'
import { at, profile } from './village.ts'

const demanded: Facts = { ...ready, demanded: true, demandOverdue: true }
/** Rejected once before: the next rejection is the last, and after it the matter may be referred. */
const once: Facts = { ...ready, rejectionsAtStep4: 1 }
const deadlocked: Facts = { ...ready, rejectionsAtStep4: 2 }
const toApprove: Facts = { ...ready, approvalNeeded: ['township', 'county'], approvalGiven: ['county'] }
const approvedBelow: Facts = { ...toApprove, approvalGiven: ['township'] }
const harsh: Facts = { ...ready, profile: profile({ on_reject_2: 'shelve', on_reject_3: 'shelve' }) }
const far: Facts = { ...ready, profile: profile({ on_reject_3: 'step1' }) }
/** Overturned by a recount: each of the first three steps; `ready` has the fourth. */
const overturned = (['branchProposal', 'committeeDeliberation', 'partyReview'] as const).map((step) => ({
  ...ready,
  overturned: step,
}))
const CONTEXTS = [ready, demanded, once, deadlocked, toApprove, approvedBelow, harsh, far, ...overturned]
const STEPS = ['branchProposal', 'committeeDeliberation', 'partyReview', 'villagerResolution'] as const
const backTo = (from: string, move: string, last: number) =>
  STEPS.slice(0, last).map((step) => `${from} ${move} recount → ${step}`)

const ACTORS: Actor[] = [
  'drafter',
  'branch',
  'initiator',
  'poster',
  'referrer',
  'chair',
  'townshipStaff',
  'countyStaff',
  'meeting',
  'clock',
  'recount',
  'newResolution',
]
const go = (
  track: Track,
  stage: (typeof STAGE_KEYS)[number],
  move: keyof typeof MOVES,
  by: Actor,
  context = ready,
) => {
  const answer = nextStage({ track, stage }, move, by, context)
  return isRefusal(answer) ? answer.code : answer.to
}

/** Every way there is, written out by hand from the procedure and not from the table. */
const STEPS_1_TO_4 = {
  full: [
    'drafting submit branch → branchProposal',
    'branchProposal adopt meeting → committeeDeliberation',
    'branchProposal adopt clock → committeeDeliberation',
    'branchProposal reject meeting → shelved',
    'branchProposal amend drafter → branchProposal',
    'committeeDeliberation adopt meeting → partyReview',
    'committeeDeliberation adopt clock → partyReview',
    'committeeDeliberation reject meeting → branchProposal',
    'committeeDeliberation reject meeting → shelved',
    'committeeDeliberation amend drafter → committeeDeliberation',
    'committeeDeliberation amend chair → committeeDeliberation',
    'committeeDeliberation return branch → branchProposal',
    'partyReview adopt meeting → villagerResolution',
    'partyReview adopt clock → villagerResolution',
    'partyReview reject meeting → committeeDeliberation',
    'partyReview reject meeting → branchProposal',
    'partyReview reject meeting → shelved',
    'partyReview amend drafter → committeeDeliberation',
    'partyReview amend chair → committeeDeliberation',
    'partyReview return branch → committeeDeliberation',
    'villagerResolution amend drafter → committeeDeliberation',
    'villagerResolution amend chair → committeeDeliberation',
    'branchProposal shelve meeting → shelved',
    'committeeDeliberation shelve meeting → shelved',
    'partyReview shelve meeting → shelved',
    'villagerResolution shelve meeting → shelved',
    'drafting withdraw initiator → withdrawn',
    'branchProposal withdraw initiator → withdrawn',
    'committeeDeliberation withdraw initiator → withdrawn',
    'partyReview withdraw initiator → withdrawn',
    'villagerResolution withdraw initiator → withdrawn',
    ...backTo('committeeDeliberation', 'recountReturns', 1),
    ...backTo('partyReview', 'recountReturns', 2),
    ...backTo('villagerResolution', 'recountReturns', 3),
  ],
  resolution: [
    'villagerResolution adopt meeting → resolutionDisclosure',
    'villagerResolution adopt meeting → awaitingApproval',
    'villagerResolution reject meeting → committeeDeliberation',
    'villagerResolution reject meeting → shelved',
    'shelved refer referrer → villagerResolution',
    'awaitingApproval approve townshipStaff → resolutionDisclosure',
    'awaitingApproval approve countyStaff → resolutionDisclosure',
    'awaitingApproval refuseApproval townshipStaff → committeeDeliberation',
    'awaitingApproval refuseApproval countyStaff → committeeDeliberation',
    'awaitingApproval orderCorrection townshipStaff → committeeDeliberation',
    ...backTo('awaitingApproval', 'withdrawResolution', 4),
    ...backTo('resolutionDisclosure', 'withdrawResolution', 4),
    ...backTo('implementation', 'withdrawResolution', 4),
  ],
  afterwards: [
    'resolutionDisclosure endDisclosure clock → implementation',
    'implementation reportOutcome poster → outcomeDisclosure',
    'outcomeDisclosure archive clock → archived',
    'resolutionDisclosure orderCorrection townshipStaff → committeeDeliberation',
    'implementation orderCorrection townshipStaff → committeeDeliberation',
    'outcomeDisclosure orderCorrection townshipStaff → committeeDeliberation',
    'resolutionDisclosure supersede newResolution → superseded',
    'implementation supersede newResolution → superseded',
    'outcomeDisclosure supersede newResolution → superseded',
    'archived supersede newResolution → superseded',
  ],
}
const LIGHT = [
  'drafting submit branch → branchProposal',
  'branchProposal adopt meeting → committeeDeliberation',
  'branchProposal reject meeting → shelved',
  'branchProposal amend drafter → branchProposal',
  'committeeDeliberation adopt meeting → resolutionDisclosure',
  'committeeDeliberation reject meeting → branchProposal',
  'committeeDeliberation reject meeting → shelved',
  'committeeDeliberation amend drafter → committeeDeliberation',
  'committeeDeliberation amend chair → committeeDeliberation',
  'committeeDeliberation return branch → branchProposal',
  'branchProposal shelve meeting → shelved',
  'committeeDeliberation shelve meeting → shelved',
  'drafting withdraw initiator → withdrawn',
  'branchProposal withdraw initiator → withdrawn',
  'committeeDeliberation withdraw initiator → withdrawn',
  ...backTo('committeeDeliberation', 'recountReturns', 1),
  ...backTo('resolutionDisclosure', 'withdrawResolution', 2),
  ...backTo('implementation', 'withdrawResolution', 2),
  ...STEPS_1_TO_4.afterwards,
]
const RECUSED_OUT = [
  'branchProposal refer branch → branchProposal',
  'branchProposal refer referrer → branchProposal',
  'committeeDeliberation refer branch → committeeDeliberation',
  'committeeDeliberation refer referrer → committeeDeliberation',
  'villagerResolution refer referrer → villagerResolution',
]
const EXPECTED: Record<Track, string[]> = {
  full: [...STEPS_1_TO_4.full, ...RECUSED_OUT, ...STEPS_1_TO_4.resolution, ...STEPS_1_TO_4.afterwards],
  committeeMatter: [...LIGHT, ...RECUSED_OUT.slice(0, 4)],
  opinion: [
    ...STEPS_1_TO_4.full,
    ...RECUSED_OUT,
    'villagerResolution sendOpinion meeting → opinionSent',
    'opinionSent archive poster → archived',
  ],
}

describe('a matter moves along a row of the table and in no other way', () => {
  test.each(keysOf(TRACKS))('%s: every stage × move × whoever it is, under every circumstance', (track) => {
    const possible = new Set<string>()
    for (const stage of STAGE_KEYS)
      for (const move of keysOf(MOVES))
        for (const by of ACTORS)
          for (const context of CONTEXTS) {
            const answer = nextStage({ track, stage }, move, by, context)
            if (!isRefusal(answer)) possible.add(`${stage} ${move} ${by} → ${answer.to}`)
          }
    expect([...possible].sort()).toEqual([...EXPECTED[track]].sort())
  })

  test('every row of the table can be taken and names its source', () => {
    for (const row of PROPOSAL_MOVES) {
      expect(row.source).not.toBe('')
      for (const track of row.tracks) {
        const ways = row.by.flatMap((by) =>
          CONTEXTS.map((context) => nextStage({ track, stage: row.from }, row.move, by, context)),
        )
        expect(
          ways.some((way) => !isRefusal(way) && way.row === row),
          `${track} ${row.from} ${row.move}`,
        ).toBe(true)
      }
    }
  })
})

describe('no office can jump a row', () => {
  const reach = (office: (typeof OFFICE_KEYS)[number]) =>
    keysOf(ROUTES).flatMap((route) =>
      keysOf(TRACKS).flatMap((track) =>
        STAGE_KEYS.flatMap((stage) =>
          movesOffered({ track, stage }, actorsOf([office], route, { isInitiator: false }), {}).map(
            ({ move }) => move,
          ),
        ),
      ),
    )
  // biome-ignore format: one row, one office
  test.each([
    ['townshipStaff', ['approve', 'refuseApproval', 'orderCorrection']],
    ['countyStaff', ['approve', 'refuseApproval']],
    ['branchSecretary', ['submit', 'amend', 'return', 'refer']],
    ['branchDeputy', ['submit', 'amend', 'return', 'refer']], ['branchCommittee', ['submit', 'amend', 'return', 'refer']],
    ['villageDirector', ['amend', 'reportOutcome', 'refer', 'archive']],
    ['villageCommittee', ['amend', 'reportOutcome', 'refer', 'archive']],
    ['boardChair', ['amend', 'reportOutcome', 'archive']],
    ['boardMember', ['amend', 'reportOutcome', 'archive']],
    ['groupHead', ['amend', 'reportOutcome', 'archive']],
    ['residentDirector', ['amend', 'reportOutcome', 'archive']],
    ['residentCommittee', ['amend', 'reportOutcome', 'archive']],
    ['representative', []], ['memberRepresentative', []], ['residentRepresentative', []], ['firstSecretary', []],
    ['oversightChair', []], ['oversightCommittee', []], ['oversightStandIn', []], ['clerk', ['amend']], ['supervisor', []], ['accountant', []],
  ] as const)('%s has these buttons and no other: %j', (office, moves) => {
    expect([...new Set(reach(office))].sort()).toEqual([...moves].sort())
  })
  test('the list above names every office', () => expect(OFFICE_KEYS).toHaveLength(22))

  test('a person, whatever he holds, adopts nothing and ends no disclosure', () => {
    const everything: Actor[] = [
      ...keysOf(ROUTES).flatMap((route) => actorsOf(OFFICE_KEYS, route, { isInitiator: true })),
      'chair',
    ]
    for (const row of PROPOSAL_MOVES)
      if (
        [
          'adopt',
          'reject',
          'endDisclosure',
          'sendOpinion',
          'shelve',
          'supersede',
          'recountReturns',
          'withdrawResolution',
        ].includes(row.move)
      )
        expect(row.by.some((by) => everything.includes(by))).toBe(false)
  })

  test('take away the adoption at any step, and nothing behind it can be reached', () => {
    const order = [
      'branchProposal',
      'committeeDeliberation',
      'partyReview',
      'villagerResolution',
      'resolutionDisclosure',
      'implementation',
      'outcomeDisclosure',
      'archived',
    ] as const
    for (let step = 0; step < 4; step += 1) {
      const seen = new Set<string>(['drafting'])
      for (let more = true; more; ) {
        more = false
        for (const row of PROPOSAL_MOVES) {
          const cut = row.from === order[step] && row.move === 'adopt'
          /** Referring needs rejections by the representatives, so the matter was at step 4 before. */
          const early = row.move === 'refer' && !seen.has('villagerResolution')
          if (!row.tracks.includes('full') || cut || early || !seen.has(row.from) || seen.has(row.to))
            continue
          seen.add(row.to)
          more = true
        }
      }
      for (const later of order.slice(step + 1))
        expect(seen.has(later), `${order[step]} cut, ${later} reached`).toBe(false)
    }
  })
})

describe('what must hold for a move', () => {
  test('rejections at step 4 send the matter back, the second shelves it', () => {
    expect(go('full', 'villagerResolution', 'reject', 'meeting', calm)).toBe('committeeDeliberation')
    expect(go('full', 'villagerResolution', 'reject', 'meeting', { ...calm, rejectionsAtStep4: 1 })).toBe(
      'shelved',
    )
  })
  test('from shelved it is referred within thirty days, once, with consent, after the representatives rejected it', () => {
    const refer = (more: Partial<Facts>) =>
      go('full', 'shelved', 'refer', 'referrer', { ...deadlocked, ...more })
    expect(refer({ now: at('2026-12-31 23:59') })).toBe('villagerResolution')
    expect(refer({ now: at('2027-01-01 00:00') })).toBe('referTooLate')
    expect(refer({ referredBefore: true })).toBe('notReferable')
    expect(refer({ branchConsents: false })).toBe('branchConsentNeeded')
    expect(refer({ rejectedBy: 'households' })).toBe('notReferable')
    expect(refer({ rejectionsAtStep4: 1 })).toBe('notReferable')
    expect(refer({ rejectionsAtStep4: 0, rejectedBy: null })).toBe('notReferable')
  })
  test('no quorum leaves the stage until the last reconvening has failed', () => {
    expect(go('full', 'villagerResolution', 'shelve', 'meeting', { ...calm, failedSittings: 2 })).toBe(
      'reconveningsLeft',
    )
    expect(go('full', 'villagerResolution', 'shelve', 'meeting', { ...calm, failedSittings: 3 })).toBe(
      'shelved',
    )
  })
  test('a demanded matter is not stopped at steps 1 to 3; overdue steps go on by the clock', () => {
    for (const stage of ['branchProposal', 'committeeDeliberation', 'partyReview'] as const) {
      expect(go('full', stage, 'reject', 'meeting', demanded)).toBe('demandedCannotStop')
      expect(go('full', stage, 'shelve', 'meeting', demanded)).toBe('demandedCannotStop')
      expect(go('full', stage, 'adopt', 'clock', { ...demanded, demandOverdue: false })).toBe('notOverdue')
      expect(go('full', stage, 'adopt', 'clock', { ...ready, demandOverdue: true })).toBe('notOverdue')
    }
    expect(go('full', 'committeeDeliberation', 'return', 'branch', demanded)).toBe('demandedCannotStop')
    for (const stage of ['drafting', 'partyReview', 'villagerResolution'] as const)
      expect(go('full', stage, 'withdraw', 'initiator', demanded)).toBe('demandedCannotStop')
    expect(go('full', 'villagerResolution', 'reject', 'meeting', demanded)).toBe('committeeDeliberation')
  })
  test('withdrawal ends when a poll of step 4 is open or has adopted', () => {
    expect(go('full', 'villagerResolution', 'withdraw', 'initiator', { ...ready, pollOpen: true })).toBe(
      'pollRunning',
    )
    expect(go('full', 'villagerResolution', 'withdraw', 'initiator', { ...ready, adopted: true })).toBe(
      'alreadyAdopted',
    )
    expect(go('full', 'partyReview', 'withdraw', 'initiator', { ...ready, pollOpen: true })).toBe('withdrawn')
    expect(go('full', 'partyReview', 'withdraw', 'initiator', { ...calm })).toBe('reasonNeeded')
    expect(go('full', 'resolutionDisclosure', 'withdraw', 'initiator')).toBe('moveNotInTable')
  })
  test('a substantive amendment from the floor needs the chair or one fifth; an editorial one moves nothing', () => {
    expect(go('full', 'villagerResolution', 'amend', 'chair', { ...ready, takenUp: false })).toBe(
      'amendmentNotTakenUp',
    )
    expect(go('full', 'villagerResolution', 'amend', 'chair', { ...ready, substantive: false })).toBe(
      'notSubstantive',
    )
    expect(go('full', 'villagerResolution', 'amend', 'drafter', { ...ready, pollOpen: true })).toBe(
      'pollRunning',
    )
  })
  test('at step 2 the floor may change the text at any time, the drafter while no poll is open', () => {
    const open = { ...ready, pollOpen: true }
    expect(go('full', 'committeeDeliberation', 'amend', 'chair', open)).toBe('committeeDeliberation')
    expect(go('full', 'committeeDeliberation', 'amend', 'drafter', open)).toBe('pollRunning')
  })
  test('approval is asked of those the law names, and of nobody else', () => {
    const approve = (by: Actor, more: Partial<Facts>) =>
      go('full', 'awaitingApproval', 'approve', by, { ...ready, ...more })
    expect(approve('townshipStaff', { approvalNeeded: ['township'] })).toBe('resolutionDisclosure')
    expect(approve('countyStaff', { approvalNeeded: ['township'] })).toBe('noApprovalForMatter')
    expect(approve('townshipStaff', { approvalNeeded: ['township', 'county'] })).toBe('approvalsOutstanding')
    expect(
      approve('townshipStaff', { approvalNeeded: ['township', 'county'], approvalGiven: ['township'] }),
    ).toBe('alreadyDone')
    expect(
      go('full', 'awaitingApproval', 'refuseApproval', 'townshipStaff', { ...toApprove, documentNumber: '' }),
    ).toBe('documentNumberNeeded')
    expect(go('full', 'villagerResolution', 'adopt', 'meeting', toApprove)).toBe('awaitingApproval')
  })
  test('the township orders a correction with number and article, and has no veto before a decision', () => {
    expect(
      go('full', 'resolutionDisclosure', 'orderCorrection', 'townshipStaff', { ...ready, article: ' ' }),
    ).toBe('documentNumberNeeded')
    for (const stage of [
      'branchProposal',
      'committeeDeliberation',
      'partyReview',
      'villagerResolution',
      'archived',
    ] as const)
      expect(go('full', stage, 'orderCorrection', 'townshipStaff')).toBe('moveNotInTable')
  })
  test('what stands against the end of the disclosure stands against the move', () => {
    const open = { ...ready, disclosureRefusal: { code: 'objectionOpen' as const, params: { count: 1 } } }
    expect(go('full', 'resolutionDisclosure', 'endDisclosure', 'clock', open)).toBe('objectionOpen')
    expect(go('full', 'outcomeDisclosure', 'archive', 'clock', open)).toBe('objectionOpen')
  })
  test('a recount that changes nothing withdraws nothing', () =>
    expect(
      go('full', 'resolutionDisclosure', 'withdrawResolution', 'recount', { ...ready, recountFlips: false }),
    ).toBe('outcomeUnchanged'))
  test('once a contract is signed a recount withdraws nothing by itself', () => {
    const signed = { ...ready, contractSigned: true }
    for (const stage of ['resolutionDisclosure', 'implementation'] as const)
      expect(go('full', stage, 'withdrawResolution', 'recount', signed)).toBe('contractSigned')
  })
})

test('a button that cannot be pressed says why', () => {
  const offered = movesOffered({ track: 'full', stage: 'villagerResolution' }, ['initiator'], {
    ...ready,
    pollOpen: true,
  })
  expect(offered).toEqual([{ move: 'withdraw', refusal: { code: 'pollRunning', params: {} }, needs: [] }])
})

test('what a page does not know it asks for, and never takes for a yes', () => {
  const offers = (known: Partial<Facts>) =>
    movesOffered({ track: 'full', stage: 'implementation' }, ['poster'], known)
  expect(offers({})).toEqual([{ move: 'reportOutcome', refusal: null, needs: ['outcomeRefusal'] }])
  expect(offers({ outcomeRefusal: null })).toEqual([{ move: 'reportOutcome', refusal: null, needs: [] }])
  expect(
    movesOffered({ track: 'full', stage: 'partyReview' }, ['drafter'], { adopted: false, pollOpen: false }),
  ).toEqual([{ move: 'amend', refusal: null, needs: ['substantive'] }])
})
