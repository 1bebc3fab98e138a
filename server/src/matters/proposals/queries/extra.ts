/** 本地增加的步骤: which of them are taken before the step where a matter stands. */
import { nextExtra } from '@cunyi/shared/meeting/extra-step.ts'
import { STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { and, eq, gte, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { meetings } from '#base/database/schema/meetings.ts'
import { polls } from '#base/database/schema/polls.ts'
import { type LoadedProposal, listNotes, profileOf } from './proposals.ts'

/** The next one to be taken; null: the step's own meeting may be called. */
export async function extraNow(tx: Tx, proposal: LoadedProposal) {
  const { villageId, id, stage, stageSince, demanded } = proposal
  const steps = profileOf(proposal).extra_steps
  if (steps.length === 0) return null
  const said = (await listNotes(tx, villageId, id)).filter((note) => note.kind === 'extraStep')
  // A text that came back to the step is another text: the body sits on it again.
  const sat = await tx
    .selectDistinct({ zh: sql<string>`${meetings.extraStep} ->> 'zh'` })
    .from(polls)
    .innerJoin(meetings, and(eq(meetings.villageId, polls.villageId), eq(meetings.id, polls.meetingId)))
    .where(
      and(
        eq(polls.villageId, villageId),
        eq(polls.proposalId, id),
        eq(polls.outcome, 'adopt'),
        eq(meetings.stage, stage as typeof meetings.$inferSelect.stage),
        isNotNull(meetings.extraStep),
        gte(meetings.noticeAt, stageSince),
      ),
    )
  const taken = [...said.map((note) => note.text), ...sat.map((row) => row.zh)]
  return nextExtra(steps, { step: STAGES[stage].step, demanded, taken })
}
