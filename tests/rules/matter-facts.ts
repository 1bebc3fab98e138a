/** What is known of a matter: with nothing done yet, and with everything that a move may ask for. */
import type { Facts } from '@cunyi/shared/matter/facts.ts'
import { at, profile } from './village.ts'

export const now = at('2026-12-01 09:00')
/** Nothing has happened yet, nothing is said, nothing is over. */
export const calm: Facts = {
  now,
  profile: profile(),
  demanded: false,
  demandOverdue: false,
  approvalNeeded: [],
  approvalGiven: [],
  rejectionsAtStep4: 0,
  rejectedBy: null,
  shelvedAt: null,
  referredBefore: false,
  branchConsents: false,
  failedSittings: 0,
  pollOpen: false,
  recusedOut: false,
  bodyUnfit: false,
  adopted: false,
  newResolutionAdopted: false,
  reason: null,
  documentNumber: null,
  article: null,
  substantive: false,
  takenUp: false,
  disclosureRefusal: { code: 'disclosureNotPosted', params: {} },
  outcomeRefusal: { code: 'accountMissing', params: {} },
  recountFlips: false,
  overturned: 'villagerResolution',
  contractSigned: true,
}
/** Everything a move could ask for is there. */
export const ready: Facts = {
  ...calm,
  failedSittings: 3,
  recusedOut: true,
  bodyUnfit: true,
  reason: '理由',
  documentNumber: '演政〔2026〕1号',
  article: '第三十一条',
  substantive: true,
  takenUp: true,
  disclosureRefusal: null,
  outcomeRefusal: null,
  recountFlips: true,
  contractSigned: false,
  newResolutionAdopted: true,
  rejectedBy: 'representatives',
  shelvedAt: now,
  branchConsents: true,
}
