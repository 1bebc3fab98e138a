/** 固定名册: the roll of a meeting and what is recorded of how it was built. */

import type { ProfileValues } from '@cunyi/shared/law/profile.ts'
import { guestEntry, whyNotGuests } from '@cunyi/shared/meeting/guests.ts'
import type { RollComposition } from '@cunyi/shared/meeting/roll-composition.ts'
import { compositionFaults, whyBodyUnfit } from '@cunyi/shared/people/composition.ts'
import {
  officesOn,
  type RollEntry,
  type RollOffice,
  type RollOptions,
  type RollPerson,
  rollFigures,
  rollFor,
} from '@cunyi/shared/people/rolls.ts'
import { ageOn, type Day } from '@cunyi/shared/words/days.ts'
import { type Refusal, refuse } from '@cunyi/shared/words/refusal.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import type { LegalBasisRow } from '#village/profiles/queries.ts'

export type BuiltRoll = {
  entries: RollEntry[]
  people: ReadonlyMap<string, RollPerson>
  householdsAll: number
  composition: RollComposition
  refusal: Refusal | null
  /** 组成不合法: of the body itself. */
  unfit: Refusal | null
}
type Built = {
  assembly: Assembly
  day: Day
  people: readonly RollPerson[]
  offices: readonly RollOffice[]
  profile: ProfileValues
  options: RollOptions
  excluded: readonly string[]
  excludedBasis: LegalBasisRow | null
  /** 列席, as the notice names them. */
  guests: readonly string[]
}

export function buildRoll(from: Built): BuiltRoll {
  const { assembly, day, people, offices, options, excluded, excludedBasis } = from
  const whole = rollFor(assembly, people, offices, day, options)
  const barred = whyNotExclude(from)
  const body =
    excluded.length === 0 || barred
      ? whole
      : rollFor(assembly, people, offices, day, { ...options, excluded })
  const known = new Map(people.map((person) => [person.id, person]))
  const invited = from.guests.map((id) => known.get(id))
  const faults = compositionOf(from)
  const refusal =
    barred ??
    whyNotGuests(assembly, invited) ??
    (faults.some((one) => one.code === 'twoFromOneHousehold') ? refuse('oneRepresentativeAHousehold') : null)
  const held = officesOn(offices, day)
  const entries = [
    ...body,
    ...invited.flatMap((one) =>
      one && !body.some((entry) => entry.personId === one.id) ? [guestEntry(one, held)] : [],
    ),
  ]
  const figures = rollFigures(entries)
  const inPlace = people.filter(
    (one) =>
      one.registered && (options.villageGroup === undefined || one.villageGroup === options.villageGroup),
  )
  return {
    entries,
    people: known,
    householdsAll: new Set(inPlace.filter((one) => one.householdId).map((one) => one.householdId)).size,
    refusal,
    unfit: whyBodyUnfit(assembly, people, offices, day),
    composition: {
      day,
      entitled: figures.entitled,
      allMembers: figures.allMembers,
      women: figures.women,
      households: figures.households,
      adults: inPlace.filter((one) => ageOn(one.birthDate, day) >= 18).length,
      faults,
      excluded: barred ? [] : [...excluded],
      excludedBasis: excluded.length > 0 && !barred ? (excludedBasis?.text ?? null) : null,
      entitledWithExcluded: rollFigures(whole).entitled,
    },
  }
}

/** Nobody is left out of 应到 but those away, by name, under a switch and a recorded basis. */
function whyNotExclude({ assembly, people, profile, excluded, excludedBasis }: Built): Refusal | null {
  if (excluded.length === 0) return null
  const allowed = assembly === 'partyMembers' ? profile.exclude_long_absent : profile.exclude_unreachable
  if (!allowed || !excludedBasis) return refuse('exclusionNotAllowed')
  const away = new Set(people.filter((person) => person.away).map((person) => person.id))
  return excluded.every((id) => away.has(id)) ? null : refuse('exclusionNotAllowed')
}

/** 组成: what the law asks of a body of representatives, recorded with the roll. */
function compositionOf({ assembly, people, offices, day, profile }: Built) {
  const office = { representatives: 'representative', memberRepresentatives: 'memberRepresentative' }[
    assembly as string
  ]
  if (!office) return []
  const own =
    assembly === 'representatives'
      ? ['tooFewRepresentatives', 'tooFewWomen']
      : ['memberRepresentativesTooFew']
  return compositionFaults(people, offices, day)
    .filter((fault) => fault.office === office || own.includes(fault.code))
    .filter((fault) => fault.code !== 'twoFromOneHousehold' || profile.one_representative_a_household)
    .map(({ code, params, personId }) => ({ code, params, ...(personId ? { personId } : {}) }))
}
