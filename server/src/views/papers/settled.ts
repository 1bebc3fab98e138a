/**
 * 定稿: whether a paper says by now what it will go on saying, and what was settled. Names and layout are no part of
 * that: a notice sent, minutes approved, a resolution posted and a letter answered stay the file that they were.
 */
import { createHash } from 'node:crypto'
import type { Matter } from './matter.ts'
import type { Sketch } from './sketch.ts'

/** What the paper rests on, as it was settled; null: it may still change. */
type Settled = (matter: Matter, subject: string) => unknown

/** 名单 hangs only as long as its days run: a posting with one is drawn anew each time, without it in the end. */
const posted =
  (stage: string): Settled =>
  ({ disclosures, proposal }) => {
    const one = disclosures.findLast((disclosure) => disclosure.stage === stage)
    if (!one?.postedAt || (one.namedList?.length ?? 0) > 0) return null
    const { id, version, postedAt, endsAt, days, text, restarts, masks, corrections } = one
    return [id, version, postedAt, endsAt, days, text, restarts, masks, corrections, proposal.title]
  }

const SETTLED: { [kind in Sketch['kind']]?: Settled } = {
  /** 会议通知 goes out as it is given; a place, an hour or a question that is changed is told in another. */
  notice: ({ sittings, proposal }, subject) => {
    const one = sittings.find(({ meeting }) => meeting.id === subject)
    if (!one) return null
    const { noticeAt, opensAt, windowEnd, place, title, urgentReason, chairId, recorderId, tellerIds } =
      one.meeting
    const asked = one.polls.map(({ id, version }) => [id, version])
    const run = [chairId, recorderId, tellerIds]
    return [noticeAt, opensAt, windowEnd, place, title, urgentReason, run, asked, proposal.title]
  },
  resolution: (matter) => {
    const { title, body, version, resolutionNumber, approvalNeeded } = matter.proposal
    const hung = posted('resolutionDisclosure')(matter, '')
    return hung && [hung, title, body, version, resolutionNumber, approvalNeeded]
  },
  resolutionPoster: posted('resolutionDisclosure'),
  outcomePoster: posted('outcomeDisclosure'),
  objectionReply: ({ objections }, subject) => {
    const row = objections.find(({ objection }) => objection.id === subject)?.objection
    return row?.answeredAt ? [row.text, row.answer, row.verdict, row.answeredAt] : null
  },
}

export async function stateOf(
  matter: Matter,
  { kind, id }: Pick<Sketch, 'kind' | 'id'>,
): Promise<string | null> {
  const subject = id.slice(kind.length + 1)
  const facts =
    kind === 'minutes' ? await approved(matter, subject) : (SETTLED[kind]?.(matter, subject) ?? null)
  return facts === null ? null : createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

/** 会议记录 that the chair approved; a signature that comes later makes another file of it. */
async function approved({ sittings, proposal }: Matter, meetingId: string): Promise<unknown> {
  const sitting = sittings.find(({ meeting }) => meeting.id === meetingId)
  const { saved } = (await sitting?.record()) ?? { saved: null }
  if (!saved?.approvedAt) return null
  const { version, gist, finalOpinion, signedBy, signedOnPaper, scanDigest, approvedAt } = saved
  return [version, gist, finalOpinion, signedBy, signedOnPaper, scanDigest, approvedAt, proposal.title]
}
