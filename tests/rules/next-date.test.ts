import { type DateFacts, nextDateOf } from '@cunyi/shared/matter/next-date.ts'
import { dateToInstant } from '@cunyi/shared/words/days.ts'
import { describe, expect, test } from 'vitest'

const on = (day: string) => dateToInstant(`2026-11-${day}`)
const nothing: DateFacts = {
  stage: 'partyReview',
  now: on('10'),
  demandDueAt: null,
  noteDueAt: null,
  referUntil: null,
  sittings: [],
  disclosure: null,
}
const next = (more: Partial<DateFacts>) => nextDateOf({ ...nothing, ...more })

describe('下一个日期', () => {
  test('the nearest to come; what is past is none', () => {
    const sittings = [
      { opensAt: on('09'), windowEnd: on('14') },
      { opensAt: on('12'), windowEnd: on('20') },
    ]
    expect(next({ sittings })).toEqual({ kind: 'meetingOpens', at: on('12') })
    expect(next({ sittings, now: on('13') })).toEqual({ kind: 'windowEnds', at: on('14') })
    expect(next({ sittings, now: on('21') })).toBeNull()
  })
  test('a paper is to be posted, then its days run; a referral only of what is shelved', () => {
    const disclosure = { startDueAt: on('12'), postedAt: null, endsAt: null }
    expect(next({ disclosure })).toEqual({ kind: 'postBy', at: on('12') })
    expect(next({ disclosure: { ...disclosure, postedAt: on('11'), endsAt: on('27') } })).toEqual({
      kind: 'disclosureEnds',
      at: on('27'),
    })
    expect(next({ referUntil: on('30') })).toBeNull()
    expect(next({ referUntil: on('30'), stage: 'shelved' })).toEqual({ kind: 'referUntil', at: on('30') })
  })
})
