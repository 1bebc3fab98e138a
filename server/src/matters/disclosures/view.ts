import type { disclosureDetail } from '@cunyi/shared/api/disclosures.ts'
import { mayNow, type Sense, type Standing, whyNotOn } from '@cunyi/shared/api/may.ts'
import { stood } from '@cunyi/shared/disclosure/disclosure.ts'
import { daysLate } from '@cunyi/shared/matter/duty-kinds.ts'
import { daysLeft } from '@cunyi/shared/words/days.ts'
import type { z } from 'zod'
import type { Tx } from '#base/database/connect.ts'
import type { ProposalRow } from '#matters/proposals/queries/proposals.ts'
import { type DutyRow, lateOf, postingsOf } from '#village/duties/queries.ts'
import { findingsIn } from '#village/privacy/lint.ts'
import { type DisclosureRow, objectionsOf, photosOf } from './queries/disclosures.ts'

export type DisclosureDetail = z.infer<typeof disclosureDetail>

type Matter = Pick<ProposalRow, 'route' | 'profile'>

/** What a reader sees of disclosures; what he may do now, his standing says. */
export async function viewDisclosures(
  tx: Tx,
  rows: readonly DisclosureRow[],
  reader: { standing: Standing; matterOf: (proposalId: string) => Matter },
  now: Date,
): Promise<DisclosureDetail[]> {
  const villageId = rows[0]?.villageId
  if (!villageId) return []
  const ids = rows.map((row) => row.id)
  const photos = await photosOf(tx, villageId, ids)
  const objections = await objectionsOf(tx, villageId, { disclosureIds: ids })
  const late = await lateOf(
    tx,
    villageId,
    rows.map((row) => row.proposalId),
    now,
  )
  const postings = await postingsOf(tx, villageId, ids)
  return rows.map((row) => {
    const about = objections.filter(({ objection }) => objection.disclosureId === row.id)
    return {
      id: row.id,
      proposalId: row.proposalId,
      stage: row.stage as DisclosureDetail['stage'],
      version: row.edited?.version ?? row.version,
      title: row.title,
      text: row.text,
      status: row.status as DisclosureDetail['status'],
      days: row.days,
      startDueAt: row.startDueAt.toISOString(),
      reviewDueAt: row.reviewDueAt?.toISOString() ?? null,
      reviewVerdict: row.reviewVerdict,
      postedAt: row.postedAt?.toISOString() ?? null,
      endsAt: row.endsAt?.toISOString() ?? null,
      daysLeft: row.status === 'posted' && row.postedAt ? daysLeft(row.postedAt, row.days, now) : null,
      restarts: row.restarts,
      endedAt: row.endedAt?.toISOString() ?? null,
      masked: row.maskedAt !== null,
      ...asideOf(row),
      drawn: row.drawn ?? row.text,
      added: row.added,
      editedAt: row.editedAt?.toISOString() ?? null,
      edited: row.edited && {
        added: row.edited.added,
        namedList: row.edited.namedList,
        reviewVerdict: row.reviewVerdict,
        answers: about
          .filter(({ objection }) => row.edited?.answers?.includes(objection.id))
          .map(({ objection: { id, text } }) => ({ id, text })),
      },
      lateDays: lateDays(postings.get(row.id), now),
      stood: stoodOf(
        row,
        photos.map(({ photo }) => photo),
        late.some((one) => one.kind === 'endPhoto' && one.subjectId === row.id),
      ),
      namedList: row.namedList,
      photos: photos
        .filter(({ photo }) => photo.disclosureId === row.id)
        .map(({ photo, byName }) => ({
          id: photo.id,
          moment: photo.moment as 'start' | 'end',
          attachmentId: photo.attachmentId,
          place: photo.place,
          by: { id: photo.by, name: byName ?? '' },
          at: photo.at.toISOString(),
        })),
      findings: (row.postedAt && !row.edited
        ? []
        : findingsIn(`${row.title}\n${row.text}\n${row.edited?.added ?? ''}`)
      ).map((one) => ({
        code: one.kind,
        messageZh: one.zh,
        messageEn: one.en,
        excerpt: one.masked,
      })),
      objections: about.length,
      openObjections: about.filter(({ objection }) => !objection.answeredAt).length,
      mayNow: offered(row, reader.standing, reader.matterOf(row.proposalId)),
    }
  })
}

/** 略去、更正: what stands beside a text; of whoever did it only as what. */
export const asideOf = ({ masks, corrections }: DisclosureRow) => ({
  masks: masks.map(({ kind, passages, as, secondAs, reason, at }) => ({
    kind,
    places: passages.length,
    as,
    secondAs,
    reason,
    at,
  })),
  corrections: corrections.map(({ oldText, newText, at }) => ({ oldText, newText, at })),
})

/** Whole days after the latest day on which it should have hung. */
const lateDays = (duty: DutyRow | undefined, now: Date): number =>
  duty ? (daysLate(duty.dueAt, duty.doneAt ?? duty.droppedAt ?? now) ?? 0) : 0

/** 实际张贴, as the photos of this disclosure prove it. */
export function stoodOf(
  row: Pick<DisclosureRow, 'id' | 'postedAt' | 'endsAt'>,
  photos: readonly { disclosureId: string; moment: string; at: Date }[],
  overdue: boolean,
) {
  const { id, postedAt, endsAt } = row
  const own = photos.filter((photo) => photo.disclosureId === id)
  const { from, until, ...rest } = stood({ photos: own, postedAt, endsAt, overdue })
  return { from: from?.toISOString() ?? null, until: until?.toISOString() ?? null, ...rest }
}

const waits = ({ status }: DisclosureRow) => status === 'prepared' || status === 'reviewed'
const SENSE: Sense<DisclosureRow> = {
  editDisclosure: () => true,
  addBoardPhoto: () => true,
  postDisclosure: ({ status, edited }) => status !== 'posted' || edited !== null,
  reviewDisclosure: (row) => waits(row) || row.edited !== null,
  reportTakenDown: ({ status }) => status === 'posted',
  maskDisclosure: ({ status }) => status === 'posted',
  correctDisclosure: ({ status }) => status === 'posted',
}

function offered(row: DisclosureRow, who: Standing, { route }: Matter): string[] {
  if (row.endedAt) return []
  const about = { route, assembly: null }
  // The photo with which the days begin is for whoever posts.
  const posts = whyNotOn('postDisclosure', who, about) === null
  return mayNow(SENSE, row, who, about).filter(
    (request) => request !== 'addBoardPhoto' || posts || !waits(row),
  )
}
