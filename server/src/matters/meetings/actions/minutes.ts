/** 会议记录: drafted from the records; the recorder adds what was said; each signs for himself. */

import { differenceOf } from '@cunyi/shared/words/difference.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence, digestOf } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { loadMeeting, lockMeeting, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { getWriting, keepWriting, settleWriting } from '#matters/writings/actions.ts'
import { settle } from '#village/duties/actions.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { findPeople, namesOf } from '#village/people/queries/people.ts'
import { lintFields, NUMBERS } from '#village/privacy/lint.ts'
import { type MinutesFacts, minutesFacts, peopleIn, signersOf } from '../facts.ts'
import { draftGist } from '../minutes-draft.ts'
import {
  claimScan,
  insertMinutes,
  type MinutesRow,
  minutesVersions,
  newestMinutes,
  updateMinutes,
} from '../queries/minutes.ts'
import { isOver } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Acting; now: Date }

/** Version 0 is the draft of this moment; what was saved stays as it was saved. */
export async function getMinutes(
  parts: Parts,
  { villageId, meetingId }: Pick<At, 'villageId' | 'meetingId'>,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    const saved = await newestMinutes(tx, villageId, meetingId)
    const facts = saved ? factsOf(saved) : await minutesFacts(tx, meeting)
    return { ...(await shown(tx, facts, saved)), draftGist: saved ? '' : await draftGist(tx, meeting) }
  })
}

const factsOf = (row: MinutesRow) => row.facts as unknown as MinutesFacts

/** Names are read now, from the one place that has them: whoever was erased has none. */
async function shown(tx: Tx, facts: MinutesFacts, saved: MinutesRow | undefined) {
  const ids = [...peopleIn(facts), ...(saved?.approvedBy ? [saved.approvedBy] : [])]
  const names = Object.fromEntries((await findPeople(tx, ids)).map((row) => [row.id, row.name]))
  const person = (id: string) => ({ id, name: names[id] ?? '—' })
  const signedBy = saved?.signedBy ?? []
  return {
    version: saved?.version ?? 0,
    facts: { ...facts, names },
    gist: saved?.gist ?? '',
    finalOpinion: saved?.finalOpinion ?? '',
    signedBy: signedBy.map(person),
    signedOnPaper: (saved?.signedOnPaper ?? []).map(person),
    missing: missingOf(facts, saved).map(person),
    approvedBy: saved?.approvedBy ? person(saved.approvedBy) : null,
    approvedAt: saved?.approvedAt?.toISOString() ?? null,
    scan: saved?.scanId && saved.scanDigest ? { id: saved.scanId, digest: saved.scanDigest } : null,
  }
}

/** 缺签: who is to sign and has signed neither here nor on the paper. */
function missingOf(facts: MinutesFacts, saved: MinutesRow | undefined): string[] {
  const signed = new Set([...(saved?.signedBy ?? []), ...(saved?.signedOnPaper ?? [])])
  return signersOf(facts).filter((id) => !signed.has(id))
}

const writingOf = ({ villageId, meetingId }: Pick<At, 'villageId' | 'meetingId'>) => ({
  villageId,
  kind: 'minutes' as const,
  subjectId: meetingId,
})
export const getMinutesWriting = (parts: Parts, at: At) =>
  getWriting(
    parts,
    writingOf(at),
    at.now,
    async (tx) => void (await loadMeeting(tx, at.villageId, at.meetingId)),
  )
export const keepMinutesWriting = (parts: Parts, at: At, asked: { revision: number; content: string }) =>
  keepWriting(
    parts,
    writingOf(at),
    asked,
    { personId: at.who.personId, now: at.now },
    async (tx) => void (await loadMeeting(tx, at.villageId, at.meetingId)),
  )

/** A new version, with the figures as they stand once every poll has ended. Signatures belong to a version. */
export async function saveMinutes(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  asked: { gist: string; finalOpinion: string; revision?: number | undefined },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (!(await pollsOf(tx, villageId, meetingId)).every(isOver)) throw new Refused('pollsOutstanding')
    const of = writingOf({ villageId, meetingId })
    await settleWriting(tx, of, asked.revision, { personId: who.personId, now })
    const facts = await minutesFacts(tx, meeting)
    const version = ((await newestMinutes(tx, villageId, meetingId))?.version ?? 0) + 1
    const { gist, finalOpinion } = asked
    // Names belong there; numbers do not.
    lintFields(
      [
        ['gist', gist],
        ['finalOpinion', finalOpinion],
      ],
      NUMBERS,
    )
    await insertMinutes(tx, {
      villageId,
      meetingId,
      version,
      gist,
      finalOpinion,
      facts: facts as unknown as Record<string, unknown>,
      by: who.personId,
      at: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'saveMinutes',
      by: who.personId,
      office: 'recorder',
      meetingId,
      payload: {
        version,
        facts: digestOf(facts),
        gist: digestOf(gist),
        finalOpinion: digestOf(finalOpinion),
      },
    })
    return { version }
  })
}

/** 本人签字: of the newest version, by whoever was there or served; nobody signs for another. */
export async function signMinutes(parts: Parts, { villageId, meetingId, who, now }: At) {
  return inVillage(parts.db, villageId, async (tx) => {
    await lockMeeting(tx, villageId, meetingId)
    const saved = await newestMinutes(tx, villageId, meetingId)
    if (!saved) throw new Refused('minutesNotSaved')
    const { attendance } = factsOf(saved)
    const there = [
      ...attendance.inHall,
      ...attendance.online,
      ...attendance.withoutVote.map((one) => one.person),
    ]
    if (![...there, ...signersOf(factsOf(saved))].includes(who.personId)) throw new Refused('notSignedIn')
    if (saved.signedBy.includes(who.personId)) return { ok: true as const }
    await mustBeHisOwn(tx, { villageId, personId: who.personId }, now)
    await updateMinutes(tx, saved, { signedBy: [...saved.signedBy, who.personId] })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'signMinutes',
      by: who.personId,
      office: null,
      meetingId,
      payload: { version: saved.version, facts: digestOf(saved.facts), gist: digestOf(saved.gist) },
    })
    return { ok: true as const }
  })
}

/** 核定: the chair says that this version is right. A later version has to be approved again. */
export async function approveMinutes(parts: Parts, { villageId, meetingId, who, now }: At, version: number) {
  return inVillage(parts.db, villageId, async (tx) => {
    await lockMeeting(tx, villageId, meetingId)
    const saved = await newestMinutes(tx, villageId, meetingId)
    if (!saved) throw new Refused('minutesNotSaved')
    if (saved.version !== version) throw new Refused('changedMeanwhile')
    if (saved.approvedAt) throw new Refused('alreadyDone')
    await updateMinutes(tx, saved, { approvedBy: who.personId, approvedAt: now })
    await settle(tx, villageId, 'signMinutes', meetingId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'approveMinutes',
      by: who.personId,
      office: 'chair',
      meetingId,
      payload: { version, facts: digestOf(saved.facts), gist: digestOf(saved.gist) },
    })
    return { ok: true as const }
  })
}

/** 签字扫描件: the paper's own digest goes into the log, with those whose hand stands on it. */
export async function attachSignedMinutes(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  { attachmentId, signedOnPaper }: { attachmentId: string; signedOnPaper: string[] },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    await lockMeeting(tx, villageId, meetingId)
    const saved = await newestMinutes(tx, villageId, meetingId)
    if (!saved) throw new Refused('minutesNotSaved')
    const facts = factsOf(saved)
    const signers = new Set(signersOf(facts))
    if (signedOnPaper.some((id) => !signers.has(id))) throw new Refused('notASigner')
    const digest = await claimScan(tx, villageId, meetingId, attachmentId)
    if (!digest) throw new Refused('notFound')
    const set = { signedOnPaper: [...new Set(signedOnPaper)], scanId: attachmentId, scanDigest: digest }
    await updateMinutes(tx, saved, set)
    await settle(tx, villageId, 'signMinutes', meetingId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'attachSignedMinutes',
      by: who.personId,
      office: null,
      meetingId,
      payload: { version: saved.version, attachment: attachmentId, digest, signedOnPaper: set.signedOnPaper },
    })
    return { digest, missing: missingOf(facts, { ...saved, ...set }).length }
  })
}

export const listMinutes = (parts: Parts, { villageId, meetingId }: Pick<At, 'villageId' | 'meetingId'>) =>
  inVillage(parts.db, villageId, async (tx) => {
    await loadMeeting(tx, villageId, meetingId)
    const rows = await minutesVersions(tx, villageId, meetingId)
    const name = await namesOf(
      tx,
      rows.map((row) => row.by),
    )
    return {
      rows: rows.map((row) => ({
        version: row.version,
        by: { id: row.by, name: name(row.by) },
        at: row.at.toISOString(),
        signatures: new Set([...row.signedBy, ...row.signedOnPaper]).size,
        approvedAt: row.approvedAt?.toISOString() ?? null,
      })),
    }
  })

/** 差异: what the recorder wrote, line by line. */
export const getMinutesDifference = (
  parts: Parts,
  { villageId, meetingId }: Pick<At, 'villageId' | 'meetingId'>,
  { from, to }: { from: number; to: number },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const rows = await minutesVersions(tx, villageId, meetingId)
    const [before, after] = [from, to].map((version) => rows.find((row) => row.version === version))
    if (!before || !after) throw new Refused('notFound')
    const words = (row: MinutesRow) => `${row.gist}\n${row.finalOpinion}\n`
    return {
      parts: differenceOf(words(before), words(after)),
      factsDiffer: digestOf(before.facts) !== digestOf(after.facts),
    }
  })
