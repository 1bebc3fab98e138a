/** 按期会议: what the law asks of a village in each year, half year, quarter and month. */
import { type Day, dateToInstant, shanghaiDate } from '../words/days.ts'
import type { Assembly } from '../words/vocabulary.ts'
import type { Duty } from './duty-kinds.ts'

type Period = { kind: Duty; key: string; from: Date; dueAt: Date }

const dayOf = (year: number, month: number): Day => `${year}-${String(month).padStart(2, '0')}-01`
const startOf = (year: number, month: number): Date =>
  dateToInstant(month > 12 ? dayOf(year + 1, month - 12) : dayOf(year, month))
const partsOf = (at: Date) => shanghaiDate(at).split('-').map(Number) as [number, number, number]

export function yearAt(at: Date): Period {
  const [year] = partsOf(at)
  return { kind: 'assemblyOfYear', key: String(year), from: startOf(year, 1), dueAt: startOf(year, 13) }
}
export function quarterAt(at: Date): Period {
  const [year, month] = partsOf(at)
  const quarter = Math.ceil(month / 3)
  const first = quarter * 3 - 2
  return {
    kind: 'representativesOfQuarter',
    key: `${year}Q${quarter}`,
    from: startOf(year, first),
    dueAt: startOf(year, first + 3),
  }
}
/** 成员大会: of a village with a collective of its own. */
export const membersAt = (at: Date): Period => ({ ...yearAt(at), kind: 'membersOfYear' })
/** 居民代表会议: of a community. */
export function halfAt(at: Date): Period {
  const [year, month] = partsOf(at)
  const half = month > 6 ? 2 : 1
  const first = half * 6 - 5
  return {
    kind: 'residentsOfHalf',
    key: `${year}H${half}`,
    from: startOf(year, first),
    dueAt: startOf(year, first + 6),
  }
}
/** 党员大会、支委会: held on many things that are not the platform's; those on a matter count, others are recorded. */
export const partyAt = (at: Date): Period => ({ ...quarterAt(at), kind: 'partyOfQuarter' })
export function branchAt(at: Date): Period {
  const [year, month] = partsOf(at)
  return {
    kind: 'branchOfMonth',
    key: `${year}M${String(month).padStart(2, '0')}`,
    from: startOf(year, month),
    dueAt: startOf(year, month + 1),
  }
}
/** 登记即办结: what no sitting of the platform fulfils, and somebody records with its paper. */
export const reviewAt = (at: Date): Period => ({ ...yearAt(at), kind: 'reviewOfYear' })
export const accountsAt = (at: Date): Period => ({ ...quarterAt(at), kind: 'accountsOfQuarter' })
/** 上月: what was spent in it is known once it is over, and posted in the month after. */
export function monthBefore(at: Date): Period {
  const [year, month] = partsOf(at)
  const [of, n] = month === 1 ? [year - 1, 12] : [year, month - 1]
  return {
    kind: 'accountsOfMonth',
    key: dayOf(of, n).slice(0, 7),
    from: startOf(of, n),
    dueAt: startOf(year, month + 1),
  }
}
/** When the next of them begins. */
export const nextMonth = (at: Date): Date => branchAt(at).dueAt

/** Which of them a sitting of this body fulfils. */
export function periodsOf(assembly: Assembly, heldOn: Date): Period[] {
  return (FULFILS[assembly] ?? []).map((at) => at(heldOn))
}
const FULFILS: Partial<Record<Assembly, ((at: Date) => Period)[]>> = {
  villagers: [yearAt],
  households: [yearAt],
  representatives: [quarterAt],
  members: [membersAt],
  residentRepresentatives: [halfAt],
  partyMembers: [partyAt],
  branch: [branchAt],
}

/** A meeting was held where a vote came to its end with enough people there. */
export const isAssemblyHeld = (polls: readonly { status: string; outcome: string | null }[]): boolean =>
  polls.some(({ status, outcome }) => status === 'closed' && outcome !== 'noQuorum')
