/** 事项 as its papers need it: read once, by the queries that the pages use too. */

import { placeWords } from '@cunyi/shared/meeting/notice.ts'
import { officialNumber } from '@cunyi/shared/papers/official-number.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { type Body, bodyName, everyName, type Named, namesAt } from '@cunyi/shared/words/village-names.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { divisionLine } from '#door/session/queries/divisions.ts'
import { objectionsOf, reviewsOf } from '#matters/disclosures/queries/disclosures.ts'
import { type MinutesFacts, minutesFacts, peopleIn } from '#matters/meetings/facts.ts'
import { newestMinutes } from '#matters/meetings/queries/minutes.ts'
import { sittingsOf as meetingsOf } from '#matters/proposals/queries/lists.ts'
import {
  type LoadedProposal,
  listMoves,
  listNotes,
  listPolls,
  loadProposal,
  profileOf,
} from '#matters/proposals/queries/proposals.ts'
import type { MeetingRow, PollRow } from '#matters/sittings/queries/meetings.ts'
import { placesOf } from '#matters/sittings/queries/places.ts'
import { moneyOf } from '#matters/works/money.ts'
import { findWork, progressOf } from '#matters/works/queries.ts'
import { disclosuresOfMatter } from '#views/dossiers/queries/dossier.ts'
import { officersOn } from '#village/people/queries/officers.ts'
import { namesOf } from '#village/people/queries/people.ts'

export type Matter = Awaited<ReturnType<typeof loadMatter>>
/** One meeting on the matter, with the polls on it. What stands in its minutes is read when a paper asks for it. */
export type PaperSitting = {
  meeting: MeetingRow
  polls: PollRow[]
  record: () => Promise<Record>
}
/** The record of a meeting: the saved minutes' facts, or as they stand now; names looked up. */
export type Record = {
  facts: MinutesFacts
  saved: Awaited<ReturnType<typeof newestMinutes>>
  name: (id: string) => string
}

export type About = { publicUrl: string; now: Date }

export async function loadMatter(tx: Tx, villageId: string, proposalId: string, about: About) {
  const proposal = await loadProposal(tx, villageId, proposalId)
  const line = await divisionLine(tx, villageId)
  const at = (level: string) => line.find((one) => one.level === level)
  const place: Named = at('village') ?? { name: '' }
  const polls = await listPolls(tx, villageId, proposalId)
  const meetings = await meetingsOf(tx, villageId, proposalId)
  for (const meeting of meetings)
    meeting.place = placeWords(
      meeting.place,
      (await placesOf(tx, meeting)).map((one) => one.name),
    )
  const sittings: PaperSitting[] = meetings.map((meeting) => ({
    meeting,
    polls: polls.filter((one) => one.meeting.id === meeting.id).map((one) => one.poll),
    record: once(() => recordOf(tx, meeting)),
  }))
  return {
    tx,
    ...about,
    villageId,
    ...calledOn(place, proposal, about.now),
    place,
    /** Every name that the words of a posted paper may begin with. */
    everyName: everyName(place),
    township: at('township')?.name ?? '',
    proposal,
    profile: profileOf(proposal),
    sittings,
    moves: await listMoves(tx, villageId, proposalId),
    notes: await listNotes(tx, villageId, proposalId),
    disclosures: await disclosuresOfMatter(tx, villageId, proposalId),
    reviews: await reviewsOf(tx, villageId, proposalId),
    objections: await objectionsOf(tx, villageId, { proposalId }),
    work: await findWork(tx, villageId, proposalId),
    progress: await progressOf(tx, villageId, proposalId),
    money: await moneyOf(tx, proposal, profileOf(proposal).overrun_pct),
    /** Where everybody may read it. */
    address: `${about.publicUrl}/v/${villageId}/m/${proposalId}`,
    /** Who held these offices on a day, in the order asked for. */
    officers: async (wanted: readonly Office[], at: Date) =>
      (await officersOn(tx, villageId, shanghaiDate(at), wanted)).map(({ office, name }) => ({
        office,
        name,
      })),
  }
}

/** 事项 below the threshold is settled by the two committees, and never called a resolution. */
const SETTLED = { true: '商议事项', false: '决议' } as const

const calledOn = (place: Named, proposal: LoadedProposal, day: Date) => {
  const names = namesAt(place, day)
  const { number, resolutionNumber, track } = proposal
  return {
    /** 发文字号 of the matter, and of what settled it. */
    number: officialNumber(names.short, number),
    settledNumber: officialNumber(names.short, resolutionNumber ?? number),
    settled: SETTLED[`${track === 'committeeMatter'}`],
    /** As a sentence calls it. */
    village: names.short,
    /** The name of one of its bodies: at the head, in a heading, over the seal. */
    called: (body: Body) => bodyName(names, body),
  }
}

/** The matter as a paper of that day calls the village: a new name changes no paper of before. */
export const asOf = (matter: Matter, day: Date): Matter => ({
  ...matter,
  ...calledOn(matter.place, matter.proposal, day),
})

async function recordOf(tx: Tx, meeting: MeetingRow): Promise<Record> {
  const saved = await newestMinutes(tx, meeting.villageId, meeting.id)
  const facts = saved ? (saved.facts as unknown as MinutesFacts) : await minutesFacts(tx, meeting)
  const tellers = furtherPlaces(facts).flatMap((one) => one.tellers)
  const name = await namesOf(tx, [...peopleIn(facts), ...tellers, meeting.convenedBy])
  return { facts, saved, name }
}

/** 分会场; minutes saved before there were any have no list of them. */
export const furtherPlaces = (facts: MinutesFacts): MinutesFacts['meeting']['places'] =>
  (facts.meeting as Partial<MinutesFacts['meeting']>).places ?? []

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The committee of a village or community, the collective of route B. */
export const issuerOf = (matter: Matter): string =>
  matter.called(matter.proposal.route === 'B' ? 'collective' : 'committee')

/** Who signs for the meeting's body: the Party's bodies by the branch, the others by the village's own. */
export const convenerOf = (matter: Matter, meeting: Pick<MeetingRow, 'assembly'>): string =>
  ['branch', 'committees', 'partyMembers'].includes(meeting.assembly)
    ? matter.called('partyBranch')
    : issuerOf(matter)
