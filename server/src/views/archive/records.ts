/** 档案内容: which records a package holds, in either kind. */
import type { MeetingRule } from '@cunyi/shared/law/meeting-rules.ts'
import { type CountSheet, whyNotSheets } from '@cunyi/shared/poll/poll.ts'
import { type ChannelCounts, maySeeBallots, shownSheets, shownSplit } from '@cunyi/shared/poll/small-group.ts'
import type { Tx } from '#base/database/connect.ts'
import { receiptsOf } from '#matters/polls/queries/results.ts'
import { findPeople } from '#village/people/queries/people.ts'
import { type Records, type Row, recordsOf, sealsOf } from './queries/packages.ts'

export type Packed = Record<string, unknown>

/** All records. Few ballots of a channel tell nobody's choice here either: their split is left out, and said to be. */
export async function officeRecords(tx: Tx, villageId: string, proposalId: string): Promise<Records> {
  const found = await recordsOf(tx, villageId, proposalId)
  const seals = await sealsOf(
    tx,
    villageId,
    found.polls.map((poll) => poll.id),
  )
  const sealOf = new Map(seals.map((one) => [`${one.pollId} ${one.personId} ${one.version}`, one.sha256]))
  found.envelopes = found.envelopes.map((row) => ({
    ...row,
    sha256: sealOf.get(`${row.pollId} ${row.personId} ${row.version}`),
  }))
  return withoutSmallGroups(found)
}

function withoutSmallGroups(found: Records): Records {
  const small = new Set<string>()
  const polls = found.polls.map((poll) => {
    const rule = poll.rule as MeetingRule
    const split = poll.byChannel as ChannelCounts[] | null
    if (!split) return { ...poll, withheld: null }
    const sheets = agreedSheets(found.countSheets.filter((row) => row.pollId === poll.id))
    const byChannel = shownSheets(rule, split, sheets, false) && shownSplit(rule, split, false)
    const isWhole = byChannel !== null || (sheets.length === 0 && maySeeBallots(rule, split))
    if (!isWhole) small.add(poll.id)
    return { ...poll, byChannel, withheld: isWhole ? null : 'smallGroup' }
  })
  const shown = (rows: Row[]) => rows.filter((row) => !small.has(row.pollId))
  return {
    ...found,
    polls,
    ballots: shown(found.ballots),
    countSheets: shown(found.countSheets),
  }
}

/** 计票单 on which two tellers agree, one a heap: never one of more than was handed out. */
function agreedSheets(rows: Row[]) {
  const sheets = rows as (Row & CountSheet)[]
  const isOfSame = (a: Row, b: Row) =>
    (['placeNo', 'channel', 'seq'] as const).every((key) => a[key] === b[key])
  return sheets.filter((row, at) =>
    sheets.some(
      (other, i) => i > at && isOfSame(row, other) && whyNotSheets([row, other], row.issued) === null,
    ),
  )
}

/** Names of everybody the records speak of, by their ids. */
export async function peopleIn(tx: Tx, found: Records) {
  const ids = new Set<string>(found.roll.map((row) => row.personId))
  const text = JSON.stringify(found)
  for (const [id] of text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) ids.add(id)
  const people = await findPeople(tx, [...ids])
  return people.map(({ id, name }) => ({ id, name })).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** 回执 of every closed poll, sorted; they are public, and belong to nobody here. */
export async function receiptRecords(tx: Tx, villageId: string, found: Records) {
  const lists = []
  for (const poll of found.polls)
    if (poll.receiptsDigest)
      lists.push({ pollId: poll.id as string, receipts: await receiptsOf(tx, { villageId, id: poll.id }) })
  return lists
}

const pick = (rows: Row[], ...keys: string[]): Row[] =>
  rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])))

/**
 * 公开包: rules, figures, dates and digests; of persons nothing. The matter itself is what the public page shows of it,
 * masked there and nowhere else.
 */
export function publicRecords(found: Records): Packed {
  const agreed = found.polls.flatMap((poll) =>
    agreedSheets(found.countSheets.filter((row) => row.pollId === poll.id)),
  )
  return {
    proposal: pick(found.proposal, 'id', 'number', 'stage', 'track', 'codes', 'route', 'assembly', 'together', 'version', 'demandedAt', 'profile', 'resolutionNumber', 'submittedAt', 'archivedAt'), // biome-ignore format: a list
    versions: pick(found.versions, 'version', 'digest', 'kind', 'at'),
    questions: pick(found.questions, 'id', 'seq', 'text', 'outcome'),
    moves: pick(found.moves, 'seq', 'move', 'from', 'to', 'version', 'by', 'meetingId', 'documentNumber', 'article', 'at'), // biome-ignore format: a list
    meetings: pick(found.meetings, 'id', 'assembly', 'stage', 'noticeAt', 'opensAt', 'windowHours', 'windowEnd', 'endedAt', 'reconvening', 'onlineCounts', 'householdsAll'), // biome-ignore format: a list
    polls: pick(found.polls, 'id', 'meetingId', 'questionId', 'seq', 'status', 'secret', 'rule', 'version', 'openedAt', 'endsAt', 'closedAt', 'figures', 'byChannel', 'outcome', 'voidReason', 'receiptsDigest', 'ballotsDigest', 'withheld'), // biome-ignore format: a list
    ballots: pick(found.ballots, 'pollId', 'id', 'choice'),
    countSheets: pick(
      agreed,
      'pollId',
      'placeNo',
      'channel',
      'for',
      'against',
      'abstain',
      'invalid',
      'issued',
    ),
    recounts: pick(found.recounts, 'pollId', 'figures', 'outcome', 'wrongful', 'stands', 'at'),
    disclosures: pick(found.disclosures, 'id', 'stage', 'version', 'status', 'days', 'postedAt', 'endsAt', 'takenDownAt', 'restarts', 'endedAt'), // biome-ignore format: a list
  }
}
