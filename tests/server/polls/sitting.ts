/**
 * A sitting put straight into the database: a matter at a stage, a meeting with a roll, who is there, and its
 * polls, waiting. What convening and sign-in do is tested elsewhere; here the poll begins.
 */

import { randomBytes, randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import {
  agendaItems,
  attendances,
  meetingPlaces,
  meetingRoll,
  meetings,
  proxies,
  recusals,
} from '@cunyi/server/base/database/schema/meetings.ts'
import { envelopes, polls } from '@cunyi/server/base/database/schema/polls.ts'
import { proposals, proposalVersions, questions } from '@cunyi/server/base/database/schema/proposals.ts'
import { runDue } from '@cunyi/server/base/jobs/runner.ts'
import { due } from '@cunyi/server/matters/polls/due.ts'
import { type MeetingRule, ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { meetingTimes } from '@cunyi/shared/meeting/times.ts'
import type { Assembly, Channel, Choice, SittingStage, Way } from '@cunyi/shared/words/vocabulary.ts'
import { CHOICES } from '@cunyi/shared/words/vocabulary.ts'
import { and, eq } from 'drizzle-orm'
import type { Reply, Village } from '../village.ts'

export type SittingOptions = {
  /** Names on the roll; each votes unless named in `guests`. */
  roll: string[]
  guests?: string[]
  inHall?: string[]
  online?: string[]
  /** Hours; 0 = live. */
  windowHours?: number
  secret?: boolean
  onlineCounts?: boolean
  rule?: Partial<MeetingRule>
  assembly?: Assembly
  stage?: SittingStage
  questions?: number
  tellers?: [string, string]
  chair?: string
  /** Further places: their tellers, and who is in the hall there. */
  places?: { name: string; tellers: [string, string]; inHall: string[] }[]
}

export type Sitting = Awaited<ReturnType<typeof sit>>

export async function sit(village: Village, options: SittingOptions) {
  const { villageId, db, clock } = village
  const {
    assembly = 'representatives',
    stage = 'villagerResolution',
    windowHours = 0,
    secret = true,
  } = options
  const [meetingId, proposalId] = [randomUUID(), randomUUID()]
  const now = clock.now()
  const chair = options.chair ?? 'villageDirector'
  const tellers = options.tellers ?? ['villageCommittee-1', 'villageCommittee-2']
  const rule: MeetingRule = {
    ...ruleFor(assembly, defaultProfile(), { onlineBasis: true }),
    windowHours,
    secret,
    votingMode: secret ? 'secret' : 'open_named',
    onlineCounts: options.onlineCounts ?? true,
    ...options.rule,
  }
  const wanted = options.questions ?? 1
  const questionIds =
    stage === 'villagerResolution' ? Array.from({ length: wanted }, () => randomUUID()) : [null]
  const pollIds = questionIds.map(() => randomUUID())
  await inVillage(db, villageId, async (tx) => {
    await tx.insert(proposals).values({
      villageId,
      id: proposalId,
      number: `2026-${proposalId.slice(0, 6)}`,
      title: '修路',
      stage,
      track: 'full',
      codes: ['M03'],
      route: 'A',
      assembly,
      initiative: 'cadres',
      initiator: 'branch',
      version: 1,
      lineId: proposalId,
      draftedBy: village.id(chair),
      draftedAt: now,
      stageSince: now,
      profile: { values: defaultProfile(), versions: {} },
    })
    await tx.insert(proposalVersions).values({
      villageId,
      proposalId,
      version: 1,
      title: '修路',
      summary: '硬化村西道路',
      body: '硬化村西道路1.2公里。',
      facts: {},
      digest: 'd1',
      kind: 'first',
      by: village.id(chair),
      at: now,
    })
    for (const [seq, id] of questionIds.entries())
      if (id) await tx.insert(questions).values({ villageId, id, proposalId, seq, text: `第${seq + 1}项` })
    await tx.insert(meetings).values({
      villageId,
      id: meetingId,
      assembly,
      stage,
      title: '会议',
      place: '村部',
      status: 'scheduled',
      noticeAt: now,
      windowHours,
      ...meetingTimes(now, windowHours, defaultProfile()),
      convenedBy: village.id(chair),
      chairId: village.id(chair),
      recorderId: village.id('accountant'),
      tellerIds: [tellers, ...(options.places ?? []).map((place) => place.tellers)].flat().map(village.id),
      onlineCounts: rule.onlineCounts,
      hallSecret: randomBytes(16),
    })
    for (const [i, place] of (options.places ?? []).entries())
      await tx.insert(meetingPlaces).values({
        villageId,
        meetingId,
        placeNo: i + 1,
        name: place.name,
        tellerIds: place.tellers.map(village.id),
        hallSecret: randomBytes(16),
      })
    await tx.insert(agendaItems).values({ villageId, meetingId, proposalId, seq: 1 })
    await tx.insert(meetingRoll).values(
      options.roll.map((name) => ({
        villageId,
        meetingId,
        personId: village.id(name),
        votes: !options.guests?.includes(name),
        capacities: [],
        households: 10,
      })),
    )
    await tx.insert(polls).values(
      pollIds.map((id, seq) => ({
        villageId,
        id,
        meetingId,
        proposalId,
        questionId: questionIds[seq] ?? null,
        seq: seq + 1,
        status: 'waiting' as const,
        secret,
        rule,
      })),
    )
  })
  const signIn = (names: string[], way: Way, means = 'clerk', placeNo = 0) =>
    names.length === 0
      ? Promise.resolve()
      : inVillage(db, villageId, async (tx) => {
          await tx.insert(attendances).values(
            names.map((name) => ({
              villageId,
              meetingId,
              personId: village.id(name),
              way,
              means,
              placeNo,
              signedInAt: clock.now(),
              by: village.id(name),
            })),
          )
        })
  await signIn(options.inHall ?? [], 'inHall')
  for (const [i, place] of (options.places ?? []).entries())
    await signIn(place.inHall, 'inHall', 'clerk', i + 1)
  await signIn(options.online ?? [], 'online', 'self')

  const pollId = pollIds[0] as string
  const tickets = new Map<string, string>()
  const ofPoll = (poll = pollId) => ({ params: { poll, meeting: meetingId } })
  const sitting = {
    meetingId,
    proposalId,
    pollId,
    pollIds,
    signIn,
    ref: () => randomBytes(16).toString('hex'),
    open: (poll = pollId, who = chair) => village.ask(who, 'openPoll', { ...ofPoll(poll), body: {} }),
    /** Whoever there casts nothing is waited for, as in a hall. */
    close: async (poll = pollId, who = chair) => {
      const end = () => village.ask(who, 'closePoll', { ...ofPoll(poll), body: {} })
      const ended = await end()
      if (ended.body.code !== 'votingJustBegun') return ended
      await village.clock.set(new Date(village.clock.now().getTime() + 5 * 60_000))
      return end()
    },
    /** 计票无效: proposed by the chair, then each of these says yes from his own session. The first refusal, or the last yes. */
    declareInvalid: async (
      tellers: readonly string[],
      body: { reason?: string; placeNo?: number } = {},
      poll = pollId,
    ): Promise<Reply> => {
      let reply = await village.ask(chair, 'declareCountInvalid', {
        ...ofPoll(poll),
        body: { reason: '清点不符', ...body },
      })
      const params = { act: reply.body.actId }
      for (const who of tellers)
        if (reply.status === 200) reply = await village.ask(who, 'confirmAct', { params })
      return reply
    },
    /** The ticket once, then any number of ballots with it. */
    ticket: async (
      name: string,
      { poll = pollId, principal }: { poll?: string; principal?: string } = {},
    ) => {
      const key = `${name} ${poll} ${principal ?? ''}`
      const known = tickets.get(key)
      if (known) return known
      const query = principal ? { principal: village.id(principal) } : {}
      const { ticket } = await village.must(name, 'getTicket', { params: { poll }, query })
      tickets.set(key, ticket)
      return ticket as string
    },
    cast: async (
      name: string,
      choice: Choice,
      {
        ref = randomBytes(16).toString('hex'),
        poll = pollId,
        principal,
      }: { ref?: string; poll?: string; principal?: string } = {},
    ): Promise<Reply> => {
      const ticket = await sitting.ticket(name, { poll, ...(principal ? { principal } : {}) })
      return village.ask(null, 'castBallot', {
        params: { poll },
        body: { ref, choice: CHOICES[choice].code },
        headers: { authorization: `Bearer ${ticket}` },
      })
    },
    castAll: (names: string[], choice: Choice, poll = pollId) =>
      Promise.all(names.map((name) => sitting.cast(name, choice, { poll }))),
    /** Puts the clock forward and does what is due on the way, polls' work only. */
    pass: async (ms: number) => {
      const to = clock.now().getTime() + ms
      for (;;) {
        const { next } = await runDue(village.parts, due, clock.now())
        if (next && next.getTime() <= to) await clock.set(next)
        else break
      }
      await clock.set(new Date(to))
      await runDue(village.parts, due, clock.now())
    },
    poll: async (id = pollId) => {
      const rows = await inVillage(db, villageId, (tx) =>
        tx
          .select()
          .from(polls)
          .where(and(eq(polls.villageId, villageId), eq(polls.id, id))),
      )
      return rows[0] as (typeof rows)[number]
    },
    result: (name = chair, poll = pollId) => village.must(name, 'getPoll', { params: { poll } }),
    envelopes: (id = pollId) =>
      inVillage(db, villageId, (tx) =>
        tx
          .select()
          .from(envelopes)
          .where(and(eq(envelopes.villageId, villageId), eq(envelopes.pollId, id))),
      ),
    recuse: (name: string) =>
      inVillage(db, villageId, (tx) =>
        tx.insert(recusals).values({
          villageId,
          meetingId,
          proposalId,
          personId: village.id(name),
          mode: 'stay_no_vote',
          reason: '亲属',
          by: village.id(name),
          at: clock.now(),
        }),
      ),
    proxy: (principal: string, agent: string) =>
      inVillage(db, villageId, (tx) =>
        tx.insert(proxies).values({
          villageId,
          id: randomUUID(),
          meetingId,
          principalId: village.id(principal),
          agentId: village.id(agent),
          relation: '夫妻',
          by: village.id(principal),
          at: clock.now(),
        }),
      ),
    stage: async () => {
      const rows = await inVillage(db, villageId, (tx) =>
        tx
          .select({ stage: proposals.stage })
          .from(proposals)
          .where(and(eq(proposals.villageId, villageId), eq(proposals.id, proposalId))),
      )
      return rows[0]?.stage
    },
    channels: async (): Promise<Channel[]> => (await sitting.envelopes()).map((one) => one.channel),
  }
  return sitting
}

export const names = (prefix: string, n: number, from = 1): string[] =>
  Array.from({ length: n }, (_, i) => `${prefix}-${from + i}`)
