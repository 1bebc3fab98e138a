import {
  disclosureEnd,
  disclosureLastDay,
  mandatesUntil,
  publishOutcomeBy,
  runningPosting,
  startDisclosureBy,
  stood,
  whyNotEndDisclosure,
  whyNotImplement,
  whyNotPost,
} from '@cunyi/shared/disclosure/disclosure.ts'
import { lintPublicText, type NoticeData, resolutionNotice } from '@cunyi/shared/disclosure/publication.ts'
import { idCheckDigit } from '@cunyi/shared/words/idnumber.ts'
import { describe, expect, test } from 'vitest'
import { at, profile } from './village.ts'

const posted = at('2026-12-01 18:30')
const up = { postedAt: posted, takenDownAt: null }

describe('fifteen full days', () => {
  const reviewed = { requestedAt: posted, reviewed: true, reviewDays: 1 }
  const base = { postings: [up], days: 15, holding: 0, review: reviewed, now: at('2026-12-17 00:00') }
  test('posted on the 1st, they end at 24:00 of the 16th and not a moment before', () => {
    expect(disclosureEnd(posted, 15)).toEqual(at('2026-12-17 00:00'))
    expect(disclosureLastDay(posted, 15)).toBe('2026-12-16')
    expect(whyNotEndDisclosure(base)).toBeNull()
    expect(whyNotEndDisclosure({ ...base, now: at('2026-12-16 23:59') })).toEqual({
      code: 'disclosureRunning',
      params: { until: at('2026-12-17 00:00').toISOString() },
    })
  })
  test('taken down on day 14, the days start again with the next posting', () => {
    const cut = { postedAt: posted, takenDownAt: at('2026-12-14 08:00') }
    const again = { postedAt: at('2026-12-15 08:00'), takenDownAt: null }
    expect(whyNotEndDisclosure({ ...base, postings: [cut] })?.code).toBe('disclosureNotPosted')
    expect(runningPosting([cut, again], 15)).toBe(again)
    expect(whyNotEndDisclosure({ ...base, postings: [cut, again] })?.code).toBe('disclosureRunning')
    expect(whyNotEndDisclosure({ ...base, postings: [cut, again], now: at('2026-12-31 00:00') })).toBeNull()
  })
  test('taken down after its end, nothing starts again', () =>
    expect(
      whyNotEndDisclosure({
        ...base,
        postings: [{ postedAt: posted, takenDownAt: at('2026-12-17 09:00') }],
        now: at('2026-12-18 00:00'),
      }),
    ).toBeNull())
  test('an objection that holds the matter holds it', () => {
    expect(whyNotEndDisclosure({ ...base, holding: 1 })?.code).toBe('objectionOpen')
  })
  test('what awaits review holds it too', () => {
    expect(
      whyNotEndDisclosure({ ...base, review: { requestedAt: base.now, reviewed: false, reviewDays: 1 } })
        ?.code,
    ).toBe('reviewOutstanding')
  })
})

describe('posting', () => {
  const reviewed = { requestedAt: posted, reviewed: true, reviewDays: 1 }
  const facts = {
    posted: false,
    findings: [],
    hasBoardPhoto: true,
    review: reviewed,
    mandatesUntil: null,
    opinionOnly: false,
    now: posted,
  }
  const not = (more: Partial<Parameters<typeof whyNotPost>[0]>) =>
    whyNotPost({ ...facts, ...more })?.code ?? null
  test('reviewed, clean and with a photo of the board it can be posted', () => expect(not({})).toBeNull())
  test('the oversight committee has a day; its silence lets the posting go on', () => {
    const review = { requestedAt: posted, reviewed: false, reviewDays: 1 }
    expect(not({ review, now: at('2026-12-02 23:59') })).toBe('reviewOutstanding')
    expect(not({ review, now: at('2026-12-03 00:00') })).toBeNull()
  })
  test('not without a photo, not twice, not with forbidden content, not an opinion', () => {
    expect(not({ hasBoardPhoto: false })).toBe('boardPhotoMissing')
    expect(not({ posted: true })).toBe('disclosurePosted')
    expect(not({ findings: [{ zh: '身份证号', en: 'an ID number' }] })).toBe('forbiddenContent')
    expect(not({ opinionOnly: true })).toBe('opinionNotResolution')
  })
  test('C7: consents are taken for ten days after adoption, the disclosure starts within two days of that', () => {
    const adopted = at('2026-12-01 10:00')
    expect(mandatesUntil(adopted)).toEqual(at('2026-12-12 00:00'))
    expect(not({ mandatesUntil: mandatesUntil(adopted), now: at('2026-12-11 23:59') })).toBe(
      'mandatesRunning',
    )
    expect(startDisclosureBy(adopted, 2, true)).toEqual(at('2026-12-14 00:00'))
    expect(startDisclosureBy(adopted, 2, false)).toEqual(at('2026-12-04 00:00'))
  })
  test('C12: published 38 days after completion is late, the limit is ten', () =>
    expect(publishOutcomeBy(at('2026-12-01 09:00'), 10)).toEqual(at('2026-12-12 00:00')))
})

test('carrying out waits for the end of the disclosure, unless the village chose otherwise', () => {
  expect(whyNotImplement('resolutionDisclosure', profile())?.code).toBe('implementationTooEarly')
  expect(whyNotImplement('resolutionDisclosure', profile({ implement_during_disclosure: true }))).toBeNull()
  expect(whyNotImplement('implementation', profile())).toBeNull()
  expect(whyNotImplement('villagerResolution', profile({ implement_during_disclosure: true }))?.code).toBe(
    'implementationTooEarly',
  )
})

describe('the linter of public texts', () => {
  const kinds = (text: string, names: string[] = []) => lintPublicText(text, { names }).map((one) => one.kind)
  const id = `41132919800101${'123'}`
  const whole = `${id}${idCheckDigit(id)}`
  test('an ID number is found, in whatever dress', () => {
    expect(kinds(`身份证${whole}。`)).toEqual(['idNumber'])
    expect(kinds(`${whole.slice(0, 6)} ${whole.slice(6, 14)} ${whole.slice(14)}`)).toEqual(['idNumber'])
    expect(
      kinds(
        [...whole].map((c) => (/\d/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(''),
      ),
    ).toEqual(['idNumber'])
    expect(kinds(`${id}${idCheckDigit(id) === '0' ? '1' : '0'}`)).toEqual(['idNumber'])
    expect(kinds('411329800101123')).toEqual(['idNumber'])
  })
  test('a bank card and a full phone number are found', () => {
    expect(kinds('卡号 6222 0212 3456 7894')).toEqual(['bankCard'])
    expect(kinds('电话13800001111')).toEqual(['phone'])
    expect(kinds('138-0000-1111')).toEqual(['phone'])
  })
  test("a person's ballot is found", () => {
    expect(kinds('张三 赞成')).toEqual(['namedBallot'])
    expect(kinds('李建国：反对')).toEqual(['namedBallot'])
    expect(kinds('王小明投了弃权票')).toEqual(['namedBallot'])
    expect(kinds('慕容雪举手赞成', ['慕容雪'])).toEqual(['namedBallot'])
  })
  test('sums, counts, dates, codes and masked numbers are left alone', () => {
    for (const text of [
      '赞成26票、反对9票、弃权5票',
      '到会代表同意',
      '方案：同意实施',
      '全体 赞成',
      '区划代码411329990201',
      '合计960,000.00元',
      '138****1111',
      '2026-12-01至2026-12-16',
      '会议 反对铺张浪费',
      '资金960000.00元，电话0377-12345',
      '成员大会应到1790人，赞成1194票',
    ])
      expect(lintPublicText(text), text).toEqual([])
  })
  test('a finding never repeats what it found', () => {
    const [found] = lintPublicText(`号码${whole}`)
    expect(found?.masked).not.toContain(whole.slice(4, 16))
    expect([found?.zh, found?.en]).toEqual(['身份证号', 'an ID number'])
  })
})

describe("the resolution's notice is made from the data", () => {
  const data: NoticeData = {
    villageName: '河湾村',
    track: 'full',
    title: '道路硬化',
    number: '河湾村决〔2026〕1号',
    versionNumber: 2,
    sittings: [
      {
        stepName: '④ 决议',
        assemblyName: '村民代表会议',
        date: '2026-12-15',
        entitled: 60,
        present: 40,
        inHall: 19,
        online: 21,
        for: 26,
        against: 9,
        abstain: 5,
        invalid: 0,
        notCast: 0,
        ruleZh: '到会过半数通过',
        outcomeZh: '通过',
      },
    ],
    text: '硬化村内道路3.2公里。',
    budget: [
      { label: '奖补', fen: 60_000_000 },
      { label: '集体', fen: 24_000_000 },
      { label: '捐资', fen: 12_000_000 },
    ],
    executor: '王大山（村委会主任）',
    oversightNote: null,
    legalBasis: ['村委会组织法 art 30'],
    objectionChannel: '村委会或村务监督委员会',
    from: '2026-12-17',
    lastDay: '2027-01-01',
    signer: '河湾村村民委员会',
  }
  test('it holds figures, money, executor, channel and deadline, and passes its own linter', () => {
    const { heading, text } = resolutionNotice(data)
    expect(heading).toBe('决议公开')
    for (const words of [
      '应到60人，到会40人（现场19人、线上21人）',
      '赞成26票',
      '合计960,000.00元',
      '王大山',
      '2027-01-01前',
      '未提出意见，已记录',
    ])
      expect(text).toContain(words)
    expect(lintPublicText(text)).toEqual([])
  })
  test('a committee matter is never called a resolution', () => {
    const { text } = resolutionNotice({ ...data, track: 'committeeMatter', number: '河湾村商〔2026〕1号' })
    expect(text.startsWith('两委商议事项公开')).toBe(true)
    expect(text.replace('④ 决议', '')).not.toContain('决议')
  })
  test('questions that were not adopted are listed as such', () =>
    expect(
      resolutionNotice({
        ...data,
        questions: [
          { text: '甲', adopted: true },
          { text: '乙', adopted: false },
        ],
      }).text,
    ).toContain('第2项：乙（未通过）'))
})

describe('how long it really stood on the board', () => {
  const hung = {
    photos: [
      { moment: 'start', at: at('2026-12-01 18:00') },
      { moment: 'end', at: at('2026-12-17 09:00') },
    ],
    postedAt: posted,
    endsAt: at('2026-12-17 00:00'),
    overdue: false,
  }
  test('the photos at start and end prove fifteen full days', () =>
    expect(stood(hung)).toEqual({
      from: at('2026-12-01 18:00'),
      until: at('2026-12-17 09:00'),
      days: 15,
      overdue: false,
    }))
  test('without the photo at the end nothing is proved; whether it is late, the list of what is due says', () => {
    const one = { ...hung, photos: hung.photos.slice(0, 1) }
    expect(stood({ ...one, overdue: true })).toMatchObject({ until: null, days: 0, overdue: true })
  })
  test('a photo of day 10 proves ten days; one of the last afternoon proves them all', () => {
    const taken = (end: Date) => [hung.photos[0] ?? { moment: '', at: posted }, { moment: 'end', at: end }]
    expect(stood({ ...hung, photos: taken(at('2026-12-12 08:00')) }).days).toBe(10)
    expect(stood({ ...hung, photos: taken(at('2026-12-16 11:59')) }).days).toBe(14)
    expect(stood({ ...hung, photos: taken(at('2026-12-16 12:00')) }).days).toBe(15)
  })
  test('after a re-posting the first photo counts no more', () => {
    const again = { ...hung, postedAt: at('2026-12-10 08:00'), endsAt: at('2026-12-26 00:00') }
    const photos = [...hung.photos.slice(0, 1), { moment: 'start', at: at('2026-12-10 07:00') }]
    expect(stood({ ...again, photos }).from).toEqual(at('2026-12-10 07:00'))
  })
})
