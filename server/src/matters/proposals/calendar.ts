/** 最早日程: the earliest lawful sittings, each notice going out when the poll before it has closed. */
import { ruleFor, stageOf } from '@cunyi/shared/law/meeting-rules.ts'
import type { ProfileValues } from '@cunyi/shared/law/profile.ts'
import { MATTER_RULES } from '@cunyi/shared/matter/matter.ts'
import { earliestOpening, windowEndOf } from '@cunyi/shared/meeting/convening.ts'
import type { Assembly, MatterCode, SittingStage, Track } from '@cunyi/shared/words/vocabulary.ts'

export type CalendarFacts = {
  assemblies: readonly Assembly[]
  codes: readonly MatterCode[]
  track: Track
  urgent: boolean
  values: ProfileValues
  now: Date
  /** When the last poll of the step before closed, where steps lie behind the matter. */
  lastClosedAt?: Date | null
  coolings?: readonly { assembly: Assembly; until: Date }[]
}

/** The assemblies that sit on a matter, in order. */
export const assembliesOf = (track: Track, assembly: Assembly): Assembly[] =>
  track === 'committeeMatter' ? ['branch', 'committees'] : ['branch', 'committees', 'partyMembers', assembly]

export function earliestSittings(facts: CalendarFacts) {
  const { codes, track, urgent, values, now, coolings = [] } = facts
  const fundraising = codes.some((code) => MATTER_RULES[code].fundraising)
  let noticeAt = now
  let lastClosedAt = facts.lastClosedAt ?? null
  const sittings = facts.assemblies.map(
    (assembly): { stage: SittingStage; assembly: Assembly; from: Date } => {
      const rule = ruleFor(assembly, values, { urgent, fundraising, opinionTrack: track === 'opinion' })
      const coolingUntil = coolings.find((row) => row.assembly === assembly)?.until ?? null
      const from = earliestOpening({ rule, noticeAt, lastClosedAt, coolingUntil }).at
      noticeAt = windowEndOf(from, rule.windowHours)
      lastClosedAt = noticeAt
      return { stage: stageOf(assembly), assembly, from }
    },
  )
  return { sittings, end: noticeAt }
}
