import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import {
  disclosureEnd,
  endPhotoBy,
  mandatesUntil,
  reviewUntil,
  whyNotPost,
} from '@cunyi/shared/disclosure/disclosure.ts'
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { maskPassages } from '@cunyi/shared/words/masking.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { publishPicture } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import { mandateRows } from '#matters/proposals/queries/mandates.ts'
import { type LoadedProposal, lockProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { findingsIn, lintOrRefuse } from '#village/privacy/lint.ts'
import { reviewOf } from './end.ts'
import {
  type DisclosureRow,
  findDisclosure,
  insertNote,
  insertPhoto,
  lockDisclosure,
  photosOf,
  updateDisclosure,
} from './queries/disclosures.ts'
import { settleOf } from './settle.ts'

/** Who acts: the person, the offices held today in this village (or above it). */
export type Actor = { personId: string; offices: readonly Office[] }
type Api = typeof disclosureApi
type Body<K extends keyof Api> = Api[K] extends { body: infer B extends z.ZodType } ? z.output<B> : never

/** The proposal first, then its disclosure: the order of locks of the whole server. */
async function withDisclosure<T>(
  parts: Parts,
  villageId: string,
  id: string,
  fn: (tx: Tx, disclosure: DisclosureRow, proposal: LoadedProposal) => Promise<T>,
): Promise<T> {
  return inVillage(parts.db, villageId, async (tx) => {
    const found = await findDisclosure(tx, villageId, id)
    if (!found) throw new Refused('notFound')
    const proposal = await lockProposal(tx, villageId, found.proposalId)
    const disclosure = await lockDisclosure(tx, villageId, id)
    if (!disclosure) throw new Refused('notFound')
    return fn(tx, disclosure, proposal)
  })
}

const mustPost = (who: Actor, proposal: LoadedProposal) => {
  if (!mayAct('post', proposal.route, who.offices)) throw new Refused('forbidden')
}
const officeFor = (who: Actor): string | null => who.offices[0] ?? null
const mustNotBeEnded = (disclosure: DisclosureRow) => {
  if (disclosure.endedAt) throw new Refused('alreadyDone')
}

/** What follows from a posting: the end of its days, and by when the board is photographed after it. */
function timesOf(postedAt: Date, disclosure: DisclosureRow, proposal: LoadedProposal) {
  const endsAt = disclosureEnd(postedAt, disclosure.days)
  return { endsAt, endPhotoDueAt: endPhotoBy(endsAt, profileOf(proposal)['disclosure.end_photo_days']) }
}

/** 修改公示内容: before posting it is reviewed again; while posted a change of content starts the days again. */
export const editDisclosure = (
  parts: Parts,
  villageId: string,
  id: string,
  change: Body<'editDisclosure'>,
  who: Actor,
  now: Date,
) =>
  withDisclosure(parts, villageId, id, async (tx, disclosure, proposal) => {
    mustPost(who, proposal)
    mustNotBeEnded(disclosure)
    lintOrRefuse(`${change.title}\n${change.text}`)
    const posted = disclosure.status === 'posted'
    await updateDisclosure(tx, disclosure, {
      title: change.title,
      text: change.text,
      ...(change.namedList === undefined ? {} : { namedList: change.namedList }),
      version: disclosure.version + 1,
      ...(posted
        ? { postedAt: now, ...timesOf(now, disclosure, proposal), restarts: disclosure.restarts + 1 }
        : {
            status: 'prepared',
            reviewVerdict: null,
            reviewDueAt: reviewUntil(now, profileOf(proposal)['oversight.review_days']),
          }),
    })
    await settleOf(tx, disclosure, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'editDisclosure',
      by: who.personId,
      office: officeFor(who),
      proposalId: proposal.id,
      payload: { disclosure: id, restarted: posted, before: disclosure.text, after: change.text },
    })
    return { version: disclosure.version + 1, restarted: posted }
  })

/** 监督审核: one tap; an objection sends the text back to whoever posts. */
export const reviewDisclosure = (
  parts: Parts,
  villageId: string,
  id: string,
  review: Body<'reviewDisclosure'>,
  who: Actor,
  now: Date,
) =>
  withDisclosure(parts, villageId, id, async (tx, disclosure, proposal) => {
    if (!mayAct('note', proposal.route, who.offices)) throw new Refused('forbidden')
    if (disclosure.status !== 'prepared' && disclosure.status !== 'reviewed')
      throw new Refused('disclosurePosted')
    if (!review.agree && review.text.trim() === '') throw new Refused('reasonNeeded')
    const verdict = review.agree ? 'agreed' : 'objected'
    await updateDisclosure(tx, disclosure, {
      status: review.agree ? 'reviewed' : 'prepared',
      reviewVerdict: verdict,
    })
    await insertNote(tx, {
      villageId,
      proposalId: proposal.id,
      kind: 'oversightReview',
      verdict,
      text: review.text,
      subjectId: id,
      by: who.personId,
      byOffice: who.offices.find((one) => one === 'oversightChair') ?? who.offices[0] ?? 'oversightCommittee',
      at: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'reviewDisclosure',
      by: who.personId,
      office: officeFor(who),
      proposalId: proposal.id,
      payload: { disclosure: id, verdict, after: review.text },
    })
    return { ok: true as const }
  })

/** 张贴: online and on the board; from now the days run. */
export const postDisclosure = (parts: Parts, villageId: string, id: string, who: Actor, now: Date) =>
  withDisclosure(parts, villageId, id, async (tx, disclosure, proposal) => {
    mustPost(who, proposal)
    mustNotBeEnded(disclosure)
    if (disclosure.reviewVerdict === 'objected') throw new Refused('reviewObjected')
    const photos = await photosOf(tx, villageId, [id])
    const since = disclosure.takenDownAt ?? disclosure.preparedAt
    must(
      whyNotPost({
        posted: disclosure.status === 'posted',
        findings: findingsIn(`${disclosure.title}\n${disclosure.text}`),
        hasBoardPhoto: photos.some(({ photo }) => photo.moment === 'start' && photo.at >= since),
        review: reviewOf(disclosure, proposal),
        mandatesUntil:
          proposal.facts.agencyOnly && disclosure.stage === 'resolutionDisclosure'
            ? mandatesUntil(proposal.lastDecidedAt ?? disclosure.preparedAt)
            : null,
        opinionOnly: proposal.track === 'opinion',
        now,
      }),
    )
    const times = timesOf(now, disclosure, proposal)
    const endsAt = times.endsAt
    const again = disclosure.status === 'interrupted'
    const text = await withConsents(tx, disclosure, proposal)
    await updateDisclosure(tx, disclosure, {
      text,
      status: 'posted',
      postedAt: now,
      postedBy: who.personId,
      ...times,
      ...(again ? { restarts: disclosure.restarts + 1 } : {}),
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'postDisclosure',
      by: who.personId,
      office: officeFor(who),
      proposalId: proposal.id,
      payload: { disclosure: id, endsAt: endsAt.toISOString(), again, after: text },
    })
    return { endsAt: endsAt.toISOString() }
  })

/** 委托流转: what the households consented to is known only when the time for mandates is over; the resolution stays as it was. */
async function withConsents(tx: Tx, disclosure: DisclosureRow, proposal: LoadedProposal): Promise<string> {
  if (!proposal.facts.agencyOnly || disclosure.stage !== 'resolutionDisclosure' || disclosure.postedAt)
    return disclosure.text
  const rows = await mandateRows(tx, proposal.villageId, proposal.id)
  const [yes, no] = [rows.filter((row) => row.consents), rows.filter((row) => !row.consents)]
  // Hundredths of a mu.
  const mu = (list: typeof rows) => String(list.reduce((sum, row) => sum + row.area, 0) / 100)
  const cut = no.length > 0 ? `；${no.length}户未同意，${mu(no)}亩不列入（农村土地承包法第三十六条）` : ''
  return `${disclosure.text}\n书面同意委托${yes.length}户，${mu(yes)}亩${cut}。`
}

/** 公开栏照片 */
export const addBoardPhoto = (
  parts: Parts,
  villageId: string,
  id: string,
  photo: Body<'addBoardPhoto'>,
  who: Actor,
  now: Date,
) =>
  withDisclosure(parts, villageId, id, async (tx, disclosure, proposal) => {
    if (photo.moment === 'start' && disclosure.status === 'posted') throw new Refused('disclosurePosted')
    if (photo.moment === 'end' && disclosure.postedAt === null) throw new Refused('disclosureNotPosted')
    await publishPicture(tx, {
      villageId,
      id: photo.attachmentId,
      subjectId: proposal.id,
      personId: who.personId,
    })
    const photoId = await insertPhoto(tx, {
      villageId,
      disclosureId: id,
      ...photo,
      by: who.personId,
      at: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addBoardPhoto',
      by: who.personId,
      office: officeFor(who),
      proposalId: proposal.id,
      payload: { disclosure: id, moment: photo.moment, attachment: photo.attachmentId, place: photo.place },
    })
    return { id: photoId }
  })

/** 提前撤下: fewer days than the law asks count for nothing; they begin again with the next posting. */
export const reportTakenDown = (
  parts: Parts,
  villageId: string,
  id: string,
  reason: string,
  who: Actor,
  now: Date,
) =>
  withDisclosure(parts, villageId, id, async (tx, disclosure, proposal) => {
    if (disclosure.status !== 'posted' || !disclosure.endsAt) throw new Refused('disclosureNotPosted')
    if (now >= disclosure.endsAt) throw new Refused('alreadyDone')
    await updateDisclosure(tx, disclosure, {
      status: 'interrupted',
      endsAt: null,
      endPhotoDueAt: null,
      takenDownAt: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'reportTakenDown',
      by: who.personId,
      office: officeFor(who),
      proposalId: proposal.id,
      payload: { disclosure: id, reason, postedAt: disclosure.postedAt?.toISOString() ?? null },
    })
    return { endsAt: null }
  })

/** 遮盖: what may not be shown goes at once; masking alone does not restart the days. */
export const maskDisclosure = (
  parts: Parts,
  villageId: string,
  id: string,
  excerpts: readonly string[],
  who: Actor,
  now: Date,
) =>
  withDisclosure(parts, villageId, id, async (tx, disclosure, proposal) => {
    const mask = (text: string) => maskPassages(text, excerpts)
    const [title, text] = [mask(disclosure.title), mask(disclosure.text)]
    const namedList =
      disclosure.namedList?.map((row) => ({
        ...row,
        name: mask(row.name),
        group: mask(row.group),
        standard: mask(row.standard),
      })) ?? null
    await updateDisclosure(tx, disclosure, { title, text, namedList, maskedAt: now, maskedBy: who.personId })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'maskDisclosure',
      by: who.personId,
      office: officeFor(who),
      proposalId: proposal.id,
      payload: { disclosure: id, places: excerpts.length, before: disclosure.text, after: text },
    })
    return { ok: true as const }
  })
