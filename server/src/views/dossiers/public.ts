import type { PublicBoard, PublicMatter } from '@cunyi/shared/api/records.ts'
import { COURT } from '@cunyi/shared/disclosure/objections.ts'
import { invalidTold } from '@cunyi/shared/poll/tally.ts'
import { daysLeft, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { maskPassages } from '@cunyi/shared/words/masking.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { ASSEMBLIES, STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { dangersShown } from '#matters/dangers/actions.ts'
import {
  type DisclosureRow,
  disclosuresOfMatter,
  objectionsOf,
  passagesLeftOut,
  photosOf,
} from '#matters/disclosures/queries/disclosures.ts'
import { asideOf, stoodOf } from '#matters/disclosures/view.ts'
import { challengeShown } from '#matters/proposals/actions/challenge.ts'
import {
  type LoadedProposal,
  listNotes,
  type NoteRow,
  profileOf,
  wholeProposal,
} from '#matters/proposals/queries/proposals.ts'
import { type Sitting, sittingsOf } from '#matters/sittings/queries/of-matter.ts'
import { ruleWords } from '#matters/sittings/rule-words.ts'
import { asksOf } from '#matters/ways/queries.ts'
import { type MoneyView, moneyOf, moneyOfEach } from '#matters/works/money.ts'
import { findWork, progressOf } from '#matters/works/queries.ts'
import { movesOf, withParent } from '#village/divisions/queries/divisions.ts'
import { lateOf } from '#village/duties/queries.ts'
import { officersOn } from '#village/people/queries/officers.ts'
import { basesOf, rulesOf } from './local-rules.ts'
import {
  type BoardFilter,
  codesPosted,
  confirmationsNow,
  isTakenBack,
  postedEver,
  postedNow,
  publicProposal,
  wasPosted,
  yearsPosted,
} from './queries/matters.ts'
import { postedText, takenBackOf } from './taken-back.ts'

const iso = (at: Date) => at.toISOString()

/** 公开栏: what hangs there now, the resolutions and the outcomes. Nothing of an opinion-only matter, no minutes, no roll. */
export async function publicBoard(
  parts: Parts,
  village: string,
  filter: BoardFilter,
  now: Date,
): Promise<PublicBoard> {
  return inVillage(parts.db, village, async (tx) => {
    const { place, townshipName } = await openVillage(tx, village)
    const posted = (await postedNow(tx, village, now)).filter(
      // A resolution that was taken back stays for its days, though its disclosure was ended with it.
      (row) =>
        row.track !== 'opinion' && (row.disclosure.status === 'posted' || isTakenBack(row.matterStage)),
    )
    const resolutions = newestEach(await postedEver(tx, village, 'resolutionDisclosure', filter))
    const outcomes = newestEach(await postedEver(tx, village, 'outcomeDisclosure', filter))
    const money = await moneyOfEach(
      tx,
      village,
      outcomes.map(({ proposal }) => proposal),
    )
    return {
      village,
      villageName: place.name,
      townshipName,
      moves: await movesOf(tx, village),
      asOf: iso(now),
      now: posted.flatMap(({ disclosure: one, title, track, matterStage }) =>
        one.postedAt && one.endsAt
          ? [
              {
                proposalId: one.proposalId,
                disclosureId: one.id,
                stage: one.stage,
                title: isTakenBack(matterStage) ? one.title : title,
                takenBack: isTakenBack(matterStage),
                heading: headingOf(one.stage, track),
                postedAt: iso(one.postedAt),
                endsAt: iso(one.endsAt),
                daysLeft: daysLeft(one.postedAt, one.days, now),
              },
            ]
          : [],
      ),
      resolutions: resolutions.flatMap(({ disclosure, proposal }) =>
        disclosure.postedAt
          ? [
              {
                proposalId: proposal.id,
                title: isTakenBack(proposal.stage) ? disclosure.title : proposal.title,
                takenBack: isTakenBack(proposal.stage),
                number: proposal.resolutionNumber,
                at: iso(disclosure.postedAt),
                stage: proposal.stage,
                codes: proposal.codes,
              },
            ]
          : [],
      ),
      outcomes: outcomes.flatMap(({ disclosure, proposal }) =>
        disclosure.postedAt
          ? [
              {
                proposalId: proposal.id,
                title: proposal.title,
                at: iso(disclosure.postedAt),
                planned: money.get(proposal.id)?.planned ?? null,
                spent: money.get(proposal.id)?.spent ?? null,
                codes: proposal.codes,
              },
            ]
          : [],
      ),
      sources: sourcesOf([...money.values()]),
      confirmations: (await confirmationsNow(tx, village, now)).map((one) => ({
        id: one.id,
        title: one.title,
        postedAt: iso(one.postedAt),
        endsAt: iso(one.endsAt),
        rows: one.rows,
      })),
      dangers: await dangersShown(tx, village),
      rules: await rulesOf(tx, village),
      bases: await basesOf(tx, village),
      years: await yearsPosted(tx, village),
      codes: await codesPosted(tx, village),
    }
  })
}

/** The same word is the same source; the greatest first. */
function sourcesOf(all: readonly MoneyView[]): PublicBoard['sources'] {
  const sums = new Map<string, number>()
  for (const line of all.flatMap((one) => one.lines))
    if (line.kind === 'source') sums.set(line.label, (sums.get(line.label) ?? 0) + line.planned)
  return [...sums].map(([label, amount]) => ({ label, amount })).sort((a, b) => b.amount - a.amount)
}

const headingOf = (stage: string, track: string) =>
  stage === 'outcomeDisclosure'
    ? '实施结果公开'
    : track === 'committeeMatter'
      ? '两委商议事项公开'
      : '决议公开'

/** A restart or correction leaves one line a matter. */
const newestEach = <T extends { proposal: { id: string } }>(rows: readonly T[]): T[] =>
  rows.filter((row, i) => rows.findIndex((other) => other.proposal.id === row.proposal.id) === i)

export async function openVillage(tx: Tx, village: string) {
  const [place, township] = await withParent(tx, village)
  if (place?.level !== 'village') throw new Refused('notFound')
  return { place, townshipName: township?.name ?? '' }
}

/** 一件事 as everybody may see it: steps with figures, text, money, papers; names only of officers, executor and contractor. */
export async function publicMatter(
  parts: Parts,
  village: string,
  proposalId: string,
  now: Date,
): Promise<PublicMatter> {
  return inVillage(parts.db, village, async (tx) => {
    const matter = await publicMatterIn(tx, village, proposalId, now)
    if (!matter) throw new Refused('notFound')
    return matter
  })
}

/** The same within a transaction; null: it was never posted, or is nobody's to see. */
export async function publicMatterIn(
  tx: Tx,
  village: string,
  proposalId: string,
  now: Date,
): Promise<PublicMatter | null> {
  const { place } = await openVillage(tx, village)
  const found = await publicProposal(tx, village, proposalId)
  if (!found) return null
  const proposal = await wholeProposal(tx, found)
  const takenBack = await takenBackOf(tx, proposal)
  // What goes on inside since then is not public: the text, the steps and the money are those that were posted.
  const all = await disclosuresOfMatter(tx, village, proposalId)
  const posted = all.filter(wasPosted)
  const text = takenBack ? await postedText(tx, proposal, posted) : proposal
  const sittings = (await sittingsOf(tx, village, proposalId)).filter(
    ({ poll }) => !takenBack || (poll.closedAt !== null && iso(poll.closedAt) <= takenBack.at),
  )
  const left = passagesLeftOut(all)
  const shown = (text: string) => maskPassages(text, left)
  const notes = await listNotes(tx, village, proposalId)
  const disclosures = await disclosuresOf(tx, proposal, { rows: posted, notes }, now)
  const pct = profileOf(proposal).overrun_pct
  const money = await moneyOf(tx, proposal, pct)
  const work = await findWork(tx, village, proposalId)
  const objections = await objectionsOf(tx, village, { proposalId })
  const outcomeShown = disclosures.some((one) => one.stage === 'outcomeDisclosure')
  const progress =
    takenBack || proposal.stage === 'resolutionDisclosure' ? [] : await progressOf(tx, village, proposalId)
  return {
    id: proposal.id,
    village,
    villageName: place.name,
    number: proposal.number,
    title: text.title,
    stage: proposal.stage,
    track: proposal.track,
    resolutionNumber: proposal.resolutionNumber,
    takenBack: takenBack && { ...takenBack, reason: takenBack.reason && shown(takenBack.reason) },
    summary: shown(text.summary),
    body: shown(text.body),
    version: text.version,
    stageSince: iso(proposal.stageSince),
    flawedAt: proposal.flawedAt ? iso(proposal.flawedAt) : null,
    wayReasons: proposal.wayReasons,
    fullWay: await fullWayOf(tx, proposal),
    unansweredAbove: objections.filter(({ objection }) => objection.movedOnAt).length,
    court: proposal.route === 'B' ? COURT.collective : COURT.village,
    steps: sittings.flatMap(stepOf),
    money:
      money.lines.length > 0 && !takenBack
        ? {
            planned: money.planned,
            spent: outcomeShown ? money.spent : null,
            lines: money.lines.map((line) => ({
              kind: line.kind,
              label: line.label,
              planned: line.planned,
              spent: outcomeShown && line.kind === 'use' ? line.spent : null,
            })),
          }
        : null,
    executor: work?.executor ?? null,
    contractor: work?.contractor ?? null,
    kept:
      work && outcomeShown
        ? {
            dueOn: work.dueOn,
            completedOn: work.completedOn,
            acceptedOn: work.acceptedOn,
            contractAmount: work.contractAmount,
          }
        : null,
    disclosures,
    challenges: notes.flatMap((note) => {
      const asked = challengeShown(note, { notes, proposal, now })
      return asked
        ? [
            {
              ...asked,
              text: shown(note.text),
              answer: asked.answer && shown(asked.answer),
              at: iso(note.at),
            },
          ]
        : []
    }),
    progress: progress.map(({ entry }) => ({
      text: shown(entry.text),
      percent: entry.percent,
      at: iso(entry.at),
      photoIds: entry.photoIds,
    })),
    officers: (
      await officersOn(
        tx,
        village,
        shanghaiDate(now),
        proposal.route === 'B' ? ['boardChair'] : ['villageDirector', 'residentDirector', 'oversightChair'],
      )
    ).map(({ office, name }) => ({ office, name })),
  }
}

/** Who asked is nobody's business; that they did and what they were told is everybody's. */
async function fullWayOf(tx: Tx, proposal: LoadedProposal): Promise<PublicMatter['fullWay']> {
  const { villageId, id, facts, fullWayAnswer: answer, fullWayDueAt, fullWayLateAt } = proposal
  const asking = (await asksOf(tx, villageId, id)).length
  if (asking === 0) return null
  const late = { dueAt: fullWayDueAt && iso(fullWayDueAt), lateAt: fullWayLateAt && iso(fullWayLateAt) }
  return { asking, followed: facts.fullWayAsked === true, answer, ...late }
}

/** A sitting that has an outcome; sensitive questions are left out here as everywhere public. */
function stepOf({ poll, meeting, question, sensitive }: Sitting): PublicMatter['steps'] {
  if (poll.status !== 'closed' || !poll.figures || sensitive) return []
  const tally = poll.figures
  const words = ruleWords(poll.rule)
  const counted = poll.outcome !== 'noQuorum'
  return [
    {
      step: STAGES[meeting.stage].step,
      stage: meeting.stage,
      extraStep: meeting.extraStep,
      bodyZh: ASSEMBLIES[meeting.assembly].zh,
      bodyEn: ASSEMBLIES[meeting.assembly].en,
      date: iso(meeting.opensAt),
      entitled: tally.entitled,
      present: tally.present,
      inHall: tally.presentInHall,
      online: tally.presentOnline,
      represented: tally.represented,
      for: counted ? tally.for : null,
      against: counted ? tally.against : null,
      abstain: counted ? tally.abstain : null,
      invalid: counted ? invalidTold(tally) : null,
      notCast: counted ? tally.notCast : null,
      hands: counted ? tally.hands : null,
      base: counted ? tally.majorityBase : null,
      ruleZh: words.zh,
      ruleEn: words.en,
      outcome: poll.outcome,
      question,
      reconvening: meeting.reconvening,
    },
  ]
}

async function disclosuresOf(
  tx: Tx,
  proposal: LoadedProposal,
  { rows, notes }: { rows: readonly DisclosureRow[]; notes: readonly NoteRow[] },
  now: Date,
): Promise<PublicMatter['disclosures']> {
  const photos = await photosOf(
    tx,
    proposal.villageId,
    rows.map((row) => row.id),
  )
  const late = await lateOf(tx, proposal.villageId, [proposal.id], now)
  const reviews = notes.filter(({ kind }) => kind === 'oversightReview')
  return rows.map((row) => {
    const running = runs(row, now)
    const review = reviews.findLast((one) => one.subjectId === row.id)
    return {
      id: row.id,
      stage: row.stage as 'resolutionDisclosure',
      title: row.title,
      text: row.text,
      status: row.status as 'posted',
      postedAt: row.postedAt ? iso(row.postedAt) : null,
      endsAt: row.endsAt ? iso(row.endsAt) : null,
      daysLeft: running && row.postedAt ? daysLeft(row.postedAt, row.days, now) : null,
      // 名单 leaves the page with its disclosure days.
      namedList: running ? row.namedList : null,
      photos: photos
        .filter(({ photo }) => photo.disclosureId === row.id)
        .map(({ photo }) => ({
          id: photo.attachmentId,
          moment: photo.moment,
          place: photo.place,
          at: iso(photo.at),
        })),
      ...asideOf(row),
      stood: stoodOf(
        row,
        photos.map(({ photo }) => photo),
        late.some((one) => one.kind === 'endPhoto' && one.subjectId === row.id),
      ),
      objectionUntil: running && row.endsAt ? iso(row.endsAt) : null,
      oversight: review ? review.text || review.verdict : null,
    }
  })
}

const runs = (row: DisclosureRow, now: Date) =>
  row.status === 'posted' && row.endsAt !== null && now < row.endsAt
