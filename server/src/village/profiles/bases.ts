/** 授权与依据: what the assembly has entrusted, and the named local bases, each with its paper and term. */
import { randomUUID } from 'node:crypto'
import type { authorisation, legalBasis } from '@cunyi/shared/api/divisions.ts'
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import type { Assembly, MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import * as queries from './queries.ts'

type Authorisation = z.input<typeof authorisation>
type LegalBasis = z.input<typeof legalBasis>

export const listAuthorisations = (parts: Parts, village: string) =>
  inVillage(parts.db, village, async (tx) => ({
    rows: (await queries.allAuthorisations(tx, village)).map(
      (row): Authorisation => ({
        id: row.id,
        codes: row.codes,
        from: row.from,
        to: row.to,
        paperId: row.paperId,
        recordedAt: row.recordedAt.toISOString(),
        endedAt: row.endedAt?.toISOString() ?? null,
      }),
    ),
  }))

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

/** Without its paper in the village's files it is a claim, not a basis. */
async function mustHavePaper(tx: Tx, village: string, paperId: string): Promise<void> {
  if (!(await findAttachment(tx, village, paperId))) throw new Rejection('paperNeeded')
}

const entryOf = (caller: Caller, act: string, payload: Record<string, unknown>, now: Date) => ({
  villageId: caller.village,
  at: now,
  act,
  by: caller.personId,
  office: caller.offices[0] ?? null,
  payload,
})

export async function recordAuthorisation(
  parts: Parts,
  caller: Caller,
  given: { codes: MatterCode[]; from: string; to: string; paperId: string },
  now: Date,
) {
  if (given.to < given.from) throw new Rejection('basisTermUnfit')
  return inVillage(parts.db, caller.village, async (tx) => {
    await mustHavePaper(tx, caller.village, given.paperId)
    const id = randomUUID()
    const codes = [...new Set(given.codes)].sort()
    await queries.insertAuthorisation(tx, {
      ...given,
      codes,
      villageId: caller.village,
      id,
      recordedBy: caller.personId,
      recordedAt: now,
    })
    await appendEvidence(tx, entryOf(caller, 'recordAuthorisation', { id, ...given, codes }, now))
    return { id }
  })
}

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
  if (given.to !== null && given.to < given.from) throw new Rejection('basisTermUnfit')
  return inVillage(parts.db, caller.village, async (tx) => {
    await mustHavePaper(tx, caller.village, given.paperId)
    const id = randomUUID()
    const row = { ...given, villageId: caller.village, id, recordedBy: caller.personId, recordedAt: now }
    await queries.insertLegalBasis(tx, row)
    await appendEvidence(tx, entryOf(caller, 'recordLegalBasis', { id, ...given }, now))
    return { id }
  })
}

export const endAuthorisation = (parts: Parts, caller: Caller, id: string, now: Date) =>
  inVillage(parts.db, caller.village, async (tx) => {
    if (!(await queries.endAuthorisationRow(tx, caller.village, id, now)))
      throw new Rejection(
        (await queries.findAuthorisation(tx, caller.village, id)) ? 'alreadyDone' : 'notFound',
      )
    await appendEvidence(tx, entryOf(caller, 'endAuthorisation', { id }, now))
    return { ok: true as const }
  })

export const endLegalBasis = (parts: Parts, caller: Caller, id: string, now: Date) =>
  inVillage(parts.db, caller.village, async (tx) => {
    if (!(await queries.endLegalBasisRow(tx, caller.village, id, now)))
      throw new Rejection((await queries.findLegalBasis(tx, caller.village, id)) ? 'alreadyDone' : 'notFound')
    await appendEvidence(tx, entryOf(caller, 'endLegalBasis', { id }, now))
    return { ok: true as const }
  })
