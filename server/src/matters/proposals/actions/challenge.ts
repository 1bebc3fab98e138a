/** 质询: of the oversight committee, to a body that answers by a day; one that asks for a meeting is answered by it. */
import { ACTS } from '@cunyi/shared/law/acts.ts'
import {
  answersChallenge,
  challengeDueBy,
  convenesInPlace,
  furtherUntil,
  whyNotAnswerChallenge,
  whyNotFurther,
} from '@cunyi/shared/matter/challenge.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Addressee } from '@cunyi/shared/words/kinds.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { owe, settle } from '#village/duties/actions.ts'
import { ALL_KINDS, lintFields } from '#village/privacy/lint.ts'
import { answerNote, lockNote } from '../queries/changes.ts'
import {
  type LoadedProposal,
  listNotes,
  lockProposal,
  type NoteRow,
  profileOf,
} from '../queries/proposals.ts'
import { officeOf } from '../who.ts'

type Asked = { addressee: Addressee; asksMeeting: boolean; answerDueAt: Date }

export async function challengeOf(
  tx: Tx,
  proposal: LoadedProposal,
  said: {
    addressee?: Addressee | undefined
    asksMeeting?: boolean | undefined
    notAccepted?: string | undefined
  },
  now: Date,
): Promise<Asked> {
  const before = said.notAccepted ? await notAccepted(tx, proposal, said.notAccepted, now) : null
  const asksMeeting = before !== null || (said.asksMeeting ?? false)
  return {
    addressee: before ?? said.addressee ?? 'village',
    asksMeeting,
    answerDueAt: challengeDueBy(now, asksMeeting, profileOf(proposal)),
  }
}

/** Whom the answered one asked. */
async function notAccepted(tx: Tx, proposal: LoadedProposal, noteId: string, now: Date): Promise<Addressee> {
  const note = await lockNote(tx, proposal.villageId, noteId)
  if (note?.proposalId !== proposal.id || note.kind !== 'challenge' || !note.addressee)
    throw new Refused('notFound')
  const notes = await listNotes(tx, proposal.villageId, proposal.id)
  const until = furtherUntil(note, profileOf(proposal))
  must(whyNotFurther({ ...note, until, furtherAt: furtherAt(note, notes) }, now))
  return note.addressee
}

/** 不接受答复 is a challenge of its own, about the first. */
const furtherAt = (note: NoteRow, notes: readonly NoteRow[]) =>
  notes.find((one) => one.kind === 'challenge' && one.subjectId === note.id)?.at ?? null

const dutyOf = ({ asksMeeting }: Pick<NoteRow, 'asksMeeting'>) =>
  asksMeeting ? ('conveneChallenged' as const) : ('answerChallenge' as const)

export const oweAnswer = (
  tx: Tx,
  { villageId, proposalId, id, ...asked }: Asked & { villageId: string; proposalId: string; id: string },
  now: Date,
) =>
  owe(
    tx,
    { villageId, proposalId },
    { kind: dutyOf(asked), key: id, since: now, dueAt: asked.answerDueAt, subjectId: id },
  )

const isLate = ({ answerDueAt }: NoteRow, now: Date) => answerDueAt !== null && now >= answerDueAt

/** Open, and his to answer; late, also the oversight committee's to call the meeting. */
export const mayAnswer = (
  { route }: Pick<LoadedProposal, 'route'>,
  note: NoteRow,
  { offices }: Pick<Acting, 'offices'>,
  now: Date,
) =>
  note.kind === 'challenge' &&
  note.addressee !== null &&
  note.answeredAt === null &&
  (answersChallenge(note.addressee, route, offices) || convenesInPlace(isLate(note, now), route, offices))

export const answerChallenge = (
  parts: Parts,
  { villageId, proposalId, noteId }: { villageId: string; proposalId: string; noteId: string },
  said: { text: string; meetingOn?: string | undefined; paperId?: string | undefined },
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    const note = await lockNote(tx, villageId, noteId)
    if (note?.proposalId !== proposalId || note.kind !== 'challenge' || !note.addressee)
      throw new Refused('notFound')
    const asked = answersChallenge(note.addressee, proposal.route, who.offices)
    if (!asked && !convenesInPlace(isLate(note, now), proposal.route, who.offices))
      throw new Refused('forbidden')
    must(
      whyNotAnswerChallenge(
        {
          answered: note.answeredAt !== null,
          asksMeeting: note.asksMeeting,
          inPlace: !asked,
          since: shanghaiDate(note.at),
        },
        { meetingOn: said.meetingOn ?? null, paper: said.paperId !== undefined },
        shanghaiDate(now),
      ),
    )
    lintFields([['answer', said.text]], ALL_KINDS)
    const { personId } = who
    if (said.paperId) await bindFile(tx, { villageId, id: said.paperId, subjectId: proposalId, personId })
    await answerNote(tx, note, {
      answer: said.text,
      answeredBy: personId,
      answeredAt: now,
      meetingOn: said.meetingOn ?? null,
      answerPaperId: said.paperId ?? null,
    })
    await settle(tx, villageId, dutyOf(note), note.id, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'answerChallenge',
      by: personId,
      office: officeOf(
        who,
        ACTS[asked ? (note.addressee === 'branch' ? 'submit' : 'answer') : 'note'][proposal.route],
      ),
      proposalId,
      payload: {
        note: note.id,
        ...(asked ? {} : { inPlace: true }),
        meetingOn: said.meetingOn ?? null,
        paper: said.paperId ?? null,
        after: said.text,
      },
    })
    return { ok: true as const }
  })

/** As its readers see it; null: it asked nobody. */
export const challengeShown = (
  note: NoteRow,
  { notes, proposal, now }: { notes: readonly NoteRow[]; proposal: LoadedProposal; now: Date },
) => {
  const further = furtherAt(note, notes)
  const until = further ? null : furtherUntil(note, profileOf(proposal))
  return note.kind === 'challenge' && note.addressee && note.answerDueAt
    ? {
        addressee: note.addressee,
        asksMeeting: note.asksMeeting,
        dueAt: note.answerDueAt.toISOString(),
        late: note.answeredAt === null ? now >= note.answerDueAt : note.answeredAt >= note.answerDueAt,
        answer: note.answer,
        answeredAt: note.answeredAt?.toISOString() ?? null,
        meetingOn: note.meetingOn,
        furtherAt: further?.toISOString() ?? null,
        furtherUntil: until && now < until ? until.toISOString() : null,
      }
    : null
}
