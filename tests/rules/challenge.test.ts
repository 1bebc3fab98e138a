/** 质询: whom it asks, by when, and what answers it. */
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import {
  answersChallenge,
  challengeDueBy,
  convenesInPlace,
  furtherUntil,
  whyNotAnswerChallenge,
  whyNotFurther,
} from '@cunyi/shared/matter/challenge.ts'
import { OF_MATTER } from '@cunyi/shared/matter/duties.ts'
import { DUTIES } from '@cunyi/shared/matter/duty-kinds.ts'
import { expect, test } from 'vitest'

const profile = defaultProfile()

test('a challenge is answered by the body that it asks, on each route', () => {
  expect(answersChallenge('village', 'A', ['villageDirector'])).toBe(true)
  expect(answersChallenge('village', 'A', ['branchSecretary'])).toBe(false)
  expect(answersChallenge('village', 'B', ['boardMember'])).toBe(true)
  expect(answersChallenge('village', 'B', ['villageDirector'])).toBe(false)
  expect(answersChallenge('village', 'D', ['residentDirector'])).toBe(true)
  expect(answersChallenge('branch', 'A', ['branchCommittee'])).toBe(true)
  expect(answersChallenge('village', 'A', ['oversightChair'])).toBe(false)
})

test('words are due after the days of the rules, a meeting after the days of one demanded by law', () => {
  const asked = new Date('2026-11-02T02:00:00Z')
  const days = (asksMeeting: boolean) =>
    (challengeDueBy(asked, asksMeeting, profile).getTime() - Date.parse('2026-11-01T16:00:00Z')) / 86_400_000
  expect(days(false)).toBe(1 + profile['challenge.answer_days'])
  expect(days(true)).toBe(1 + profile['demand.convene_days'])
})

test('one that asks for a meeting is answered with its day and its minutes, and once', () => {
  const asked = { answered: false, asksMeeting: true, inPlace: false, since: '2026-11-02' }
  const why = (said: { meetingOn: string | null; paper: boolean }) =>
    whyNotAnswerChallenge(asked, said, '2026-11-10')?.code ?? null
  expect(why({ meetingOn: null, paper: true })).toBe('challengeMeeting')
  expect(why({ meetingOn: '2026-11-09', paper: false })).toBe('challengeMeeting')
  expect(why({ meetingOn: '2026-11-01', paper: true })).toBe('challengeMeeting')
  expect(why({ meetingOn: '2026-11-11', paper: true })).toBe('dayAhead')
  expect(why({ meetingOn: '2026-11-09', paper: true })).toBe(null)
  const said = { meetingOn: null, paper: false }
  expect(whyNotAnswerChallenge({ ...asked, asksMeeting: false }, said, '2026-11-10')).toBe(null)
  expect(whyNotAnswerChallenge({ ...asked, answered: true }, said, '2026-11-10')?.code).toBe(
    'challengeClosed',
  )
})

test('once late the oversight committee may call the meeting in its place, and words are not enough then', () => {
  expect(convenesInPlace(false, 'A', ['oversightCommittee'])).toBe(false)
  expect(convenesInPlace(true, 'A', ['oversightCommittee'])).toBe(true)
  expect(convenesInPlace(true, 'B', ['supervisor'])).toBe(true)
  expect(convenesInPlace(true, 'A', ['villager' as never])).toBe(false)
  const asked = { answered: false, asksMeeting: false, inPlace: true, since: '2026-11-02' }
  const why = (meetingOn: string | null) =>
    whyNotAnswerChallenge(asked, { meetingOn, paper: meetingOn !== null }, '2026-11-30')?.code ?? null
  expect(why(null)).toBe('challengeMeeting')
  expect(why('2026-11-29')).toBeNull()
})

test('words that are not accepted lead to a meeting: once, within the days; a meeting has said the last word', () => {
  const answeredAt = new Date('2026-11-02T02:00:00Z')
  const words = { answeredAt, asksMeeting: false }
  const until = furtherUntil(words, profile)
  expect(until?.toISOString()).toBe(
    new Date(
      Date.parse('2026-11-02T16:00:00Z') + profile['objection.escalate_days'] * 86_400_000,
    ).toISOString(),
  )
  const why = (asked: object, now = '2026-11-03T02:00:00Z') =>
    whyNotFurther({ ...words, furtherAt: null, until, ...asked }, new Date(now))?.code ?? null
  expect(why({})).toBeNull()
  expect(why({ answeredAt: null, until: null })).toBe('challengeOpen')
  expect(why({ asksMeeting: true, until: null })).toBe('challengeMet')
  expect(why({ furtherAt: answeredAt })).toBe('alreadyDone')
  expect(why({}, until?.toISOString())).toBe('challengeAccepted')
  expect(furtherUntil({ ...words, asksMeeting: true }, profile)).toBeNull()
})

test('what is late is a duty of its own, which no move of the matter closes', () => {
  expect(DUTIES.answerChallenge.rule).toBe('challenge.answer_days')
  expect(OF_MATTER).not.toContain('answerChallenge')
  expect(OF_MATTER).not.toContain('conveneChallenged')
})
