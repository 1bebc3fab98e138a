import { Rejection } from '@cunyi/shared/rejection.ts'
import { inVillage } from '../database/connect.ts'
import type { Parts } from '../parts.ts'
import { namesOf } from '../people/queries.ts'
import { findPoll } from '../polls/queries/polls.ts'
import { ruleOf } from '../polls/verdict.ts'
import { assistsOf } from './queries.ts'

/** 代录名册: who was helped by whom; for the roll and the oversight committee. Nobody's choice stands here. */
export const listAssisted = (parts: Parts, { villageId, pollId }: { villageId: string; pollId: string }) =>
  inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Rejection('notFound')
    const rows = await assistsOf(tx, poll)
    const name = await namesOf(
      tx,
      rows.flatMap((row) => [row.personId, row.helperId, row.witnessId]),
    )
    const person = (id: string) => ({ id, name: name(id) })
    return {
      cap: ruleOf(poll).helperCap,
      rows: rows.map((row) => ({
        person: person(row.personId),
        helper: person(row.helperId),
        witness: person(row.witnessId),
        where: row.place,
        reason: row.reason,
        photoId: row.photoId,
        voiceId: row.voiceId,
        overCap: row.overCap,
        at: row.at.toISOString(),
        state: row.setAside
          ? ('setAside' as const)
          : row.replaced
            ? ('replaced' as const)
            : ('stands' as const),
      })),
    }
  })
