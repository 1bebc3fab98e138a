/** 依据: the named local bases of a rule, each with its paper and term. */
import { randomUUID } from 'node:crypto'
import type { legalBasis } from '@cunyi/shared/api/divisions.ts'
import { LEGAL_BASES } from '@cunyi/shared/law/legal-bases.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { tellAbove } from '#village/messages/above.ts'
import { entryOf, mustHavePaper } from './paper.ts'
import * as queries from './queries.ts'

type LegalBasis = z.input<typeof legalBasis>

export const listLegalBases = (parts: Parts, village: string) =>
  inVillage(parts.db, village, async (tx) => ({
    rows: (await queries.allLegalBases(tx, village)).map(
      (row): LegalBasis => ({
        id: row.id,
        kind: row.kind as LegalBasis['kind'],
        assemblies: row.assemblies as Assembly[],
        text: row.text,
        from: row.from,
        to: row.to,
        paperId: row.paperId,
        recordedAt: row.recordedAt.toISOString(),
        endedAt: row.endedAt?.toISOString() ?? null,
      }),
    ),
  }))

export async function recordLegalBasis(
  parts: Parts,
  caller: Caller,
  given: {
    kind: LegalBasis['kind']
    assemblies: Assembly[]
    text: string
    from: string
    to: string | null
    paperId: string
  },
  now: Date,
) {
  if (given.to !== null && given.to < given.from) throw new Refused('basisTermUnfit')
  return inVillage(parts.db, caller.village, async (tx) => {
    await mustHavePaper(tx, caller.village, given.paperId)
    const id = randomUUID()
    const row = { ...given, villageId: caller.village, id, recordedBy: caller.personId, recordedAt: now }
    await queries.insertLegalBasis(tx, row)
    await tellAbove(tx, parts, {
      division: caller.village,
      key: 'ruleChanged',
      params: { what: `登记依据“${LEGAL_BASES[given.kind].zh}”` },
      now,
    })
    await appendEvidence(tx, entryOf(caller, 'recordLegalBasis', { id, ...given }, now))
    return { id }
  })
}

export const endLegalBasis = (parts: Parts, caller: Caller, id: string, now: Date) =>
  inVillage(parts.db, caller.village, async (tx) => {
    const ended = await queries.endLegalBasisRow(tx, caller.village, id, now)
    if (!ended)
      throw new Refused((await queries.findLegalBasis(tx, caller.village, id)) ? 'alreadyDone' : 'notFound')
    await tellAbove(tx, parts, {
      division: caller.village,
      key: 'ruleChanged',
      params: { what: `终止依据“${LEGAL_BASES[ended.kind as LegalBasis['kind']].zh}”` },
      now,
    })
    await appendEvidence(tx, entryOf(caller, 'endLegalBasis', { id }, now))
    return { ok: true as const }
  })
