import type { Actor, FactName, Facts } from '@cunyi/shared/matter/facts.ts'
import { type Check, check, GUARDS, type Guard } from '@cunyi/shared/matter/guards.ts'
import { isRefusal, nextStage, PROPOSAL_MOVES } from '@cunyi/shared/matter/moves.ts'
import { type Refusal, refuse } from '@cunyi/shared/words/refusal.ts'
import { keysOf } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { at, profile } from './village.ts'

const now = at('2026-12-01 09:00')
/** Nothing stands against any move. */
const yes: Facts = {
  now,
  profile: profile(),
  demanded: false,
  demandOverdue: false,
  approvalNeeded: ['township'],
  approvalGiven: [],
  rejectionsAtStep4: 2,
  rejectedBy: 'representatives',
  shelvedAt: now,
  referredBefore: false,
  branchConsents: true,
  failedSittings: 3,
  pollOpen: false,
  recusedOut: true,
  bodyUnfit: true,
  adopted: false,
  newResolutionAdopted: true,
  reason: '理由',
  documentNumber: '演政〔2026〕1号',
  article: '第三十一条',
  substantive: true,
  takenUp: true,
  disclosureRefusal: null,
  outcomeRefusal: null,
  recountFlips: true,
  overturned: 'villagerResolution',
  contractSigned: false,
}
const overdue = { ...yes, demanded: true, demandOverdue: true }
const refusal: Refusal = { code: 'objectionOpen', params: { count: 1 } }

const told = (guard: Guard, facts: Facts, by: Actor = 'townshipStaff'): string | null => {
  const checks: readonly Check[] = GUARDS[guard]
  for (const one of checks) {
    const answer = one.says(facts, by)
    if (answer) return answer.code
  }
  return null
}

/** For every guard, each fact by which the law says no, alone against a matter to which nothing else stands. */
// biome-ignore format: one row, one fact that stops the move
const STOPS: Record<Guard, readonly (readonly [Partial<Facts>, string])[]> = {
  demandOverdue: [
    [{ demanded: false },                 'notOverdue'],
    [{ demandOverdue: false },            'notOverdue'],
    [{ pollOpen: true },                  'pollRunning'],
  ],
  notDemanded: [[{ demanded: true },      'demandedCannotStop']],
  noPollOpen: [[{ pollOpen: true },       'pollRunning']],
  mayReturn: [
    [{ demanded: true },                  'demandedCannotStop'],
    [{ pollOpen: true },                  'pollRunning'],
    [{ reason: null },                    'reasonNeeded'],
    [{ reason: ' ' },                     'reasonNeeded'],
  ],
  amendment: [
    [{ adopted: true },                   'alreadyAdopted'],
    [{ substantive: false },              'notSubstantive'],
    [{ pollOpen: true },                  'pollRunning'],
  ],
  amendmentFromFloor: [
    [{ adopted: true },                   'alreadyAdopted'],
    [{ substantive: false },              'notSubstantive'],
    [{ takenUp: false },                  'amendmentNotTakenUp'],
  ],
  referable: [
    [{ rejectedBy: null },                'notReferable'],
    [{ rejectedBy: 'villagers' },         'notReferable'],
    [{ rejectionsAtStep4: 0 },            'notReferable'],
    [{ rejectionsAtStep4: 1 },            'notReferable'],
    [{ referredBefore: true },            'notReferable'],
    [{ shelvedAt: null },                 'notReferable'],
    [{ now: at('2027-01-01 00:00') },     'referTooLate'],
    [{ branchConsents: false },           'branchConsentNeeded'],
  ],
  allApproved: [
    [{ approvalNeeded: [] },              'noApprovalForMatter'],
    [{ approvalNeeded: ['county'] },      'noApprovalForMatter'],
    [{ approvalGiven: ['township'] },     'alreadyDone'],
    [{ approvalNeeded: ['township', 'county'] }, 'approvalsOutstanding'],
  ],
  approvalRefused: [
    [{ approvalNeeded: [] },              'noApprovalForMatter'],
    [{ documentNumber: null },            'documentNumberNeeded'],
    [{ article: null },                   'documentNumberNeeded'],
  ],
  noQuorumForGood: [
    [{ demanded: true },                  'demandedCannotStop'],
    [{ failedSittings: 0 },               'reconveningsLeft'],
    [{ failedSittings: 2 },               'reconveningsLeft'],
  ],
  recusedOut: [
    [{ recusedOut: false, bodyUnfit: false }, 'notRecusedOut'],
    [{ pollOpen: true },                  'pollRunning'],
    [{ reason: null },                    'reasonNeeded'],
  ],
  sittingsUsedUp: [
    [{ failedSittings: 0 },               'reconveningsLeft'],
    [{ failedSittings: 2 },               'reconveningsLeft'],
  ],
  mayWithdraw: [
    [{ demanded: true },                  'demandedCannotStop'],
    [{ reason: null },                    'reasonNeeded'],
  ],
  mayWithdrawAtStep4: [
    [{ demanded: true },                  'demandedCannotStop'],
    [{ adopted: true },                   'alreadyAdopted'],
    [{ pollOpen: true },                  'pollRunning'],
    [{ reason: null },                    'reasonNeeded'],
  ],
  disclosureOver: [[{ disclosureRefusal: refusal }, 'objectionOpen']],
  ordered: [
    [{ documentNumber: null },            'documentNumberNeeded'],
    [{ documentNumber: ' ' },             'documentNumberNeeded'],
    [{ article: null },                   'documentNumberNeeded'],
  ],
  recountFlips: [[{ recountFlips: false }, 'outcomeUnchanged']],
  recountFlipsUnsigned: [
    [{ recountFlips: false },             'outcomeUnchanged'],
    [{ contractSigned: true },            'contractSigned'],
  ],
  outcomeReady: [[{ outcomeRefusal: refusal }, 'objectionOpen']],
  newResolution: [[{ newResolutionAdopted: false }, 'notSupersededYet']],
}

describe('a guard says no wherever the law does', () => {
  test.each(keysOf(GUARDS))('%s', (guard) => {
    const base = guard === 'demandOverdue' ? overdue : yes
    expect(told(guard, base)).toBeNull()
    for (const [fact, code] of STOPS[guard]) expect(told(guard, { ...base, ...fact }), code).toBe(code)
  })

  test.each(keysOf(GUARDS))('%s: every fact it looks at can stop the move', (guard) => {
    const looked = new Set<FactName>(GUARDS[guard].flatMap((one): readonly FactName[] => one.needs))
    const stops = new Set(STOPS[guard].flatMap(([fact]) => Object.keys(fact)))
    // By the village's own rules a number is too small or not; they stop nothing by themselves.
    looked.delete('profile')
    expect([...stops].sort()).toEqual([...looked].sort())
  })

  test('an empty folder of facts lets no guarded move through: the table says what it asks for', () => {
    for (const row of PROPOSAL_MOVES)
      for (const track of row.tracks)
        for (const by of row.by) {
          const empty = () => nextStage({ track, stage: row.from }, row.move, by, {} as Facts)
          if (row.guard || row.when) expect(empty, `${row.from} ${row.move} ${by}`).toThrow(/asks for/)
          else expect(isRefusal(empty())).toBe(false)
        }
  })

  test('each of its facts left out stops the move, whatever the others say', () => {
    for (const row of PROPOSAL_MOVES) {
      if (!row.guard) continue
      const base = row.guard === 'demandOverdue' ? overdue : yes
      const needs = GUARDS[row.guard].flatMap((one): readonly FactName[] => one.needs)
      for (const missing of new Set(needs)) {
        const { [missing]: _, ...facts } = { ...base, approvalNeeded: ['township', 'county'] as const }
        for (const track of row.tracks)
          for (const by of row.by) {
            const at = `${row.from} ${row.move} ${by} without ${missing}`
            let went = false
            try {
              went = !isRefusal(nextStage({ track, stage: row.from }, row.move, by, facts as Facts))
            } catch (error) {
              expect(String(error), at).toContain(missing)
            }
            expect(went, at).toBe(false)
          }
      }
    }
  })
})

/** Held by the compiler: each line below that should not compile does not (`vue-tsc -p tests`). */
const doesNotCompile = () => {
  const matter = { track: 'full', stage: 'resolutionDisclosure' } as const
  // A move without the fact its rows ask for.
  // @ts-expect-error endDisclosure asks why the disclosure is not over
  nextStage(matter, 'endDisclosure', 'clock', {})
  // @ts-expect-error withdrawResolution asks whether the recount flips the outcome
  nextStage(matter, 'withdrawResolution', 'recount', { disclosureRefusal: null })
  // @ts-expect-error supersede asks whether the new resolution stands
  nextStage(matter, 'supersede', 'newResolution', { recountFlips: true })
  // @ts-expect-error withdraw asks also at step 4 whether a poll is open
  nextStage(matter, 'withdraw', 'initiator', { reason: '', demanded: false, adopted: false })
  // @ts-expect-error from the floor an amendment must be taken up
  nextStage(matter, 'amend', 'chair', { adopted: false, substantive: true })
  // @ts-expect-error a rejection asks for the village's rules: the conditions of the rows count too
  nextStage(matter, 'reject', 'meeting', { demanded: false, rejectionsAtStep4: 0 })
  // @ts-expect-error a fact may not be left open
  nextStage(matter, 'endDisclosure', 'clock', { disclosureRefusal: undefined })
  // What is asked, and no more.
  nextStage(matter, 'endDisclosure', 'clock', { disclosureRefusal: refusal })
  nextStage(matter, 'submit', 'branch', {})

  // A guard that looks at a fact it does not name, so that no row could ask for it.
  // @ts-expect-error pollOpen is not among its needs
  check(['demanded'], (facts) => (facts.pollOpen ? refuse('pollRunning') : null))
  // @ts-expect-error there is no such fact
  check(['weather'], () => null)
}
test('what should not compile is never run', () => expect(typeof doesNotCompile).toBe('function'))
