import { defaultProfile, frozenProfile } from '@cunyi/shared/law/profile.ts'
import {
  type DisclosureFacts,
  type DutyFacts,
  dutiesOf,
  isDoneBy,
  isOnTheWay,
  monthsAfter,
  type ObjectionFacts,
  OF_MATTER,
  type Owed,
} from '@cunyi/shared/matter/duties.ts'
import { DUTIES, type Duty, daysLate, isScored, ruleOfDuty } from '@cunyi/shared/matter/duty-kinds.ts'
import { FILINGS } from '@cunyi/shared/matter/filing.ts'
import {
  branchAt,
  halfAt,
  monthBefore,
  nextMonth,
  periodsOf,
  quarterAt,
  yearAt,
} from '@cunyi/shared/matter/periods.ts'
import { mayRecord, RECORDED, whyNotDoneOn } from '@cunyi/shared/matter/recorded.ts'
import { type Held, termOver, termsOf } from '@cunyi/shared/matter/terms.ts'
import { dateToInstant } from '@cunyi/shared/words/days.ts'
import type { Assembly, Office } from '@cunyi/shared/words/vocabulary.ts'
import { keysOf, type Stage } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const at = (text: string) => {
  const [day = '', time = '00:00'] = text.split(' ')
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return new Date(dateToInstant(day).getTime() + (hours * 60 + minutes) * 60_000)
}
const NOW = at('2026-12-01 09:00')
const matter = (stage: Stage, more: Partial<DutyFacts> = {}): DutyFacts => ({
  id: 'm',
  stage,
  track: 'full',
  decision: 'R2026-001',
  decidedAt: null,
  filedAt: null,
  approvals: { needed: [], given: [] },
  opinionAt: null,
  flawedAt: null,
  draftedAt: at('2026-11-01 08:00'),
  stageSince: at('2026-11-10 08:00'),
  demandedAt: null,
  conveneDueAt: null,
  profile: defaultProfile(),
  sittings: [],
  disclosures: [],
  objections: [],
  work: null,
  progress: [],
  ...more,
})
const of = (kind: Duty, facts: DutyFacts): Owed[] => dutiesOf(facts, NOW).filter((one) => one.kind === kind)
const open = (facts: DutyFacts) =>
  dutiesOf(facts, NOW)
    .filter((one) => one.doneAt === null)
    .map(({ kind }) => kind)

describe('应办: what a matter’s facts ask for', () => {
  test('a draft is put forward within thirty days, each step is called within thirty of its beginning', () => {
    expect(of('takeUpDraft', matter('drafting'))).toMatchObject([{ dueAt: at('2026-12-02'), doneAt: null }])
    expect(of('callMeeting', matter('partyReview'))).toMatchObject([
      { dueAt: at('2026-12-11'), doneAt: null },
    ])
    expect(open(matter('shelved'))).toEqual([])
  })

  test('政策关: the township is asked when a matter comes to step 1; answered or left behind, it is asked no more', () => {
    const asked = matter('branchProposal')
    expect(of('precheckTownship', asked)).toMatchObject([{ dueAt: at('2026-11-14'), doneAt: null }])
    const opinionAt = at('2026-11-11 10:00')
    expect(of('precheckTownship', { ...asked, opinionAt })).toMatchObject([{ doneAt: opinionAt }])
    expect(of('precheckTownship', matter('committeeDeliberation'))).toEqual([])
    expect(isDoneBy('precheckTownship', 'committeeDeliberation')).toBe(false)
    expect(of('precheckTownship', { ...asked, track: 'committeeMatter' })).toEqual([])
    const off = { ...defaultProfile(), township_precheck: 'off' as const }
    expect(of('precheckTownship', { ...asked, profile: off })).toEqual([])
    // Frozen before the key was there: nothing new is asked.
    expect(of('precheckTownship', { ...asked, profile: frozenProfile({}) })).toEqual([])
    expect(isOnTheWay('precheckTownship')).toBe(false)
  })

  test('a notice fulfils it; a sitting that ended without a decision owes the next one', () => {
    const called = { noticeAt: at('2026-11-12'), endedAt: null }
    expect(of('callMeeting', matter('partyReview', { sittings: [called] }))).toMatchObject([
      { doneAt: at('2026-11-12') },
    ])
    const failed = { ...called, endedAt: at('2026-11-20 18:00') }
    expect(of('callMeeting', matter('partyReview', { sittings: [failed] }))).toMatchObject([
      { doneAt: at('2026-11-12') },
      { since: at('2026-11-20 18:00'), dueAt: at('2026-12-21'), doneAt: null },
    ])
  })

  const hung = (more: Partial<DisclosureFacts> = {}): DisclosureFacts => ({
    id: 'd',
    stage: 'resolutionDisclosure',
    status: 'posted',
    preparedAt: at('2026-11-10 08:00'),
    startDueAt: at('2026-11-13'),
    postedAt: at('2026-11-11 09:00'),
    takenDownAt: null,
    endsAt: at('2026-11-27'),
    endPhotoDueAt: at('2026-11-30'),
    endedAt: null,
    endPhotos: [],
    ...more,
  })
  const photo = (taken: string, stage: Stage = 'resolutionDisclosure') =>
    of('endPhoto', matter(stage, { disclosures: [hung({ endPhotos: [at(taken)] })] }))[0]?.doneAt ?? null

  test('the photo of the end is good from 12:00 of the last day, and late after the third day', () => {
    expect(photo('2026-11-26 11:59')).toBeNull()
    expect(photo('2026-11-26 12:00')).toEqual(at('2026-11-26 12:00'))
    expect(photo('2026-11-26 23:00')).toEqual(at('2026-11-26 23:00'))
    expect(photo('2026-11-29 23:59')).toEqual(at('2026-11-29 23:59'))
    expect(of('endPhoto', matter('implementation', { disclosures: [hung()] }))[0]?.dueAt).toEqual(
      at('2026-11-30'),
    )
  })

  test('taken down, it is to hang again within two days, and no photo of that end is asked for', () => {
    const down = hung({
      status: 'interrupted',
      endsAt: null,
      endPhotoDueAt: null,
      takenDownAt: at('2026-11-15 10:00'),
    })
    expect(dutiesOf(matter('resolutionDisclosure', { disclosures: [down] }), NOW)).toMatchObject([
      { kind: 'postDisclosure', dueAt: at('2026-11-18'), doneAt: null },
    ])
    const again = { ...down, status: 'posted', postedAt: at('2026-11-17 09:00') }
    expect(dutiesOf(matter('resolutionDisclosure', { disclosures: [again] }), NOW)).toMatchObject([
      { kind: 'postDisclosure', dueAt: at('2026-11-18'), doneAt: at('2026-11-17 09:00') },
    ])
  })

  test('an approval is owed by each level it is asked of, a filing by the township, whoever votes', () => {
    const given = [{ by: 'township', at: at('2026-11-20 10:00') }]
    const approvals = { needed: ['township', 'county'], given }
    const facts = matter('awaitingApproval', { approvals, decidedAt: at('2026-11-10 08:00') })
    expect(dutiesOf(facts, NOW)).toMatchObject([
      { kind: 'approveTownship', dueAt: at('2026-12-01'), doneAt: at('2026-11-20 10:00') },
      { kind: 'approveCounty', dueAt: at('2026-12-01'), doneAt: null },
      { kind: 'fileResolution', key: 'm R2026-001', dueAt: at('2026-11-16'), doneAt: null },
    ])
    expect(
      of('fileResolution', matter('implementation', { track: 'committeeMatter', decidedAt: NOW })),
    ).toEqual([])
    const filed = { decidedAt: at('2026-11-10 08:00'), filedAt: at('2026-11-12 10:00') }
    expect(of('fileResolution', matter('archived', filed))).toMatchObject([
      { doneAt: at('2026-11-12 10:00') },
    ])
  })

  test('a flawed resolution is confirmed or changed within thirty days; leaving it in any way is doing it', () => {
    const flawed = matter('implementation', { flawedAt: at('2026-11-20 10:00') })
    expect(of('settleFlaw', flawed)).toMatchObject([{ dueAt: at('2026-12-21'), doneAt: null }])
    expect(of('settleFlaw', matter('superseded', { flawedAt: at('2026-11-20 10:00') }))).toEqual([])
    expect(isDoneBy('settleFlaw', 'superseded')).toBe(true)
  })

  const raised: ObjectionFacts = {
    id: 'o',
    at: at('2026-11-12'),
    dueAt: at('2026-11-16'),
    answeredAt: null,
    escalatedAt: null,
    townshipDueAt: null,
    townshipAnsweredAt: null,
    takenAt: null,
    countyDueAt: null,
    countyAnsweredAt: null,
    movedOnAt: null,
    settledAt: null,
  }
  test('after a matter is archived nothing grows late: what is not yet due may be done, and is then let go', () => {
    const facts = matter('archived', {
      disclosures: [hung({ stage: 'outcomeDisclosure', status: 'ended', endedAt: at('2026-11-27') })],
      objections: [{ ...raised, at: NOW, dueAt: NOW }],
      work: { completionDueAt: at('2026-11-01'), completedOn: null, outcomeDueAt: null },
    })
    expect(dutiesOf(facts, NOW).filter((one) => one.doneAt === null)).toMatchObject([
      { kind: 'endPhoto', dueAt: at('2026-11-30'), droppedAt: at('2026-11-30') },
    ])
  })

  test('work begins within thirty days, tells of itself once a quarter, ends by its day and is then disclosed', () => {
    expect(open(matter('implementation'))).toEqual(['startWork', 'reportProgress'])
    const work = { completionDueAt: at('2027-03-01'), completedOn: null, outcomeDueAt: null }
    const told = matter('implementation', { work, progress: [at('2026-11-30 15:00')] })
    expect(of('reportProgress', told)).toMatchObject([
      { dueAt: at('2027-02-11'), doneAt: at('2026-11-30 15:00') },
      { dueAt: at('2027-03-01'), doneAt: null },
    ])
    const twice = matter('implementation', {
      work,
      progress: [at('2026-11-30 15:00'), at('2026-11-30 15:00')],
    })
    expect(of('reportProgress', twice).map(({ doneAt }) => doneAt)).toEqual([at('2026-11-30 15:00'), null])
    const completed = { ...work, completedOn: '2026-11-30', outcomeDueAt: at('2026-12-11') }
    expect(open(matter('implementation', { work: completed }))).toEqual(['reportOutcome'])
  })

  test('an objection that was right and still holds owes what its answer asks for, from that answer on', () => {
    const answeredAt = at('2026-11-14 10:00')
    const follow = (more: Partial<ObjectionFacts>) =>
      of('followAnswer', matter('resolutionDisclosure', { objections: [{ ...raised, answeredAt, ...more }] }))
    expect(follow({})).toMatchObject([{ since: answeredAt, dueAt: at('2026-11-20'), doneAt: null }])
    expect(follow({ settledAt: at('2026-11-18 10:00') })).toMatchObject([{ doneAt: at('2026-11-18 10:00') }])
    expect(follow({ settledAt: answeredAt })).toEqual([])
    expect(follow({ takenAt: at('2026-11-15'), escalatedAt: at('2026-11-15'), townshipDueAt: NOW })).toEqual(
      [],
    )
  })

  test('an objection not answered in time is the township’s from then on', () => {
    const objection = { ...raised, escalatedAt: at('2026-11-16'), townshipDueAt: at('2026-11-26') }
    const facts = matter('resolutionDisclosure', { objections: [objection] })
    expect(dutiesOf(facts, NOW)).toMatchObject([
      { kind: 'answerObjection', doneAt: null, droppedAt: at('2026-11-16') },
      { kind: 'townshipAnswer', dueAt: at('2026-11-26'), doneAt: null },
    ])
  })
})

describe('报备案: what the law has filed is owed by its own name', () => {
  const decided = { decidedAt: at('2026-11-10 20:00') }
  test('village rules in place of the resolution, taken on file with it', () => {
    const rules = matter('resolutionDisclosure', { ...decided, makesRules: true })
    expect(of('fileResolution', rules)).toEqual([])
    expect(of('fileRules', rules)).toMatchObject([
      { key: 'm R2026-001', dueAt: at('2026-11-16'), doneAt: null },
    ])
    expect(of('fileRules', { ...rules, filedAt: at('2026-11-12') })).toMatchObject([
      { doneAt: at('2026-11-12') },
    ])
  })
  test('the collective’s charter and roll of members beside it, until they are recorded, however long the matter is over', () => {
    for (const [made, kind] of [
      [{ makesCharter: true }, 'fileCharter'],
      [{ makesMembers: true }, 'fileMembers'],
    ] as const) {
      expect(of(kind, matter('resolutionDisclosure', { ...decided, ...made }))).toMatchObject([
        { dueAt: at('2026-11-16'), doneAt: null },
      ])
      expect(of('fileResolution', matter('archived', { ...decided, ...made }))).toEqual([])
      expect(of(kind, matter('archived', { ...decided, ...made }))).toHaveLength(1)
      expect(of(kind, matter('withdrawn', { ...decided, ...made }))).toEqual([])
      expect(of(kind, matter('archived', decided))).toEqual([])
    }
  })
  test('a month’s accounts are owed in the month after it', () => {
    expect(monthBefore(at('2027-01-01'))).toMatchObject({
      key: '2026-12',
      from: at('2026-12-01'),
      dueAt: at('2027-02-01'),
    })
    expect(nextMonth(at('2026-12-31 23:59'))).toEqual(at('2027-01-01'))
  })
})

describe('依据: every duty says its rule and where that stands', () => {
  test('what rests on the platform’s own default is never scored', () => {
    const scored = keysOf(DUTIES).filter((kind) => isScored(ruleOfDuty(kind).source))
    expect(scored).toEqual([
      'conveneDemanded',
      'answerObjection',
      'townshipAnswer',
      'answerPetition',
      'fileRules',
      'fileCharter',
      'fileMembers',
      'reportProgress',
      'completeWork',
      'reportOutcome',
      'assemblyOfYear',
      'representativesOfQuarter',
      'membersOfYear',
      'residentsOfHalf',
      'reviewOfYear',
      'accountsOfQuarter',
      'accountsOfMonth',
    ])
    for (const kind of keysOf(DUTIES)) expect(ruleOfDuty(kind).rule).not.toBe('')
  })
})

test('what is done beside the way of a matter does not stand as what it waits for', () => {
  expect(OF_MATTER.filter((kind) => !isOnTheWay(kind))).toEqual([
    'precheckTownship',
    'endPhoto',
    'fileResolution',
    ...FILINGS,
  ])
})

describe('任期', () => {
  const held = (office: Held['office'], to: Held['to'], heldUntil: Held['heldUntil'] = null): Held => ({
    office,
    to,
    heldUntil,
  })
  test('each day on which terms of a body end owes successors ten days later; who is followed or has no last day owes none', () => {
    expect(
      termsOf([
        held('villageDirector', '2026-12-31'),
        held('villageCommittee', '2026-11-30'),
        held('villageCommittee', '2026-12-31'),
        held('branchSecretary', null),
        held('branchDeputy', '2026-11-30', '2026-11-30'),
        held('representative', '2025-12-31', '2026-01-04'),
        held('oversightChair', '2026-12-31'),
      ]),
    ).toMatchObject([
      { key: 'villageCommittee 2026-11-30' },
      {
        kind: 'handOver',
        key: 'villageCommittee 2026-12-31',
        since: at('2027-01-01'),
        dueAt: at('2027-01-11'),
      },
      { key: 'oversight 2026-12-31' },
    ])
  })
  test('届满未换届: shown from the day after the term, late ten days on', () => {
    const on = (today: string) => termOver({ to: '2026-10-20', heldUntil: null }, today)
    expect(on('2026-10-20')).toBeNull()
    expect(on('2026-10-21')).toEqual({ successorBy: '2026-10-30', daysLate: 0 })
    expect(on('2026-10-31')).toEqual({ successorBy: '2026-10-30', daysLate: 1 })
    expect(termOver({ to: '2026-10-20', heldUntil: '2026-10-31' }, '2026-11-02')).toBeNull()
  })
})

describe('日期', () => {
  test('late is counted from the day after; a quarter ends with the same day three months on, or the last of that month', () => {
    expect(daysLate(at('2026-12-02'), at('2026-12-01 23:59'))).toBeNull()
    expect(daysLate(at('2026-12-02'), at('2026-12-02 00:00'))).toBe(1)
    expect(monthsAfter(at('2026-11-30 15:00'), 3)).toEqual(at('2027-03-01'))
    expect(monthsAfter(at('2026-10-31'), 4)).toEqual(at('2027-03-01'))
  })
  test('the year and the quarter of a day in Shanghai', () => {
    expect(yearAt(at('2026-12-31 23:59'))).toMatchObject({
      key: '2026',
      from: at('2026-01-01'),
      dueAt: at('2027-01-01'),
    })
    expect(quarterAt(at('2026-12-31 23:59'))).toMatchObject({
      key: '2026Q4',
      from: at('2026-10-01'),
      dueAt: at('2027-01-01'),
    })
    expect(quarterAt(at('2027-01-01'))).toMatchObject({ key: '2027Q1', dueAt: at('2027-04-01') })
  })
  test('the half year and the month of a day; which meeting fulfils which', () => {
    expect(halfAt(at('2027-06-30'))).toMatchObject({ key: '2027H1', dueAt: at('2027-07-01') })
    expect(halfAt(at('2027-07-01'))).toMatchObject({
      key: '2027H2',
      from: at('2027-07-01'),
      dueAt: at('2028-01-01'),
    })
    expect(branchAt(at('2026-12-31 23:59'))).toMatchObject({ key: '2026M12', dueAt: at('2027-01-01') })
    const by = (assembly: Assembly) =>
      periodsOf(assembly, at('2027-05-02')).map(({ kind, key }) => `${kind} ${key}`)
    expect(by('members')).toEqual(['membersOfYear 2027'])
    expect(by('memberRepresentatives')).toEqual([])
    expect(by('residentRepresentatives')).toEqual(['residentsOfHalf 2027H1'])
    expect(by('partyMembers')).toEqual(['partyOfQuarter 2027Q2'])
    expect(by('branch')).toEqual(['branchOfMonth 2027M05'])
    expect(by('committees')).toEqual([])
  })
})

describe('登记已办: what is done outside the platform is recorded with its day, and by whom it is not about', () => {
  test('the review is recorded by the oversight committee alone, the accounts by who keeps and answers for them', () => {
    const may = (office: Office) => keysOf(RECORDED).filter((kind) => mayRecord(kind, 'A', [office]))
    expect(may('oversightChair')).toEqual(['reviewOfYear'])
    const accounts = ['accountsOfQuarter', 'accountsOfMonth']
    const files = ['fileCharter', 'fileMembers']
    expect(may('villageDirector')).toEqual([...accounts, ...files])
    expect(may('accountant')).toEqual(accounts)
    expect(may('boardChair')).toEqual(files)
    expect(may('branchSecretary')).toEqual(['partyOfQuarter', 'branchOfMonth'])
    expect(may('representative')).toEqual([])
  })
  test('not on a day before its period, nor on one that has not come', () => {
    const period = { from: '2027-01-01', today: '2027-04-03' } as const
    expect(whyNotDoneOn('2027-01-01', period)).toBeNull()
    expect(whyNotDoneOn('2027-04-03', period)).toBeNull()
    for (const day of ['2026-12-31', '2027-04-04'] as const)
      expect(whyNotDoneOn(day, period)?.code).toBe('dayUnfit')
  })
})
