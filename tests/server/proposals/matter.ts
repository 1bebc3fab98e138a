/** A matter of a test: drafted and submitted by request, its sittings put straight into the database with an outcome. */

import { randomBytes, randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { authorisations, legalBases } from '@cunyi/server/base/database/schema/divisions.ts'
import { agendaItems, meetingRoll, meetings } from '@cunyi/server/base/database/schema/meetings.ts'
import { polls } from '@cunyi/server/base/database/schema/polls.ts'
import { proposals } from '@cunyi/server/base/database/schema/proposals.ts'
import { pollClosed } from '@cunyi/server/matters/proposals/decided.ts'
import { loadProposal } from '@cunyi/server/matters/proposals/queries/proposals.ts'
import { sitsNow } from '@cunyi/server/matters/proposals/view.ts'
import type { Draft } from '@cunyi/shared/api/proposals.ts'
import type { MeetingRule } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { wayFactsOf } from '@cunyi/shared/matter/way-facts.ts'
import { meetingTimes } from '@cunyi/shared/meeting/times.ts'
import type { Tally } from '@cunyi/shared/poll/tally.ts'
import type { MatterCode, Outcome, SittingStage, Stage } from '@cunyi/shared/words/vocabulary.ts'
import { and, eq } from 'drizzle-orm'
import { paper } from '../paper.ts'
import type { Village } from '../village.ts'

export const WAN = 1_000_000

export const draftOf = (overrides: Partial<Draft> = {}): Draft => ({
  title: '村西道路硬化',
  summary: '硬化村西道路',
  body: '硬化村西道路3.2公里，宽4米。',
  codes: ['M03'],
  facts: { amount: 96 * WAN, place: '村西' },
  budget: [
    { kind: 'source', label: '奖补', amount: 60 * WAN },
    { kind: 'source', label: '集体', amount: 36 * WAN },
    { kind: 'use', label: '路面', amount: 96 * WAN },
  ],
  questions: [{ text: '是否同意村西道路硬化方案' }],
  together: true,
  initiative: 'cadres',
  initiator: 'branch',
  ...overrides,
})

/** A sum with its two budget lines. */
export const money = (amount: number, facts: Draft['facts'] = {}): Pick<Draft, 'facts' | 'budget'> => ({
  facts: { ...facts, amount },
  budget: [
    { kind: 'source', label: '集体', amount },
    { kind: 'use', label: '工程', amount },
  ],
})

export async function draft(
  village: Village,
  overrides: Partial<Draft> = {},
  who = 'branchSecretary',
): Promise<string> {
  const body = draftOf(overrides)
  const facts = { ...body.facts, ...(await provenBy(village, who, body.facts)) }
  return (await village.must(who, 'draftProposal', { body: { ...body, facts } })).id
}

/** A paper for each fact that changes the way, unless the test lays its own, or none. */
async function provenBy(village: Village, who: string, facts: Draft['facts']): Promise<Draft['facts']> {
  if (facts.proofs) return {}
  const proofs: NonNullable<Draft['facts']['proofs']> = []
  for (const fact of wayFactsOf(facts))
    proofs.push({ fact, paperId: await paper(village, 'proposal', '证明', who) })
  return proofs.length > 0 ? { proofs } : {}
}

export async function propose(village: Village, overrides: Partial<Draft> = {}): Promise<string> {
  const proposal = await draft(village, overrides)
  await village.must('branchSecretary', 'submitProposal', { params: { proposal }, body: {} })
  return proposal
}

/** The representatives may decide these, for the years around the test. */
export const authorise = (village: Village, codes: MatterCode[] = ['M02', 'M03', 'M04', 'M09', 'M10']) =>
  inVillage(village.db, village.villageId, (tx) =>
    tx.insert(authorisations).values({
      villageId: village.villageId,
      codes,
      from: '2026-01-01',
      to: '2028-12-31',
      recordedBy: village.id('villageDirector'),
      recordedAt: village.clock.now(),
    }),
  )

export const charter = (village: Village, kind: string) =>
  inVillage(village.db, village.villageId, (tx) =>
    tx.insert(legalBases).values({
      villageId: village.villageId,
      kind,
      assemblies: [],
      text: '章程第九条',
      from: '2026-01-01',
      recordedBy: village.id('boardChair'),
      recordedAt: village.clock.now(),
    }),
  )

export const matterOf = (village: Village, proposal: string) =>
  inVillage(village.db, village.villageId, (tx) => loadProposal(tx, village.villageId, proposal))

export const stageOf = async (village: Village, proposal: string): Promise<Stage> =>
  (await matterOf(village, proposal)).stage

export const put = (village: Village, proposal: string, set: Partial<typeof proposals.$inferInsert>) =>
  inVillage(village.db, village.villageId, (tx) =>
    tx
      .update(proposals)
      .set(set)
      .where(and(eq(proposals.villageId, village.villageId), eq(proposals.id, proposal))),
  )

export type Sat = { meetingId: string; pollIds: string[] }

/** A sitting at the stage where the matter stands, its polls waiting, `roll` on its roll. */
export async function notice(
  village: Village,
  proposal: string,
  roll: string[] = ['branchSecretary'],
  only?: number[],
): Promise<Sat> {
  const { villageId, db, clock } = village
  const meetingId = randomUUID()
  return inVillage(db, villageId, async (tx) => {
    const matter = await loadProposal(tx, villageId, proposal)
    const questionIds = matter.stage === 'villagerResolution' ? matter.questions.map((row) => row.id) : [null]
    const asked = only ? only.map((i) => questionIds[i] ?? null) : questionIds
    const now = clock.now()
    await tx.insert(meetings).values({
      villageId,
      id: meetingId,
      assembly: sitsNow(matter) ?? 'branch',
      stage: matter.stage as SittingStage,
      title: '会议',
      place: '村部',
      status: 'scheduled',
      noticeAt: now,
      windowHours: 0,
      ...meetingTimes(now, 0, defaultProfile()),
      convenedBy: village.id('branchSecretary'),
      chairId: village.id('branchSecretary'),
      recorderId: village.id('accountant'),
      tellerIds: [],
      onlineCounts: true,
      hallSecret: randomBytes(16),
      reconvening: matter.reconvenings,
    })
    await tx.insert(agendaItems).values({ villageId, meetingId, proposalId: proposal, seq: 1 })
    await tx.insert(meetingRoll).values(
      roll.map((name) => ({
        villageId,
        meetingId,
        personId: village.id(name),
        votes: true,
        capacities: [],
      })),
    )
    const pollIds = asked.map(() => randomUUID())
    await tx.insert(polls).values(
      pollIds.map((id, seq) => ({
        villageId,
        id,
        meetingId,
        proposalId: proposal,
        questionId: asked[seq] ?? null,
        seq: seq + 1,
        status: 'waiting' as const,
        secret: false,
        rule: {} as MeetingRule,
      })),
    )
    return { meetingId, pollIds }
  })
}

/** Closes one poll with an outcome, as the closing does, and says where the matter went. */
export async function close(village: Village, proposal: string, sat: Sat, i: number, outcome: Outcome) {
  const { villageId, db, clock, parts } = village
  return inVillage(db, villageId, async (tx) => {
    const matter = await loadProposal(tx, villageId, proposal)
    const id = sat.pollIds[i] as string
    const isVoid = outcome === 'void'
    await tx
      .update(polls)
      .set({
        status: isVoid ? 'void' : 'closed',
        outcome,
        closedAt: clock.now(),
        figures: { for: 26, against: 9 } as Tally,
      })
      .where(and(eq(polls.villageId, villageId), eq(polls.id, id)))
    const [meeting] = await tx
      .select()
      .from(meetings)
      .where(and(eq(meetings.villageId, villageId), eq(meetings.id, sat.meetingId)))
    await tx
      .update(meetings)
      .set({ status: 'ended' })
      .where(and(eq(meetings.villageId, villageId), eq(meetings.id, sat.meetingId)))
    return pollClosed(tx, parts, {
      poll: { villageId, id },
      meeting: { id: sat.meetingId, stage: meeting?.stage ?? 'branchProposal', extraStep: null },
      proposal: matter,
      now: clock.now(),
    })
  })
}

/** One whole sitting: notice, and each poll closed with its outcome. The matter's stage afterwards. */
export async function decide(village: Village, proposal: string, ...outcomes: Outcome[]): Promise<Stage> {
  const sat = await notice(village, proposal)
  for (const [i, outcome] of outcomes.entries()) await close(village, proposal, sat, i, outcome)
  return stageOf(village, proposal)
}

/** Through steps 1 to 3. */
export async function toStep4(village: Village, overrides: Partial<Draft> = {}): Promise<string> {
  const proposal = await propose(village, overrides)
  for (let step = 1; step <= 3; step++) await decide(village, proposal, 'adopt')
  return proposal
}

export const days = (n: number) => n * 86_400_000
export const later = (village: Village, ms: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + ms))
