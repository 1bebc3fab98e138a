import type { SittingStage } from '@cunyi/shared/words/vocabulary.ts'
import { and, desc, eq, gte, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import {
  ballots,
  meetingRoll,
  meetings,
  people,
  pollList,
  polls,
  recounts,
} from '#base/database/schema/index.ts'
import { heapsOf } from '#matters/polls/sheets.ts'

export const closedPoll = async (tx: Tx, villageId: string, pollId: string) =>
  (
    await tx
      .select()
      .from(polls)
      .where(and(eq(polls.villageId, villageId), eq(polls.id, pollId)))
  )[0]

export type Counted = NonNullable<Awaited<ReturnType<typeof closedPoll>>>

/** Who was there, is free of the matter and can be asked on a phone of his own. */
export async function recountersAmong(
  tx: Tx,
  { villageId, id: pollId }: Pick<Counted, 'villageId' | 'id'>,
): Promise<string[]> {
  const rows = await tx
    .select({ personId: pollList.personId })
    .from(pollList)
    .innerJoin(people, and(eq(people.villageId, pollList.villageId), eq(people.id, pollList.personId)))
    .where(
      and(
        eq(pollList.villageId, villageId),
        eq(pollList.pollId, pollId),
        eq(pollList.recused, false),
        or(pollList.voted, isNotNull(pollList.way)),
        isNotNull(people.phoneIndex),
        isNotNull(people.activeFrom),
        isNull(people.leftOn),
        isNull(people.erasedAt),
      ),
    )
  return rows.map((row) => row.personId)
}

/** The frozen list with what a second quorum needs to know of each person. */
export const listedFor = (tx: Tx, villageId: string, pollId: string) =>
  tx
    .select({
      personId: pollList.personId,
      entitled: pollList.entitled,
      way: pollList.way,
      representedBy: pollList.representedBy,
      recused: pollList.recused,
      voted: pollList.voted,
      households: pollList.households,
      isWoman: meetingRoll.isWoman,
    })
    .from(pollList)
    .innerJoin(polls, and(eq(polls.villageId, pollList.villageId), eq(polls.id, pollList.pollId)))
    .innerJoin(
      meetingRoll,
      and(
        eq(meetingRoll.villageId, polls.villageId),
        eq(meetingRoll.meetingId, polls.meetingId),
        eq(meetingRoll.personId, pollList.personId),
      ),
    )
    .where(and(eq(pollList.villageId, villageId), eq(pollList.pollId, pollId)))

/** What the slips were counted as, all places together; undefined: there were none. */
export async function agreedSheet(tx: Tx, villageId: string, pollId: string) {
  const heaps = (await heapsOf(tx, { villageId, id: pollId })).filter((heap) => heap.channel === 'paper')
  const sheets = heaps.flatMap((heap) => heap.count.agreed ?? [])
  const sum = (key: 'for' | 'against' | 'abstain' | 'invalid' | 'issued') =>
    sheets.reduce((total, sheet) => total + sheet[key], 0)
  if (sheets.length === 0) return undefined
  return {
    for: sum('for'),
    against: sum('against'),
    abstain: sum('abstain'),
    invalid: sum('invalid'),
    issued: sum('issued'),
  }
}

/** In an open poll a wrongful ballot can be found under its name. */
export const namedChoices = async (tx: Tx, villageId: string, pollId: string, personIds: string[]) =>
  personIds.length === 0
    ? []
    : tx
        .select({ choice: ballots.choice, households: pollList.households })
        .from(ballots)
        .innerJoin(
          pollList,
          and(
            eq(pollList.villageId, ballots.villageId),
            eq(pollList.pollId, ballots.pollId),
            eq(pollList.personId, ballots.personId),
          ),
        )
        .where(
          and(
            eq(ballots.villageId, villageId),
            eq(ballots.pollId, pollId),
            inArray(ballots.personId, personIds),
          ),
        )

/** Whether somebody else's recount of it came first. */
export const recountedSince = async (tx: Tx, villageId: string, pollId: string, at: Date): Promise<boolean> =>
  (
    await tx
      .select({ id: recounts.id })
      .from(recounts)
      .where(and(eq(recounts.villageId, villageId), eq(recounts.pollId, pollId), gte(recounts.at, at)))
      .limit(1)
  ).length > 0

/** The sitting by which the matter passed the step of this poll last; undefined: it never did. */
export async function decidingMeeting(
  tx: Tx,
  { villageId, proposalId, meetingId }: { villageId: string; proposalId: string; meetingId: string },
): Promise<{ meetingId: string; stage: SittingStage } | undefined> {
  const [own] = await tx
    .select({ stage: meetings.stage, extraStep: meetings.extraStep })
    .from(meetings)
    .where(and(eq(meetings.villageId, villageId), eq(meetings.id, meetingId)))
  if (!own) return undefined
  const [last] = await tx
    .select({ meetingId: meetings.id, stage: meetings.stage })
    .from(polls)
    .innerJoin(meetings, and(eq(meetings.villageId, polls.villageId), eq(meetings.id, polls.meetingId)))
    .where(
      and(
        eq(polls.villageId, villageId),
        eq(polls.proposalId, proposalId),
        eq(polls.status, 'closed'),
        eq(polls.outcome, 'adopt'),
        eq(meetings.stage, own.stage),
        own.extraStep
          ? sql`${meetings.extraStep} ->> 'zh' = ${own.extraStep.zh}`
          : isNull(meetings.extraStep),
      ),
    )
    .orderBy(desc(polls.closedAt), desc(polls.id))
    .limit(1)
  return last
}
