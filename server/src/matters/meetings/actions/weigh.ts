/** 能否召集: everything a convening is weighed by, read in the caller's transaction. Decides nothing itself. */

import type { convening } from '@cunyi/shared/api/meetings/convene.ts'
import { whyNotMeetingAct, whyNotOfficers } from '@cunyi/shared/law/acts.ts'
import {
  inSecret,
  type MeetingRule,
  routeOf,
  ruleFor,
  whyNotSecret,
} from '@cunyi/shared/law/meeting-rules.ts'
import { MATTER_RULES } from '@cunyi/shared/matter/matter.ts'
import {
  earliestOpening,
  mergesSteps,
  type TimeFacts,
  whyNotConvene,
  whyNotForm,
} from '@cunyi/shared/meeting/convening.ts'
import { atExtraStep, type ExtraName, sitsAt } from '@cunyi/shared/meeting/extra-step.ts'
import { sitsIn, whyNoSupervisors } from '@cunyi/shared/meeting/guests.ts'
import { type RollOffice, type RollPerson, rollOptionsOf } from '@cunyi/shared/people/rolls.ts'
import { addHours, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { firstOf, type Refusal, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import {
  type Assembly,
  isOneOf,
  SHAPING_STAGES,
  SITTING_STAGES,
  type Stage,
} from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import type { Tx } from '#base/database/connect.ts'
import type { Acting } from '#door/session/caller.ts'
import { coolingUntil } from '#matters/proposals/cooling.ts'
import { extraNow } from '#matters/proposals/queries/extra.ts'
import {
  type LoadedProposal,
  loadProposal,
  lockProposal,
  profileOf,
} from '#matters/proposals/queries/proposals.ts'
import { interestedIn, isPartyMeetings } from '#matters/proposals/queries/recused.ts'
import { whyClosedHere } from '#village/divisions/closed.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { findPeople, loadRollOffices, loadRollPeople } from '#village/people/queries/people.ts'
import { activeAuthorisations, activeLegalBases, type LegalBasisRow } from '#village/profiles/queries.ts'
import { failedSittings, meetingsCalled } from '../queries/agenda.ts'
import { before } from './before.ts'
import { barredFromChair, chairsFor } from './chairs.ts'
import { type BuiltRoll, buildRoll } from './roll.ts'

export type Convening = z.infer<typeof convening>
export type Asking = Partial<Convening> & Pick<Convening, 'proposalIds'>

export type Weighed = {
  proposals: LoadedProposal[]
  assembly: Assembly
  stage: Stage
  /** 本地增加的步骤: what this meeting is, in place of the step's own. */
  extra: ExtraName | null
  /** 一肩挑: step 2 may be called beside this one, or is. */
  merges: boolean
  /** One rule a matter, as it will be frozen. */
  rules: MeetingRule[]
  opensAt: Date
  earliest: Date
  windowHours: number
  onlineCounts: boolean
  onlineBasis: LegalBasisRow | null
  reconvening: number
  /** The oversight committee said nothing in its days: lawful where a note is not a condition, and recorded. */
  oversightSilent: boolean
  roll: BuiltRoll
  chairs: string[]
  officers: string[]
  /** Whom the notice may invite by his office, without those who are on the roll. */
  guests: string[]
  refusal: Refusal | null
}

const SITTINGS: Record<string, Assembly> = {
  branchProposal: 'branch',
  committeeDeliberation: 'committees',
  partyReview: 'partyMembers',
}

type Turn = { assembly: Assembly | null; extra: ExtraName | null; missing: ExtraName[] }

/** The body that sits on a matter at the stage where it stands: of a step added before it, or of the step itself. */
async function turnOf(tx: Tx, proposal: LoadedProposal): Promise<Turn> {
  const added = await extraNow(tx, proposal)
  const sits = added && sitsAt(added, proposal.route)
  if (added && sits) return { assembly: sits, extra: { zh: added.zh, en: added.en }, missing: [] }
  const missing = added ? [added] : []
  if (proposal.stage === 'villagerResolution') return { assembly: proposal.assembly, extra: null, missing }
  const body = SITTINGS[proposal.stage] ?? null
  const assembly = body && (await isPartyMeetings(tx, proposal)) ? 'partyMembers' : body
  return { assembly, extra: null, missing }
}

export async function weighConvening(
  tx: Tx,
  villageId: string,
  asking: Asking,
  who: Acting,
  now: Date,
  { lock = false } = {},
): Promise<Weighed> {
  const ids = [...new Set(asking.proposalIds)]
  const load = lock ? lockProposal : loadProposal
  const found = new Map<string, LoadedProposal>()
  for (const id of [...ids].sort()) found.set(id, await load(tx, villageId, id))
  const loaded = ids.map((id) => found.get(id) as LoadedProposal)
  const today = await loadRollOffices(tx, villageId, shanghaiDate(now))
  const called = await meetingsCalled(tx, villageId, ids)
  const step1 = called.find((one) => one.stage === 'branchProposal')
  const merges = loaded.every((one) => mergesSteps(one, today, profileOf(one)))
  /** 一肩挑: weighed as it will stand once step 1, which is called, has agreed. */
  const merged = merges && step1 !== undefined && asking.assembly === 'committees'
  const proposals = merged
    ? loaded.map((one) => ({ ...one, stage: 'committeeDeliberation' as const, lastDecidedAt: step1.opensAt }))
    : loaded
  const [first] = proposals
  if (!first) throw new Refused('agendaEmpty')

  const turns: Turn[] = []
  for (const one of proposals) turns.push(await turnOf(tx, one))
  const { assembly: sits, extra } = turns[0] as Turn
  const assembly = asking.assembly ?? sits ?? first.assembly
  const mixed =
    turns.some((one) => one.assembly !== sits || one.extra?.zh !== extra?.zh) ||
    proposals.some((one) => one.villageGroup !== first.villageGroup)
  const stray = proposals.find((_, i) => turns[i]?.assembly === null)

  const drafts = proposals.map((one) => ruleOf(one, assembly, extra, false))
  const times: TimeFacts[] = []
  for (const [i, one] of proposals.entries())
    times.push(await timesOf(tx, one, assembly, drafts[i] as MeetingRule, now))
  const earliest = new Date(
    Math.max(now.getTime(), ...times.map((facts) => earliestOpening(facts).at.getTime())),
  )
  const opensAt = asking.opensAt ? new Date(asking.opensAt) : earliest
  const day = shanghaiDate(opensAt)
  const mostHours = Math.min(...drafts.map((rule) => rule.windowHours))
  const windowHours = asking.windowHours ?? mostHours

  const bases = await activeLegalBases(tx, villageId, day)
  const lastDay = shanghaiDate(addHours(opensAt, windowHours))
  const onlineBasis = basisFor(bases, 'onlinePresence', assembly, lastDay)
  const rules = proposals.map((one) => ruleOf(one, assembly, extra, onlineBasis !== null))
  // One meeting, one answer to whether online presence counts: the strictest of its matters.
  const onlineCounts = rules.every((rule) => rule.onlineCounts)
  const secretFor = asking.secretFor ?? []
  const frozen = rules.map((rule, i) => ({
    ...(secretFor.includes(ids[i] as string) ? inSecret(rule) : rule),
    onlineCounts,
    windowHours,
  }))

  const people = await loadRollPeople(tx, villageId, day)
  const offices = await loadRollOffices(tx, villageId, day)
  const division = await findDivision(tx, villageId)
  const closed = await whyClosedHere(tx, division, first.route)
  const profile = profileOf(first)
  const roll = buildRoll({
    assembly,
    day,
    people,
    offices,
    profile,
    options: rollOptionsOf(profile, proposals.some((one) => one.route === 'B') ? 'B' : first.route, {
      people,
      division,
      villageGroup: first.villageGroup,
    }),
    excluded: asking.excluded ?? [],
    excludedBasis: basisFor(bases, 'excludeUnreachable', assembly, lastDay),
    guests: [...new Set(asking.guestIds ?? [])],
  })
  const voters = roll.entries.filter((entry) => entry.votes)
  const interested = await interestedIn(tx, villageId, ids)
  const failed: number[] = []
  const notes: Awaited<ReturnType<typeof before>>[] = []
  for (const one of proposals) {
    failed.push(await failedSittings(tx, one, extra))
    notes.push(await before(tx, one, extra, now))
  }
  const running = called.find((one) => !merged || one.stage !== 'branchProposal')?.opensAt
  const authorised =
    assembly === 'representatives' && !extra
      ? (await activeAuthorisations(tx, villageId, day)).flatMap((row) => row.codes)
      : null
  const outside =
    authorised && proposals.flatMap((one) => one.codes).find((code) => !authorised.includes(code))
  const barred = await barredFromChair(tx, proposals, today, assembly, extra)
  const elsewhere = (asking.places ?? []).map((place) => place.tellerIds)
  const named = [asking.chairId, asking.recorderId, ...(asking.tellerIds ?? []), ...elsewhere.flat()].filter(
    (id) => id !== undefined,
  )
  const known = new Set((await findPeople(tx, named)).map((row) => row.id))
  const charter = basisFor(bases, 'memberRepresentatives', assembly, lastDay)

  const whyNotMatter = (one: LoadedProposal, i: number): Refusal | null => {
    const note = notes[i] as (typeof notes)[number]
    const why = whyNotConvene({
      ...(times[i] as TimeFacts),
      ...note.facts,
      rule: { ...(frozen[i] as MeetingRule), windowHours: mostHours },
      now,
      opensAt,
      windowHours,
      entitled: voters.length,
      extraStepsMissing: turns[i]?.missing ?? [],
      papersMissing: note.papers,
      reconvened: failed[i] ?? 0,
      maxReconvene: profileOf(one).max_reconvene,
    })
    // The time named must be lawful for every matter on the agenda.
    return why?.params.earliest
      ? { ...why, params: { ...why.params, earliest: earliest.toISOString() } }
      : why
  }
  const refusal = firstOf(
    () => (stray ? refuse('wrongStage', { stage: stray.stage }) : null),
    () => (mixed ? refuse('agendaMixed') : null),
    () => closed,
    () => whyNotForm(sits ?? assembly, assembly, profile['s4.assembly.mode']),
    () =>
      whyNotMeetingAct('convene', assembly, who.offices, undefined, first.route) ??
      whyNotGroup(today, who.personId, assembly, first),
    () => (running ? refuse('alreadyConvened', { opens: running.toISOString() }) : null),
    () => (outside ? refuse('outsideAuthorisation', { code: outside }) : null),
    () => (assembly === 'memberRepresentatives' && !charter ? refuse('charterClauseNeeded') : null),
    () => roll.unfit,
    () => roll.refusal,
    () => firstOf(...proposals.map((one, i) => () => whyNotMatter(one, i))),
    () => firstOf(...rules.map((rule) => () => whyNoSupervisors(rule, roll.entries, offices))),
    () => (named.some((id) => !known.has(id)) ? refuse('notFound') : null),
    () => firstOf(...rules.map((rule, i) => () => whyNotSecret(rule, secretFor.includes(ids[i] as string)))),
    () => (secretFor.some((id) => !ids.includes(id)) ? refuse('notFound') : null),
    () =>
      whyNotNamed(
        { ...asking, elsewhere },
        { assembly, today, first, deputies: profile.deputies, interested, barred },
      ),
  )
  return {
    proposals,
    assembly,
    stage: first.stage,
    extra,
    merges,
    rules: frozen,
    opensAt,
    earliest,
    windowHours,
    onlineCounts,
    onlineBasis: onlineCounts ? onlineBasis : null,
    reconvening: Math.max(...failed),
    oversightSilent: notes.some((one) => one.silent),
    roll,
    chairs: chairsFor(today, assembly, first, profile.deputies || barred.length > 0).filter(
      (id) => !barred.includes(id),
    ),
    officers: officersFor(
      people,
      today,
      voters.map((entry) => entry.personId),
      interested,
    ),
    guests: [
      ...new Set(offices.filter((row) => sitsIn(assembly).includes(row.office)).map((row) => row.personId)),
    ].filter((id) => !voters.some((entry) => entry.personId === id)),
    refusal,
  }
}

function ruleOf(
  proposal: LoadedProposal,
  assembly: Assembly,
  extra: ExtraName | null,
  onlineBasis: boolean,
): MeetingRule {
  const rule = ruleFor(assembly, profileOf(proposal), {
    urgent: proposal.urgentReason !== null,
    fundraising: !extra && proposal.codes.some((code) => MATTER_RULES[code].fundraising),
    opinionTrack: proposal.track === 'opinion',
    demanded: proposal.demanded,
    nonMemberBenefits: proposal.facts.nonMemberBenefits ?? false,
    onlineBasis,
  })
  const { stage } = proposal
  if (extra && isOneOf(SITTING_STAGES, stage)) return atExtraStep(rule, stage)
  // The Party meeting that takes a step for a body of which too few are left sits at that step.
  return assembly === 'partyMembers' && isOneOf(SHAPING_STAGES, stage) ? { ...rule, stage } : rule
}

async function timesOf(
  tx: Tx,
  proposal: LoadedProposal,
  assembly: Assembly,
  rule: MeetingRule,
  now: Date,
): Promise<TimeFacts> {
  return {
    rule,
    noticeAt: now,
    lastClosedAt: proposal.lastDecidedAt,
    coolingUntil: await coolingUntil(tx, proposal, assembly),
    coolingDays: profileOf(proposal).cooling_days,
  }
}

/** In force on every day of the meeting. */
const basisFor = (
  bases: readonly LegalBasisRow[],
  kind: string,
  assembly: Assembly,
  lastDay: string,
): LegalBasisRow | null =>
  bases.find(
    (row) =>
      row.kind === kind &&
      (row.assemblies.length === 0 || row.assemblies.includes(assembly)) &&
      (row.to === null || row.to >= lastDay),
  ) ?? null

/** A group's meeting is the business of that group's head and no other's. */
function whyNotGroup(
  today: readonly RollOffice[],
  personId: string,
  assembly: Assembly,
  { villageGroup }: LoadedProposal,
) {
  if (routeOf(assembly) !== 'C') return null
  const heads = today.some(
    (row) => row.personId === personId && row.office === 'groupHead' && row.villageGroup === villageGroup,
  )
  return heads ? null : refuse('forbidden')
}

type Naming = {
  assembly: Assembly
  today: readonly RollOffice[]
  first: LoadedProposal
  deputies: boolean
  interested: readonly string[]
  /** Who chaired what came to nothing at this step: another member chairs. */
  barred?: readonly string[]
}

/** 主持人、记录人、计票人. What is not named yet is not weighed. */
export function whyNotNamed(
  {
    chairId,
    recorderId,
    tellerIds,
    elsewhere,
  }: Pick<Asking, 'chairId' | 'recorderId' | 'tellerIds'> & { elsewhere: string[][] },
  { assembly, today, first, deputies, interested, barred = [] }: Naming,
): Refusal | null {
  if (chairId !== undefined) {
    const held = today.filter((row) => row.personId === chairId).map((row) => row.office)
    if (barred.includes(chairId)) return refuse('anotherChairs')
    const allowed = deputies || barred.length > 0
    const refusal = whyNotMeetingAct('chair', assembly, held, { named: true, allowed }, first.route)
    if (refusal) return refusal
    if (whyNotGroup(today, chairId, assembly, first)) return refuse('chairNotEntitled')
  }
  if (chairId === undefined || recorderId === undefined || tellerIds === undefined) return null
  return whyNotOfficers({ chair: chairId, recorder: recorderId, tellers: tellerIds, elsewhere, interested })
}

const MOST_OFFICERS = 200

/** Whom a page offers as recorder and tellers: office holders of the village first, then the roll. */
function officersFor(
  people: readonly RollPerson[],
  today: readonly RollOffice[],
  voters: readonly string[],
  interested: readonly string[],
) {
  const here = new Set(people.map((person) => person.id))
  const all = [...new Set([...today.map((row) => row.personId), ...voters])]
  return all.filter((id) => here.has(id) && !interested.includes(id)).slice(0, MOST_OFFICERS)
}
