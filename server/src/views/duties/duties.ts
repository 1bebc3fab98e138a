/** 待办: what waits for a person, composed from what his place on rolls and his offices of today say. */
import type { waitingItem } from '@cunyi/shared/api/accounts.ts'
import { RIGHTS } from '@cunyi/shared/api/rights.ts'
import { whyNotMeetingAct } from '@cunyi/shared/law/acts.ts'
import { ACTS_OF_TWO } from '@cunyi/shared/law/acts-of-two.ts'
import { stageOf } from '@cunyi/shared/law/meeting-rules.ts'
import { answersChallenge, convenesInPlace } from '@cunyi/shared/matter/challenge.ts'
import { sitsAt } from '@cunyi/shared/meeting/extra-step.ts'
import { MESSAGES, messageText } from '@cunyi/shared/words/messages.ts'
import {
  ASSEMBLY_KEYS,
  type Assembly,
  BEFORE_RESOLUTION_STAGES,
  type Office,
} from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { waitingForSecond } from '#matters/acts/actions.ts'
import { waitingJudgements } from '#matters/judgements/actions.ts'
import { extraNow } from '#matters/proposals/queries/extra.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { waitingAcceptances } from '#matters/works/acceptance.ts'
import * as queries from './queries.ts'

export type WaitingItem = z.input<typeof waitingItem>
export type WaitingProvider = (tx: Tx, caller: Caller, now: Date) => Promise<queries.WaitingRow[]>

const askerOf = (caller: Caller, now: Date): queries.Asker => ({
  village: caller.village,
  personId: caller.personId,
  now,
})
const forOffices =
  (
    offices: readonly Office[],
    ask: (tx: Tx, asker: queries.Asker) => Promise<queries.WaitingRow[]>,
  ): WaitingProvider =>
  async (tx, caller, now) =>
    caller.offices.some((office) => offices.includes(office)) ? ask(tx, askerOf(caller, now)) : []

const OVERSIGHT = ['oversightChair', 'oversightCommittee'] as const
const POSTERS = RIGHTS.postDisclosure as readonly Office[]
const LEADERS = [
  'branchSecretary',
  'branchDeputy',
  'villageDirector',
  'boardChair',
  'groupHead',
  'residentDirector',
] as const

/** Who may ask for the package again. */
const PACKERS = RIGHTS.makePackage as readonly Office[]
const TRIES_BEFORE_TOLD = 3

/** Whom a message did not reach, somebody of these reaches in another way. */
const MESSENGERS = RIGHTS.tellOtherwise as readonly Office[]

const CONFIRMERS = RIGHTS.confirmProfile as readonly Office[]
const profiles = (tx: Tx, asker: queries.Asker) =>
  queries.waitingProfiles(tx, asker, MESSAGES.profileProposed.zh)

/** Whose office may convene which body is read from the table, not repeated here. */
const convenings: WaitingProvider = async (tx, caller, now) => {
  const assemblies = ASSEMBLY_KEYS.filter(
    (assembly) => whyNotMeetingAct('convene', assembly, caller.offices) === null,
  )
  const ofBranch = assemblies.includes('branch')
  const stages: string[] = ofBranch ? [...BEFORE_RESOLUTION_STAGES] : []
  if (assemblies.some((assembly) => stageOf(assembly) === 'villagerResolution'))
    stages.push('villagerResolution')
  const inPlace = whyNotMeetingAct('convene', 'members', caller.offices, undefined, 'A') === null
  if (stages.length === 0) return []
  const rows = await queries.waitingConvenings(tx, askerOf(caller, now), stages, assemblies, inPlace)
  const mine: queries.WaitingRow[] = []
  for (const { own, extra, ...row } of rows) {
    const body = extra ? await extraBody(tx, caller.village, row.proposalId) : null
    if (body ? assemblies.includes(body) : own) mine.push(row)
  }
  return mine
}

/** 本地增加的步骤: the body that sits before the step's own, and is called first. */
async function extraBody(tx: Tx, village: string, id: string | null): Promise<Assembly | null> {
  const proposal = await loadProposal(tx, village, id ?? '')
  const next = await extraNow(tx, proposal)
  return next && sitsAt(next, proposal.route)
}

/** 质询: those who speak for whom it asks. */
const challenges: WaitingProvider = async (tx, caller, now) =>
  (await queries.openChallenges(tx, askerOf(caller, now))).filter(
    ({ addressee, route, dueAt }) =>
      answersChallenge(addressee, route, caller.offices) ||
      // 代为召集.
      convenesInPlace(dueAt !== null && now >= new Date(dueAt), route, caller.offices),
  )

const PROVIDERS: readonly WaitingProvider[] = [
  (tx, caller, now) => queries.waitingOnRolls(tx, askerOf(caller, now)),
  (tx, caller, now) => queries.waitingOnMeetings(tx, askerOf(caller, now)),
  waitingForSecond,
  waitingJudgements,
  waitingAcceptances,
  challenges,
  (tx, caller, now) => queries.waitingChanges(tx, askerOf(caller, now)),
  forOffices(OVERSIGHT, queries.waitingReviews),
  forOffices(POSTERS, queries.waitingPosts),
  forOffices(LEADERS, queries.waitingOpinions),
  forOffices(CONFIRMERS, profiles),
  forOffices(PACKERS, (tx, asker) => queries.waitingPackages(tx, asker, TRIES_BEFORE_TOLD)),
  forOffices(MESSENGERS, (tx, asker) =>
    queries.waitingUndelivered(tx, asker, (n) => messageText('notReached', { n })),
  ),
  convenings,
  (tx, caller, now) => queries.waitingDrafts(tx, askerOf(caller, now)),
]

/** What two persons do without a matter is called by its own name. */
const titleOf = ({ title }: queries.WaitingRow): string =>
  title in ACTS_OF_TWO ? ACTS_OF_TWO[title as keyof typeof ACTS_OF_TWO].zh : title

export async function listWaiting(parts: Parts, caller: Caller, now: Date): Promise<{ rows: WaitingItem[] }> {
  const level = caller.offices.includes('countyStaff')
    ? 'county'
    : caller.offices.includes('townshipStaff')
      ? 'township'
      : null
  const rows = await inVillage(parts.db, caller.village, async (tx) => {
    if (level) {
      const own = (await profiles(tx, askerOf(caller, now))).map((row) => ({
        ...row,
        village: caller.village,
      }))
      const above = await queries.waitingAbove(tx, caller.village, level)
      return [...own, ...above.map((row) => ({ ...row, title: titleOf(row) }))]
    }
    const found: queries.WaitingRow[] = []
    for (const provide of PROVIDERS) found.push(...(await provide(tx, caller, now)))
    return found.map((row) => ({ ...row, village: caller.village }))
  })
  const items = rows.map((row) => ({
    kind: row.kind as WaitingItem['kind'],
    title: row.title,
    village: row.village,
    meetingId: row.meetingId,
    proposalId: row.proposalId,
    subjectId: row.subjectId,
    dueAt: row.dueAt === null ? null : new Date(row.dueAt).toISOString(),
  }))
  return { rows: items.sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9')) }
}
