/** 档案内容: which records a package holds, in either kind. */
import { type COVERED, coveringOf, picked } from '@cunyi/shared/papers/covered.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Row } from '#base/evidence/queries/records.ts'
import { agreedSheets, shownOf } from '#base/evidence/withheld.ts'
import { receiptsOf } from '#matters/polls/queries/results.ts'
import { findPeople } from '#village/people/queries/people.ts'
import type { Records } from './queries/packages.ts'

export type Packed = Record<string, unknown>

/** All records. Few ballots of a channel tell nobody's choice here either: their split is left out, and said to be. */
export function withoutSmallGroups(found: Records): Records {
  const polls = found.polls.map((poll) => ({
    ...poll,
    ...shownOf(
      poll,
      found.countSheets.filter((row) => row.pollId === poll.id),
    ),
  }))
  const small = new Set(polls.filter((poll) => poll.withheld).map((poll) => (poll as Row).id))
  const shown = (rows: Row[]) => rows.filter((row) => !small.has(row.pollId))
  return {
    ...found,
    polls,
    ballots: shown(found.ballots),
    countSheets: shown(found.countSheets),
  }
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

const publicly = (record: keyof typeof COVERED, rows: readonly Row[]): Row[] => {
  const columns = coveringOf(record)?.shown
  if (!columns) throw new Error(`Of ${record} nothing is public.`)
  return rows.map((row) => picked(row, columns))
}

/**
 * 公开包: rules, figures, dates and digests; of persons nothing. The matter itself is what the public page shows of it,
 * masked there and nowhere else.
 */
export function publicRecords(found: Records): Packed {
  const agreed = found.polls.flatMap((poll) =>
    agreedSheets(found.countSheets.filter((row) => row.pollId === poll.id)),
  )
  return {
    proposal: publicly('proposal', found.proposal),
    versions: publicly('versions', found.versions),
    questions: publicly('questions', found.questions),
    moves: publicly('moves', found.moves),
    meetings: publicly('meetings', found.meetings),
    polls: publicly('polls', found.polls),
    ballots: publicly('ballots', found.ballots),
    countSheets: publicly('countSheets', agreed),
    recounts: publicly('recounts', found.recounts),
    disclosures: publicly('disclosures', found.disclosures),
  }
}
