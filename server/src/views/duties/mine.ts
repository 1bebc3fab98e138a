/** 我的: what a person has a place in himself. */
import { VOID_REASONS } from '@cunyi/shared/poll/void-reasons.ts'
import { addHours } from '@cunyi/shared/words/days.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import { findMyMeetings, findMyResults, findMySayings } from './queries.ts'

const iso = (at: Date | string | null) => (at === null ? null : new Date(at).toISOString())

/** Whoever is staff stands on no roll. */
export async function listMyMeetings(parts: Parts, caller: Caller, now: Date) {
  const { village, personId } = caller
  const rows = await inVillage(parts.db, village, (tx) => findMyMeetings(tx, village, personId))
  return {
    rows: rows.map(({ opensAt, windowEnd, ...row }) => ({
      ...row,
      village,
      opensAt: new Date(opensAt).toISOString(),
      began: now >= new Date(opensAt),
      windowEnd: iso(windowEnd),
    })),
  }
}

export async function listMyResults(parts: Parts, { village, personId }: Caller, now: Date) {
  const rows = await inVillage(parts.db, village, async (tx) => {
    const days = (await effectiveProfile(tx, village)).values['remind.result_days']
    return findMyResults(tx, village, personId, addHours(now, -24 * days))
  })
  return {
    rows: rows.map(({ at, voidReason, figures, ...row }) => {
      const why = voidReason === null ? null : VOID_REASONS[voidReason]
      return {
        ...row,
        village,
        at: new Date(at).toISOString(),
        sentence: why
          ? { zh: `表决作废：${why.zh}`, en: `Void: ${why.en}` }
          : { zh: figures?.sentenceZh ?? '', en: figures?.sentenceEn ?? '' },
      }
    }),
  }
}

export async function listMySayings(parts: Parts, { village, personId }: Caller) {
  const rows = await inVillage(parts.db, village, (tx) => findMySayings(tx, village, personId))
  return {
    rows: rows.map(({ at, answeredAt, dueAt, ...row }) => ({
      ...row,
      village,
      at: new Date(at).toISOString(),
      answeredAt: iso(answeredAt),
      dueAt: iso(dueAt),
    })),
  }
}
