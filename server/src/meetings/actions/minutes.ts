/** 会议记录: drafted from the records; the recorder adds what was said; each signs for himself. */
import { Rejection } from '@cunyi/shared/rejection.ts'
import { inVillage, type Tx } from '../../database/connect.ts'
import { appendEvidence, digestOf } from '../../evidence/actions.ts'
import type { Parts } from '../../parts.ts'
import { findPeople } from '../../people/queries.ts'
import { type MinutesFacts, minutesFacts, peopleIn, signersOf } from '../facts.ts'
import { insertMinutes, type MinutesRow, newestMinutes, setSignatures } from '../queries/minutes.ts'
import { loadMeeting, lockMeeting, pollsOf } from '../queries.ts'
import type { Acting } from './attend.ts'
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
    return { ...(await shown(tx, facts, saved)) }
  })
}

const factsOf = (row: MinutesRow) => row.facts as unknown as MinutesFacts

/** Names are read now, from the one place that has them: whoever was erased has none. */
async function shown(tx: Tx, facts: MinutesFacts, saved: MinutesRow | undefined) {
  const names = Object.fromEntries((await findPeople(tx, peopleIn(facts))).map((row) => [row.id, row.name]))
  const person = (id: string) => ({ id, name: names[id] ?? '—' })
  const signedBy = saved?.signedBy ?? []
  return {
    version: saved?.version ?? 0,
    facts: { ...facts, names },
    gist: saved?.gist ?? '',
    finalOpinion: saved?.finalOpinion ?? '',
    signedBy: signedBy.map(person),
    missing: signersOf(facts)
      .filter((id) => !signedBy.includes(id))
      .map(person),
  }
}

/** A new version, with the figures as they stand once every poll has ended. Signatures belong to a version. */
export async function saveMinutes(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  asked: { gist: string; finalOpinion: string },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (!(await pollsOf(tx, villageId, meetingId)).every(isOver)) throw new Rejection('pollsOutstanding')
    const facts = await minutesFacts(tx, meeting)
    const version = ((await newestMinutes(tx, villageId, meetingId))?.version ?? 0) + 1
    const { gist, finalOpinion } = asked
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
    if (!saved) throw new Rejection('minutesNotSaved')
    const { attendance } = factsOf(saved)
    const there = [
      ...attendance.inHall,
      ...attendance.online,
      ...attendance.withoutVote.map((one) => one.person),
    ]
    if (![...there, ...signersOf(factsOf(saved))].includes(who.personId)) throw new Rejection('notSignedIn')
    if (saved.signedBy.includes(who.personId)) return { ok: true as const }
    await setSignatures(tx, saved, [...saved.signedBy, who.personId])
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
