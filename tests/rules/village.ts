/** The invented village of the rule tests, in the figures of 河湾村. */

import { type MeetingRule, type RuleOptions, ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile, type ProfileValues } from '@cunyi/shared/law/profile.ts'
import type { RollOffice, RollPerson } from '@cunyi/shared/people/rolls.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'

/** 'YYYY-MM-DD HH:mm' in Shanghai. */
export const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`)

export const profile = (changes: Partial<ProfileValues> = {}): ProfileValues => ({
  ...defaultProfile(),
  ...changes,
})

/** The rule under the defaults with changes, where the village has recorded a basis for online presence. */
export const rule = (
  assembly: Assembly,
  changes: Partial<ProfileValues> = {},
  options: RuleOptions = {},
): MeetingRule => ruleFor(assembly, profile(changes), { onlineBasis: true, ...options })

export const person = (id: string, more: Partial<RollPerson> = {}): RollPerson => ({
  id,
  sex: 'male',
  birthDate: '1980-01-01',
  registered: true,
  away: false,
  partyStatus: 'none',
  partyFullOn: null,
  fullCapacity: true,
  householdId: `home-${id}`,
  villageGroup: '1',
  collectiveMember: true,
  ...more,
})

export const office = (
  personId: string,
  name: RollOffice['office'],
  more: Partial<RollOffice> = {},
): RollOffice => ({
  personId,
  office: name,
  from: '2026-01-01',
  to: null,
  households: [],
  ...more,
})

export const people = (count: number, prefix: string, more: Partial<RollPerson> = {}): RollPerson[] =>
  Array.from({ length: count }, (_, i) => person(`${prefix}-${i + 1}`, more))
