import { isDeepStrictEqual } from 'node:util'
import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import {
  disclosureEnd,
  endPhotoBy,
  mandatesUntil,
  reviewUntil,
  whyNotPost,
} from '@cunyi/shared/disclosure/disclosure.ts'
import { saysTheSame, wholeOf, whyNotAdd, withDays, withLine } from '@cunyi/shared/disclosure/drawn.ts'
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { dateZh, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import type { Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { publishPicture } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import { mandateRows } from '#matters/proposals/queries/mandates.ts'
import { type LoadedProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { ALL_KINDS, findingsIn, lintFields, lintOrRefuse } from '#village/privacy/lint.ts'
import { reviewOf } from './end.ts'
import {
  type DisclosureRow,
  insertNote,
  insertPhoto,
  photosOf,
  updateDisclosure,
} from './queries/disclosures.ts'
import { correctedBy, mustAskForIt } from './settle.ts'
import { withDisclosure } from './with-disclosure.ts'

/** Who acts: the person, the offices held today in this village (or above it). */
export type Actor = { personId: string; offices: readonly Office[] }
type Api = typeof disclosureApi
type Body<K extends keyof Api> = Api[K] extends { body: infer B extends z.ZodType } ? z.output<B> : never

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

/**
 * 修改公示内容: words are added to what is drawn from the resolution, and a list is filled; then it is reviewed again,
 * from this edit on. Of one that hangs the edit waits until it is reviewed and posted in its turn.
 */
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
    const drawn = drawnOf(disclosure)
    const before = disclosure.edited ?? disclosure
    const added = change.added ?? before.added
    const namedList = change.namedList === undefined ? before.namedList : change.namedList
    lintOrRefuse([change.title, change.text, added, ...wordsOf(namedList)].join('\n'))
    const isDrawn = [disclosure.text, drawn, wholeOf(drawn, before.added)].includes(change.text ?? drawn)
    if (!isDrawn || (change.title ?? disclosure.title) !== disclosure.title)
      throw new Refused('disclosureDrawn')
    must(whyNotAdd({ drawn, added, listed: (namedList ?? []).map((row) => row.amount) }))
    const answers = [...new Set(change.answers ?? disclosure.edited?.answers ?? [])]
    await mustAskForIt(tx, disclosure, change.answers ?? [])

    const same = (other: Words) =>
      saysTheSame(other.added, added) && isDeepStrictEqual(other.namedList ?? [], namedList ?? [])
    const version = (disclosure.edited?.version ?? disclosure.version) + 1
    const reviewDueAt = reviewUntil(now, profileOf(proposal)['oversight.review_days'])
    // What was objected to is not asked about again for the sake of a full stop.
    const verdict = disclosure.reviewVerdict === 'objected' && same(before) ? 'objected' : null
    const hung = disclosure.postedAt !== null
    const backToWhatHung = hung && same(disclosure)
    if (backToWhatHung && (change.answers ?? []).length > 0) throw new Refused('correctionUnfit')
    const asked = { editedAt: now, reviewVerdict: verdict, reviewDueAt }
    if (backToWhatHung)
      await updateDisclosure(tx, disclosure, {
        edited: null,
        reviewVerdict: disclosure.edited ? disclosure.edited.verdict : disclosure.reviewVerdict,
      })
    else if (hung) {
      const hanging = disclosure.edited ? disclosure.edited.verdict : disclosure.reviewVerdict
      await updateDisclosure(tx, disclosure, {
        ...asked,
        edited: { added, namedList, verdict: hanging, version, answers },
      })
    } else
      await updateDisclosure(tx, disclosure, {
        ...asked,
        version,
        status: 'prepared',
        drawn,
        added,
        namedList,
        text: wholeOf(drawn, added),
      })
    const after = wholeOf(drawn, added)
    await keepDuties(tx, villageId, proposal.id, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'editDisclosure',
      by: who.personId,
      office: officeFor(who),
      proposalId: proposal.id,
      payload: {
        disclosure: id,
        version,
        hung,
        before: wholeOf(drawn, before.added),
        after,
        namedList,
        ...(answers.length > 0 ? { answers } : {}),
      },
    })
    return { version, restarted: false, reviewAgain: !backToWhatHung }
  })

type Words = Pick<DisclosureRow, 'added' | 'namedList'>
const wordsOf = (list: DisclosureRow['namedList']) =>
  (list ?? []).map((row) => `${row.name} ${row.group} ${row.standard}`)
/** Made before the two were told apart: all of it is drawn. */
const drawnOf = ({ drawn, text }: DisclosureRow): string => drawn ?? text

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
    const waits = disclosure.status === 'prepared' || disclosure.status === 'reviewed'
    if (!waits && !disclosure.edited) throw new Refused('disclosurePosted')
    mustNotBeEnded(disclosure)
    const version = disclosure.edited?.version ?? disclosure.version
    if ((review.version ?? version) !== version) throw new Refused('changedMeanwhile')
    if (!review.agree && review.text.trim() === '') throw new Refused('reasonNeeded')
    lintFields([['opinion', review.text]], ALL_KINDS)
    const verdict = review.agree ? 'agreed' : 'objected'
    await updateDisclosure(tx, disclosure, {
      ...(waits ? { status: review.agree ? 'reviewed' : 'prepared' } : {}),
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
      payload: { disclosure: id, version, verdict, after: review.text },
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
    const { edited } = disclosure
    const { added, namedList } = edited ?? disclosure
    const drawn = await asPosted(tx, disclosure, proposal, now)
    const text = wholeOf(drawn, added)
    must(
      whyNotPost({
        posted: disclosure.status === 'posted' && !edited,
        findings: findingsIn([disclosure.title, text, ...wordsOf(namedList)].join('\n')),
        hasBoardPhoto: photos.some(
          ({ photo }) => photo.moment === 'start' && photo.at >= hungSince(disclosure),
        ),
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
    const version = edited?.version ?? disclosure.version
    const again = disclosure.postedAt !== null
    await updateDisclosure(tx, disclosure, {
      text,
      drawn,
      added,
      namedList,
      edited: null,
      version,
      status: 'posted',
      postedAt: now,
      postedBy: who.personId,
      ...times,
      ...(again ? { restarts: disclosure.restarts + 1 } : {}),
    })
    if (edited) await correctedBy(tx, { ...disclosure, version }, edited.answers ?? [], now)
    await keepDuties(tx, villageId, proposal.id, now)
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

/** The board is photographed with the words that hang there. */
const hungSince = ({ preparedAt, takenDownAt, editedAt }: DisclosureRow): Date =>
  [takenDownAt, editedAt].reduce<Date>((latest, at) => (at && at > latest ? at : latest), preparedAt)

/**
 * The days are those from now on. 委托流转: what the households consented to is known only when the time for mandates is
 * over; the resolution stays as it was.
 */
async function asPosted(
  tx: Tx,
  disclosure: DisclosureRow,
  proposal: LoadedProposal,
  now: Date,
): Promise<string> {
  const drawn = withDays(drawnOf(disclosure), dateZh(shanghaiDate(now)), disclosure.days, now)
  if (!proposal.facts.agencyOnly || disclosure.stage !== 'resolutionDisclosure' || disclosure.postedAt)
    return drawn
  const rows = await mandateRows(tx, proposal.villageId, proposal.id)
  const [yes, no] = [rows.filter((row) => row.consents), rows.filter((row) => !row.consents)]
  // Hundredths of a mu.
  const mu = (list: typeof rows) => String(list.reduce((sum, row) => sum + row.area, 0) / 100)
  const cut = no.length > 0 ? `；${no.length}户未同意，${mu(no)}亩不列入（农村土地承包法第三十六条）` : ''
  return withLine(drawn, `书面同意委托${yes.length}户，${mu(yes)}亩${cut}。`)
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
    if (photo.moment === 'start' && disclosure.status === 'posted' && !disclosure.edited)
      throw new Refused('disclosurePosted')
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
    await keepDuties(tx, villageId, proposal.id, now)
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
    await keepDuties(tx, villageId, proposal.id, now)
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
