import type { Route } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { agendaItems, meetings, polls, proposals, questions } from '#base/database/schema/index.ts'

/** 历次会议 on a matter: every poll with its meeting, in order of time. Figures are there only when it is closed. */
export const sittingsOf = (tx: Tx, villageId: string, proposalId: string) =>
  tx
    .select({ poll: polls, meeting: meetings, question: questions.text, sensitive: questions.sensitive })
    .from(polls)
    .innerJoin(meetings, and(eq(meetings.villageId, polls.villageId), eq(meetings.id, polls.meetingId)))
    .leftJoin(questions, and(eq(questions.villageId, polls.villageId), eq(questions.id, polls.questionId)))
    .where(and(eq(polls.villageId, villageId), eq(polls.proposalId, proposalId)))
    .orderBy(asc(meetings.opensAt), asc(polls.seq))
export type Sitting = Awaited<ReturnType<typeof sittingsOf>>[number]

/** Whose matters it sits on: all on one agenda take the same way. */
export async function routeOfMeeting(
  tx: Tx,
  villageId: string,
  meetingId: string,
): Promise<Route | undefined> {
  const [row] = await tx
    .select({ route: proposals.route })
    .from(agendaItems)
    .innerJoin(
      proposals,
      and(eq(proposals.villageId, agendaItems.villageId), eq(proposals.id, agendaItems.proposalId)),
    )
    .where(and(eq(agendaItems.villageId, villageId), eq(agendaItems.meetingId, meetingId)))
    .orderBy(asc(agendaItems.seq))
    .limit(1)
  return row?.route
}
