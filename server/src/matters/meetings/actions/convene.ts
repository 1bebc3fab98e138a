/** 召集: weighs, freezes the roll, makes the polls, gives notice; all of it in one transaction. */

import { randomBytes, randomUUID } from 'node:crypto'
import { bodyActs } from '@cunyi/shared/law/acts.ts'
import type { MeetingRule } from '@cunyi/shared/law/meeting-rules.ts'
import { meetingTimes } from '@cunyi/shared/meeting/times.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { explain, must, Refused } from '@cunyi/shared/words/refusal.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import type { Assembly, Route, SittingStage } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence, digestOf } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { type LoadedProposal, profileOf, questionsToDecide } from '#matters/proposals/queries/proposals.ts'
import { giveNotice } from '#matters/sittings/notice.ts'
import { placesIn } from '#matters/sittings/places.ts'
import { insertMeeting, insertRoll } from '#matters/sittings/queries/convene.ts'
import { insertPlaces } from '#matters/sittings/queries/places.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { findPeople, loadRollOffices } from '#village/people/queries/people.ts'
import { lastFailed, lastMeetingOf } from '../queries/agenda.ts'
import { type Asking, type Convening, type Weighed, weighConvening } from './weigh.ts'

/** 试算: may this be convened, when at the earliest, and who could chair, record and count. */
export async function checkConvening(
  parts: Parts,
  villageId: string,
  asking: Asking,
  who: Acting,
  now: Date,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const weighed = await weighConvening(tx, villageId, asking, who, now)
    const { assembly, stage, extra, earliest, windowHours, onlineCounts, roll, refusal } = weighed
    const named = await findPeople(tx, [...weighed.chairs, ...weighed.officers, ...weighed.guests])
    const held = await loadRollOffices(tx, villageId, shanghaiDate(now))
    const officesOf = (id: string) => [
      ...new Set(held.filter((one) => one.personId === id).map((one) => one.office)),
    ]
    const pick = (ids: readonly string[]) =>
      ids.flatMap((id) =>
        named.filter((one) => one.id === id).map((one) => ({ ...one, offices: officesOf(id) })),
      )
    const last = await lastMeetingOf(tx, villageId, assembly)
    const [lastPlace] = last ? await placesIn(tx, last) : []
    return {
      assembly,
      stage,
      extraStep: extra,
      merges: weighed.merges,
      earliest: earliest.toISOString(),
      windowHours,
      onlineCounts,
      entitled: roll.composition.entitled,
      refusal: refusal && { ...explain(refusal.code, refusal.params), params: refusal.params },
      chairs: pick(weighed.chairs),
      officers: pick(weighed.officers),
      guests: pick(weighed.guests),
      last: last && {
        place: last.place,
        link: last.link ?? '',
        recorderId: last.recorderId,
        tellerIds: lastPlace?.tellerIds ?? [],
      },
    }
  })
}

export async function conveneMeeting(
  parts: Parts,
  villageId: string,
  asked: Convening,
  who: Acting,
  now: Date,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const weighed = await weighConvening(tx, villageId, asked, who, now, { lock: true })
    must(weighed.refusal)
    const { proposals, assembly, roll, rules, opensAt, windowHours } = weighed
    const [first] = proposals as [LoadedProposal]
    const meetingId = randomUUID()
    const places = asked.places ?? []
    const meeting = {
      villageId,
      id: meetingId,
      assembly,
      stage: weighed.stage as SittingStage,
      extraStep: weighed.extra,
      villageGroup: first.villageGroup,
      title: asked.title ?? cut(proposals.map((one) => one.title).join('；'), 120),
      place: asked.place,
      link: asked.link ?? null,
      status: 'scheduled' as const,
      noticeAt: now,
      firstOpensAt: opensAt,
      lawfulFrom: weighed.earliest,
      windowHours,
      ...meetingTimes(opensAt, windowHours, profileOf(first)),
      convenedBy: who.personId,
      chairId: asked.chairId,
      recorderId: asked.recorderId,
      tellerIds: [asked.tellerIds, ...places.map((place) => place.tellerIds)].flat(),
      guestIds: [...new Set(asked.guestIds ?? [])],
      urgent: rules.some((rule) => rule.urgent),
      urgentReason: proposals.find((one) => one.urgentReason)?.urgentReason ?? null,
      reconvening: weighed.reconvening,
      reconveneOf: weighed.reconvening > 0 ? await lastFailed(tx, first, weighed.extra) : null,
      onlineCounts: weighed.onlineCounts,
      legalBasisId: weighed.onlineBasis?.id ?? null,
      householdsAll: roll.householdsAll,
      composition: {
        ...roll.composition,
        legalBasis: weighed.onlineBasis?.text ?? null,
        oversightSilent: weighed.oversightSilent,
      },
      hallSecret: randomBytes(32),
    }
    const polls = pollRows(weighed, { villageId, meetingId })
    await insertMeeting(
      tx,
      meeting,
      proposals.map((one) => one.id),
      polls,
    )
    await insertPlaces(
      tx,
      places.map(({ name, tellerIds }, i) => ({
        villageId,
        meetingId,
        placeNo: i + 1,
        name,
        tellerIds,
        hallSecret: randomBytes(32),
      })),
    )
    await insertRoll(
      tx,
      { villageId, meetingId },
      roll.entries,
      (id) => roll.people.get(id)?.householdId ?? null,
    )
    const everyone = roll.entries.map((entry) => entry.personId)
    await giveNotice(tx, parts, meeting, everyone, now)
    for (const one of proposals) await keepDuties(tx, villageId, one.id, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'conveneMeeting',
      by: who.personId,
      office: officeFor(assembly, first.route, who),
      meetingId,
      proposalId: proposals.length === 1 ? first.id : null,
      payload: {
        assembly,
        stage: weighed.stage,
        ...(weighed.extra ? { extraStep: weighed.extra.zh } : {}),
        proposals: proposals.map((one) => ({ id: one.id, version: one.version })),
        opensAt: opensAt.toISOString(),
        windowHours,
        chair: asked.chairId,
        recorder: asked.recorderId,
        tellers: asked.tellerIds,
        places: places.map(({ tellerIds }, i) => ({ placeNo: i + 1, tellers: tellerIds })),
        secretFor: asked.secretFor ?? [],
        ...(asked.guestIds?.length ? { guests: [...new Set(asked.guestIds)] } : {}),
        reconvening: weighed.reconvening,
        onlineCounts: weighed.onlineCounts,
        oversightSilent: weighed.oversightSilent,
        composition: roll.composition,
        roll: digestOf(roll.entries),
        rules: digestOf(rules),
        notices: everyone.length,
      },
    })
    return { id: meetingId, entitled: roll.composition.entitled }
  })
}

/** 表决: one a matter at steps 1 to 3 and at a step added to them, one a question still to be decided at step 4. */
function pollRows(
  { proposals, rules, extra }: Pick<Weighed, 'proposals' | 'rules' | 'extra'>,
  ids: { villageId: string; meetingId: string },
) {
  let seq = 0
  return proposals.flatMap((proposal, i) => {
    const questions =
      proposal.stage === 'villagerResolution' && !extra
        ? questionsToDecide(proposal).map((one) => one.id)
        : [null]
    if (questions.length === 0) throw new Refused('alreadyDone')
    const rule = rules[i] as MeetingRule
    return questions.map((questionId) => {
      seq += 1
      return {
        ...ids,
        id: randomUUID(),
        proposalId: proposal.id,
        questionId,
        seq,
        status: 'waiting' as const,
        secret: rule.secret,
        rule,
      }
    })
  })
}

/** The office in which he convenes: one that the body's own table names. */
const officeFor = (assembly: Assembly, route: Route, { offices }: Acting) =>
  offices.find((office) => bodyActs(assembly, route).convene.includes(office)) ?? null
