/**
 * 验收: the village asks for it, those named sign, each from his own session or on a sheet that somebody of the oversight
 * committee has looked at; it is accepted once enough have, one of them of oversight.
 */
import { publishOutcomeBy } from '@cunyi/shared/disclosure/disclosure.ts'
import { ACTS, mayAct } from '@cunyi/shared/law/acts.ts'
import {
  acceptanceMissing,
  acceptorsNeeded,
  executes,
  partDoneIn,
  whyNotFinished,
  whyNotYet,
} from '@cunyi/shared/matter/carrying-out.ts'
import { dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Show, takeAct } from '#matters/acts/actions.ts'
import { type LoadedProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { adultsOn, findPeople, holdersOf, namesOf, officesOf } from '#village/people/queries/people.ts'
import { ALL_KINDS, lintFields } from '#village/privacy/lint.ts'
import { type Actor, type Body, withMatter } from './actions.ts'
import { moneyOf } from './money.ts'
import {
  type AcceptanceAsked,
  acceptancesAsked,
  findWork,
  lastPercent,
  type SignedAcceptance,
  saveWork,
  type WorkRow,
} from './queries.ts'
import { heldTo, isHeldToIt, resolvedOf } from './resolved.ts'

const DAYS = {
  completedOn: { zh: '完工日期', en: 'completion' },
  acceptedOn: { zh: '验收日期', en: 'acceptance' },
}

export const acceptWork = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  facts: Body<'acceptWork'>,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, { request: 'acceptWork', who }, async (tx, proposal) => {
    const work = await findWork(tx, villageId, proposalId)
    if (!work) throw new Refused('executorMissing')
    lintFields(
      [
        ['opinion', facts.opinion],
        ['remaining', facts.remaining],
      ],
      ALL_KINDS,
    )
    const held = isHeldToIt(proposal)
    const accepted = held
      ? await asked(tx, proposal, work, facts, who, now)
      : { acceptedOn: facts.acceptedOn, acceptance: typed(facts), acceptanceAsked: null }
    const { completedOn, acceptedOn } = facts
    const days = profileOf(proposal)['result.publish_within_days']
    await saveWork(tx, {
      ...work,
      completedOn,
      outcomeDueAt: publishOutcomeBy(dateToInstant(completedOn), days),
      ...accepted,
      by: who.personId,
      at: now,
    })
    await keepDuties(tx, villageId, proposalId, now)
    const { opinion, remaining } = facts
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'acceptWork',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: {
        completedOn,
        acceptedOn,
        after: held ? { opinion, remaining, acceptors: facts.acceptorIds } : typed(facts),
      },
    })
    return { ok: true as const }
  })

/** Under rules frozen before it was signed in person. */
function typed({ people, opinion, remaining }: Body<'acceptWork'>) {
  if (!people?.length) throw new Refused('malformed')
  return { people, opinion, remaining }
}

async function asked(
  tx: Tx,
  proposal: LoadedProposal,
  work: WorkRow,
  facts: Body<'acceptWork'>,
  who: Actor,
  now: Date,
) {
  const { villageId, id } = proposal
  const today = shanghaiDate(now)
  const { completedOn, acceptedOn, opinion, remaining } = facts
  must(
    whyNotYet(
      [
        { ...DAYS.completedOn, on: completedOn },
        { ...DAYS.acceptedOn, on: acceptedOn },
      ],
      today,
    ),
  )
  if (acceptedOn < completedOn) throw new Refused('acceptedTooEarly')
  must(whyNotFinished(await lastPercent(tx, villageId, id)) ?? whyNotFinished(partDoneIn(opinion)))
  const acceptorIds = [...new Set(facts.acceptorIds ?? [])]
  const count = await neededFor(tx, proposal, work, now)
  const overseers = await holdersOf(tx, villageId, ACTS.note[proposal.route], today)
  if (
    acceptorIds.length < count ||
    (overseers.length > 0 && !acceptorIds.some((one) => overseers.includes(one)))
  )
    throw new Refused('acceptorsNeeded', { count })
  const found = await findPeople(tx, acceptorIds)
  if (found.length < acceptorIds.length) throw new Refused('notFound')
  for (const person of found) await mustNotExecute(tx, proposal, work, person, today)
  const before = work.acceptanceAsked
  const isSame =
    before?.completedOn === completedOn &&
    before.acceptedOn === acceptedOn &&
    before.opinion === opinion &&
    before.remaining === remaining
  const signed = isSame ? before.signed.filter((one) => acceptorIds.includes(one.personId)) : []
  return settled(
    tx,
    {
      completedOn,
      acceptedOn,
      opinion,
      remaining,
      acceptorIds,
      by: who.personId,
      at: now.toISOString(),
      signed,
    },
    count,
  )
}

/** What stands in the work: accepted once enough have signed. */
async function settled(tx: Tx, acceptanceAsked: AcceptanceAsked, needed: number) {
  const { signed, acceptedOn, opinion, remaining } = acceptanceAsked
  if (acceptanceMissing(needed, signed)) return { acceptanceAsked, acceptedOn: null, acceptance: null }
  const ids = signed.filter((one) => one.agrees).map((one) => one.personId)
  const name = await namesOf(tx, ids)
  return { acceptanceAsked, acceptedOn, acceptance: { people: ids.map(name), opinion, remaining } }
}

/** By the larger of what was resolved and what was paid. */
export async function neededFor(
  tx: Tx,
  proposal: LoadedProposal,
  work: WorkRow | undefined,
  now: Date,
): Promise<number> {
  const profile = profileOf(proposal)
  const { spent } = await moneyOf(tx, proposal, profile.overrun_pct)
  const sumFen = Math.max(resolvedOf(proposal).sumFen, spent, work?.contractAmount ?? 0)
  return acceptorsNeeded(profile, {
    sumFen,
    adults: await adultsOn(tx, proposal.villageId, shanghaiDate(now)),
  })
}

async function mustNotExecute(
  tx: Tx,
  proposal: LoadedProposal,
  { executor, contractor }: WorkRow,
  person: { id: string; name: string },
  today: string,
) {
  const { route, village } = await heldTo(tx, proposal)
  const offices = await officesOf(tx, proposal.villageId, person.id, today)
  if (executes(route, { executor, contractor, village }, { name: person.name, offices }))
    throw new Refused('acceptorExecutes', { name: person.name })
  return offices
}

/** Those who may sign now, and what each says: the last word of each counts, until it is accepted. */
async function mustBeAsked(tx: Tx, proposal: LoadedProposal) {
  const work = await findWork(tx, proposal.villageId, proposal.id)
  if (!work?.acceptanceAsked) throw new Refused('acceptanceNotAsked')
  if (work.acceptedOn) throw new Refused('alreadyDone')
  return { work, asked: work.acceptanceAsked }
}

async function sign(
  tx: Tx,
  proposal: LoadedProposal,
  { work, asked }: { work: WorkRow; asked: AcceptanceAsked },
  signatures: readonly SignedAcceptance[],
  now: Date,
) {
  const whose = signatures.map((one) => one.personId)
  const signed = [...asked.signed.filter((one) => !whose.includes(one.personId)), ...signatures]
  const row = await settled(tx, { ...asked, signed }, await neededFor(tx, proposal, work, now))
  await saveWork(tx, { ...work, ...row })
  await keepDuties(tx, proposal.villageId, proposal.id, now)
  return row.acceptedOn !== null
}

/** 本人签字: of one who was asked, from his own session. */
export const signAcceptance = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  said: Body<'signAcceptance'>,
  caller: Caller,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, null, async (tx, proposal) => {
    const open = await mustBeAsked(tx, proposal)
    const { personId, name } = caller
    if (caller.village !== villageId || !open.asked.acceptorIds.includes(personId))
      throw new Refused('acceptorNotNamed')
    if (!said.agrees && !said.text) throw new Refused('reasonNeeded')
    lintFields([['opinion', said.text]], ALL_KINDS)
    if (open.asked.signed.some((one) => one.personId === personId && one.agrees === said.agrees))
      throw new Refused('alreadyDone')
    const offices = await mustNotExecute(tx, proposal, open.work, { id: personId, name }, shanghaiDate(now))
    const office = offices.find((one) => (ACTS.note[proposal.route] as readonly string[]).includes(one))
    const signature = {
      personId,
      office: office ?? offices[0] ?? null,
      agrees: said.agrees,
      text: said.text,
      at: now.toISOString(),
      sheet: null,
      watches: mayAct('note', proposal.route, offices),
    }
    const accepted = await sign(tx, proposal, open, [signature], now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'signAcceptance',
      by: personId,
      office: signature.office,
      proposalId,
      payload: { agrees: said.agrees, accepted, after: said.text },
    })
    return { accepted }
  })

type Sheet = { people: string[]; paperId: string }

/** 验收签字单: of those who have no phone, as it lies signed; it waits for somebody of the oversight committee. */
export const acceptOnSheet = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  sheet: Body<'acceptOnSheet'>,
  caller: Caller,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, null, async (tx, proposal) => {
    const { asked } = await mustBeAsked(tx, proposal)
    const people = [...new Set(sheet.people)]
    if (people.some((one) => !asked.acceptorIds.includes(one))) throw new Refused('acceptorNotNamed')
    const file = { villageId, id: sheet.paperId, subjectId: proposalId, personId: caller.personId }
    await bindFile(tx, file)
    return proposeAct(tx, {
      what: 'acceptanceSheet',
      villageId,
      proposalId,
      asked: { people, paperId: sheet.paperId } satisfies Sheet,
      caller,
      now,
    })
  })

export const carryOutSheet: CarryOut = (parts, act, second, now) => {
  const { people, paperId } = act.asked as Sheet
  const { villageId, proposalId } = act
  if (!proposalId) throw new Refused('notFound')
  return withMatter(parts, villageId, proposalId, null, async (tx, proposal) => {
    const secondAs = await takeAct(tx, act, second, now)
    // He would look at his own signature.
    if (people.includes(second.personId)) throw new Refused('samePersonTwice')
    const open = await mustBeAsked(tx, proposal)
    const today = shanghaiDate(now)
    const signatures: SignedAcceptance[] = []
    for (const person of await findPeople(tx, people)) {
      const offices = await mustNotExecute(tx, proposal, open.work, person, today)
      signatures.push({
        personId: person.id,
        office: offices[0] ?? null,
        agrees: true,
        text: null,
        at: now.toISOString(),
        sheet: { paperId, second: second.personId, secondAs },
        watches: mayAct('note', proposal.route, offices) || secondAs === 'township',
      })
    }
    const accepted = await sign(tx, proposal, open, signatures, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'acceptanceSheet',
      by: act.by,
      office: act.as,
      proposalId,
      payload: { actId: act.id, second: second.personId, secondAs, people, paper: paperId, accepted },
    })
    return null
  })
}

/** What whoever confirms it sees: who has signed, and the sheet. */
export const showSheet: Show = async (tx, act) => {
  const { people, paperId } = act.asked as Sheet
  const name = await namesOf(tx, people)
  return { sheet: { people: people.map((id) => ({ id, name: name(id) })), paperId } }
}

/** 验收 as a reader sees it: who was asked, who has signed, who is missing. */
export async function acceptanceShown(
  tx: Tx,
  proposal: LoadedProposal,
  work: WorkRow | undefined,
  now: Date,
) {
  const asked = work?.acceptanceAsked
  if (!work || !asked) return null
  const needed = await neededFor(tx, proposal, work, now)
  const name = await namesOf(tx, asked.acceptorIds)
  const { completedOn, acceptedOn, opinion, remaining } = asked
  return {
    completedOn,
    acceptedOn,
    opinion,
    remaining,
    needed,
    missing: acceptanceMissing(needed, asked.signed),
    acceptors: asked.acceptorIds.map((id) => {
      const signed = asked.signed.find((one) => one.personId === id)
      return {
        id,
        name: name(id),
        agrees: signed?.agrees ?? null,
        text: signed?.text ?? null,
        at: signed?.at ?? null,
        onSheet: signed?.sheet != null,
      }
    }),
  }
}

/** 待办: the acceptances that wait for this person's word. */
export const waitingAcceptances = async (tx: Tx, caller: Caller) =>
  (await acceptancesAsked(tx, caller.village, caller.personId)).map((row) => ({
    kind: 'accept',
    title: row.title,
    meetingId: null,
    proposalId: row.proposalId,
    subjectId: row.proposalId,
    dueAt: null,
  }))
