/** 联名动议: put forward, co-signed, answered by the branch or made a proposal. */

import { type TimeKey, timeCursor } from '@cunyi/shared/api/cursor.ts'
import type { petitionRow } from '@cunyi/shared/api/petitions.ts'
import { ACTS } from '@cunyi/shared/law/acts.ts'
import {
  answerBy,
  conveneBy,
  type PetitionRight,
  petitionStanding,
  type Signatures,
  whyNotCosign,
  whyNotDecline,
} from '@cunyi/shared/matter/petition.ts'
import { ageOn, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { owe, settle } from '#village/duties/actions.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { adultsOn, electedRepresentatives } from '#village/people/queries/people.ts'
import { lintFields } from '#village/privacy/lint.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import {
  findPetition,
  findSigner,
  insertPetition,
  listPetitionRows,
  lockPetition,
  type PetitionRow,
  type SignatureRow,
  saveSignature,
  signaturesOf,
  updatePetition,
} from './queries.ts'

type Status = z.infer<typeof petitionRow>['status']
type Bases = { adults: number; representatives: number }
type DemandKind = 'villagers' | 'representatives'

const CLOSED: readonly string[] = ['answered', 'proposal']
const RIGHT_OF: Record<DemandKind, PetitionRight> = {
  villagers: 'demandAssembly',
  representatives: 'demandRepresentatives',
}

const basesOn = async (tx: Tx, villageId: string, now: Date): Promise<Bases> => {
  const day = shanghaiDate(now)
  return {
    adults: await adultsOn(tx, villageId, day),
    representatives: await electedRepresentatives(tx, villageId, day),
  }
}

const signed = (rows: readonly SignatureRow[], bases: Bases): Signatures => ({
  villagers: rows.filter((row) => row.capacities.includes('villager')).length,
  representatives: rows.filter((row) => row.capacities.includes('representative')).length,
  registeredAdults: bases.adults,
  electedRepresentatives: bases.representatives,
})

/** In what capacities this person signs today; refused where he has none, or has signed this way already. */
async function capacitiesOf(
  tx: Tx,
  petition: PetitionRow,
  who: Acting,
  already: boolean,
  now: Date,
): Promise<string[]> {
  const person = await findSigner(tx, petition.villageId, who.personId)
  const adult = person ? ageOn(person.birthDate, shanghaiDate(now)) >= 18 : false
  const isRepresentative = who.offices.includes('representative')
  const isPartyMember = person?.partyStatus === 'full' || person?.partyStatus === 'probationary'
  must(
    whyNotCosign({
      registered: person?.registered ?? false,
      adult,
      isRepresentative,
      isPartyMember,
      signed: already,
      closed: CLOSED.includes(petition.status),
    }),
  )
  await mustBeHisOwn(tx, { villageId: petition.villageId, personId: who.personId }, now)
  return [
    ...(person?.registered && adult ? ['villager'] : []),
    ...(isRepresentative ? ['representative'] : []),
    ...(isPartyMember ? ['partyMember'] : []),
  ]
}

/** The first demand that enough have signed for. */
function demandReached(rows: readonly SignatureRow[], bases: Bases): DemandKind | null {
  for (const kind of ['villagers', 'representatives'] as const) {
    const demanding = rows.filter((row) => row.demand === kind)
    if (petitionStanding(RIGHT_OF[kind], signed(demanding, bases)).met) return kind
  }
  return null
}

/** What a new signature changes: thresholds are reached once and are not lost again. */
async function reckon(tx: Tx, petition: PetitionRow, now: Date) {
  const { villageId, id } = petition
  const rows = await signaturesOf(tx, villageId, id)
  const bases = await basesOn(tx, villageId, now)
  const sums = signed(rows, bases)
  const { values } = await effectiveProfile(tx, villageId)
  const demand = petition.demandAt ? null : demandReached(rows, bases)
  const proposes = petition.thresholdAt === null && petitionStanding('propose', sums).met
  const changes: Partial<PetitionRow> = {}
  if (proposes)
    Object.assign(changes, {
      status: 'threshold',
      thresholdAt: now,
      answerDueAt: answerBy(now, values['petition.answer_days']),
    })
  if (demand)
    Object.assign(changes, {
      status: 'demand',
      thresholdAt: petition.thresholdAt ?? now,
      demandAt: now,
      demandedAssembly: demand,
      answerDueAt: conveneBy(now, values['demand.convene_days']),
      flaggedAt: null,
    })
  if (Object.keys(changes).length > 0) await updatePetition(tx, petition, changes)
  if (changes.answerDueAt)
    await owe(
      tx,
      { villageId },
      {
        kind: 'answerPetition',
        key: id,
        since: now,
        dueAt: changes.answerDueAt,
        subjectId: id,
      },
    )
  return { status: (changes.status ?? petition.status) as Status, sums, changed: changes.status ?? null }
}

export const raisePetition = (
  parts: Parts,
  villageId: string,
  asked: { title: string; text: string },
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    // All the village reads it.
    lintFields([
      ['title', asked.title],
      ['text', asked.text],
    ])
    const id = crypto.randomUUID()
    await insertPetition(tx, {
      villageId,
      id,
      title: asked.title,
      text: asked.text,
      by: who.personId,
      at: now,
      status: 'open',
    })
    const petition = await lockPetition(tx, villageId, id)
    const capacities = await capacitiesOf(tx, petition, who, false, now)
    await saveSignature(tx, {
      villageId,
      petitionId: id,
      personId: who.personId,
      capacities,
      demand: null,
      at: now,
    })
    const { changed } = await reckon(tx, petition, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'raisePetition',
      by: who.personId,
      office: null,
      payload: { petitionId: id, capacities, status: changed ?? 'open', after: asked },
    })
    return { id }
  })

export const signPetition = (
  parts: Parts,
  villageId: string,
  petitionId: string,
  demand: DemandKind | undefined,
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const petition = await lockPetition(tx, villageId, petitionId)
    const mine = (await signaturesOf(tx, villageId, petitionId)).find((row) => row.personId === who.personId)
    const already = mine !== undefined && (mine.demand !== null || demand === undefined)
    const capacities = await capacitiesOf(tx, petition, who, already, now)
    await saveSignature(tx, {
      villageId,
      petitionId,
      personId: who.personId,
      capacities,
      demand: demand ?? null,
      at: now,
    })
    const { status, sums, changed } = await reckon(tx, petition, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'signPetition',
      by: who.personId,
      office: null,
      payload: { petitionId, capacities, demand: demand ?? null, ...(changed ? { status: changed } : {}) },
    })
    return { status, villagers: sums.villagers, representatives: sums.representatives }
  })

/** 答复: with the reason. A demand can only be put forward. */
export const answerPetition = (
  parts: Parts,
  villageId: string,
  petitionId: string,
  answer: string,
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    // It stands on a page that everybody reads.
    lintFields([['answer', answer]])
    const petition = await lockPetition(tx, villageId, petitionId)
    must(
      whyNotDecline({
        demandMet: petition.demandAt !== null,
        reason: answer,
        closed: CLOSED.includes(petition.status),
      }),
    )
    await updatePetition(tx, petition, {
      status: 'answered',
      answer,
      answeredBy: who.personId,
      answeredAt: now,
    })
    await settle(tx, villageId, 'answerPetition', petitionId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'answerPetition',
      by: who.personId,
      office: who.offices.find((office) => (ACTS.submit.A as readonly Office[]).includes(office)) ?? null,
      payload: { petitionId, after: answer },
    })
    return { ok: true as const }
  })

const PAGE = 20

function neededOf(bases: Bases) {
  const none = signed([], bases)
  const of = (right: PetitionRight) => petitionStanding(right, none)
  return {
    proposeVillagers: of('propose').villagers?.needed ?? 0,
    proposeRepresentatives: of('propose').representatives.needed,
    demandVillagers: of('demandAssembly').villagers?.needed ?? 0,
    demandRepresentativesAssembly: of('demandAssembly').representatives.needed,
    demandRepresentatives: of('demandRepresentatives').representatives.needed,
  }
}

/** As everybody may see it, also outside the village: no name of whoever put it forward or signed. */
export async function petitionShown(tx: Tx, villageId: string, id: string, now: Date) {
  const row = await findPetition(tx, villageId, id)
  if (!row) throw new Refused('notFound')
  const bases = await basesOn(tx, villageId, now)
  const { villagers, representatives } = signed(await signaturesOf(tx, villageId, id), bases)
  const { title, text, status, answer, answeredAt, answerDueAt, proposalId } = row
  return {
    id,
    title,
    text,
    at: row.at.toISOString(),
    status: status as Status,
    signatures: { villagers, representatives },
    needed: neededOf(bases),
    answer,
    answeredAt: answeredAt?.toISOString() ?? null,
    answerDueAt: answerDueAt?.toISOString() ?? null,
    proposalId,
  }
}
export type PetitionShown = Awaited<ReturnType<typeof petitionShown>>

export const listPetitions = (
  parts: Parts,
  villageId: string,
  query: { after?: TimeKey | undefined; limit?: number | undefined },
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const limit = query.limit ?? PAGE
    const found = await listPetitionRows(tx, villageId, query.after ?? null, limit)
    const bases = await basesOn(tx, villageId, now)
    const needed = neededOf(bases)
    const rows = []
    for (const row of found.slice(0, limit)) {
      const signatures = await signaturesOf(tx, villageId, row.id)
      const sums = signed(signatures, bases)
      rows.push({
        id: row.id,
        title: row.title,
        text: row.text,
        by: { id: row.by, name: row.byName },
        at: row.at.toISOString(),
        status: row.status as Status,
        signatures: { villagers: sums.villagers, representatives: sums.representatives },
        needed,
        signedByMe: signatures.some((one) => one.personId === who.personId),
        answer: row.answer,
        answerDueAt: row.answerDueAt?.toISOString() ?? null,
        proposalId: row.proposalId,
      })
    }
    const last = found.length > limit ? found[limit - 1] : undefined
    return { rows, next: last ? timeCursor(last) : null }
  })
