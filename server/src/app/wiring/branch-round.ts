/** 改动交谁判断: what a change of the text is asked of others, and what comes of the branch committee's answer. */
import { shanghaiTime } from '@cunyi/shared/words/days.ts'
import { messageText } from '@cunyi/shared/words/messages.ts'
import { alertUntil } from '@cunyi/shared/words/sending.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { askJudgement, type OnJudged } from '#matters/judgements/actions.ts'
import { branchAnswered } from '#matters/proposals/actions/branch-round.ts'
import type { BranchAsked, ChangeWaits } from '#matters/proposals/actions/change.ts'
import { showTextChange } from '#matters/proposals/list-changes.ts'
import { profileOf } from '#matters/proposals/queries/proposals.ts'
import type { ChangeRow } from '#matters/proposals/queries/text-changes.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { phonesOf } from '#matters/sittings/queries/notices.ts'
import { enqueueMessages } from '#village/messages/actions.ts'

const MOST_SHOWN = 600
async function questionOf(tx: Tx, { villageId, id, reason }: ChangeRow) {
  const parts = (await showTextChange(tx, villageId, id)) ?? []
  const of = (kind: string) =>
    cut(
      parts
        .filter((part) => part.kind === kind)
        .map((part) => part.text)
        .join('')
        .trim(),
      MOST_SHOWN,
    ) || null
  return { from: of('removed'), to: of('added'), why: reason }
}

/** 评议: is it wording only? At a Party meeting its tellers say so, else the oversight committee. */
export const askWhetherWording: ChangeWaits = async (tx, _parts, row) => {
  const { villageId, proposalId, meetingId, id, by, at } = row
  const meeting = meetingId ? await loadMeeting(tx, villageId, meetingId) : null
  await askJudgement(tx, {
    what: 'editorial',
    villageId,
    proposalId,
    meetingId,
    subjectId: id,
    about: null,
    interested: [],
    ...(meeting?.assembly === 'partyMembers' ? { judges: meeting.tellerIds } : {}),
    question: await questionOf(tx, row),
    askedBy: by,
    now: at,
  })
}

/** 书面确认: put before each of the branch committee, who is told at once. */
export const askEachOfBranch: BranchAsked = async (tx, parts, { row, proposal, members, now }) => {
  const { villageId, proposalId, id, by } = row
  const { dueAt } = await askJudgement(tx, {
    what: 'branchRound',
    villageId,
    proposalId,
    meetingId: null,
    subjectId: id,
    about: null,
    interested: [],
    wholeBody: { members, days: profileOf(proposal)['branch.round_days'] },
    question: await questionOf(tx, row),
    askedBy: by,
    now,
  })
  const text = messageText('branchRound', { title: proposal.title, until: shanghaiTime(dueAt) })
  await alertAll(tx, parts, villageId, members, text, now)
}

/** 没有确认: whoever changed the text and the committee itself hear that it is back with them. */
export const branchRoundJudged: OnJudged = async (tx, parts, judgement, _yes, now) => {
  const back = await branchAnswered(tx, parts, judgement, now)
  if (!back) return {}
  const text = messageText('branchRoundFailed', { title: back.row.title })
  await alertAll(tx, parts, judgement.villageId, [...judgement.members, back.row.by], text, now)
  return { stage: back.stage }
}

async function alertAll(
  tx: Tx,
  parts: Parts,
  villageId: string,
  people: readonly string[],
  text: string,
  now: Date,
): Promise<void> {
  const found = await phonesOf(tx, villageId, [...new Set(people)])
  await enqueueMessages(
    tx,
    parts,
    found.flatMap(({ id: personId, phone: sealed }) => {
      const phone = openPhone(parts.keys, sealed)
      return phone === null
        ? []
        : [{ kind: 'alert' as const, phone, text, division: villageId, personId, until: alertUntil(now) }]
    }),
    now,
  )
}
