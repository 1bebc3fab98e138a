import { answerCorrectionBy } from '@cunyi/shared/words/privacy.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { heldAbout } from '#village/people/roster.ts'
import * as queries from './queries.ts'

type Correction = Awaited<ReturnType<typeof queries.correctionsOf>>[number]

/** 我的资料: what is held about me, how often I took part, who looked, what I asked to be put right. */
export const getMyData = (parts: Parts, village: string, caller: Caller, now: Date) =>
  inVillage(parts.db, village, async (tx) => ({
    held: await heldAbout(parts, tx, village, caller.personId, now),
    counts: await queries.countsOf(tx, village, caller.personId),
    views: await queries.viewsOf(tx, village, caller.personId),
    corrections: (await queries.correctionsOf(tx, village, caller.personId)).map(shownCorrection),
  }))

/** 申请更正 (个人信息保护法 art 46): to the village office, with the day until which it answers. */
export const askCorrection = (parts: Parts, village: string, asked: string, caller: Caller, now: Date) =>
  inVillage(parts.db, village, async (tx) => {
    // Who is overseen from above has his data elsewhere.
    await heldAbout(parts, tx, village, caller.personId, now)
    const dueAt = answerCorrectionBy(now)
    const id = await queries.insertCorrection(tx, {
      villageId: village,
      personId: caller.personId,
      text: asked,
      at: now,
      dueAt,
    })
    await appendEvidence(tx, {
      villageId: village,
      at: now,
      act: 'askCorrection',
      by: caller.personId,
      office: null,
      payload: { correction: id, after: asked },
    })
    return { id, dueAt: dueAt.toISOString() }
  })

export const listCorrections = (parts: Parts, village: string) =>
  inVillage(parts.db, village, async (tx) => ({
    rows: (await queries.correctionsOf(tx, village)).map((one) => ({
      ...shownCorrection(one),
      person: { id: one.row.personId, name: one.name },
    })),
  }))

export const answerCorrection = (
  parts: Parts,
  village: string,
  id: string,
  answer: string,
  caller: Caller,
  now: Date,
) =>
  inVillage(parts.db, village, async (tx) => {
    const row = await queries.lockCorrection(tx, village, id)
    if (!row) throw new Refused('notFound')
    if (row.answeredAt) throw new Refused('alreadyDone')
    await queries.answerRow(tx, row, { answer, answeredBy: caller.personId, answeredAt: now })
    await appendEvidence(tx, {
      villageId: village,
      at: now,
      act: 'answerCorrection',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      payload: { correction: id, after: answer },
    })
    return { ok: true as const }
  })

const shownCorrection = ({ row }: Correction) => ({
  id: row.id,
  text: row.text,
  at: row.at.toISOString(),
  dueAt: row.dueAt.toISOString(),
  answer: row.answer,
  answeredAt: row.answeredAt?.toISOString() ?? null,
})
