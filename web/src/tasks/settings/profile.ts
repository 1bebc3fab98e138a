import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { divisionApi } from '@cunyi/shared/api/divisions.ts'
import type { Band, ChoosingBand, ExtraStep, Range } from '@cunyi/shared/law/profile-keys.ts'

export type Row = ReplyOf<typeof divisionApi.getProfile>['rows'][number]
export type Version = ReplyOf<typeof divisionApi.getProfile>['versions'][number]
export type { Band, ChoosingBand, ExtraStep, Range }

/** 规则 in groups a reader can take in: the first pattern that fits. */
export const GROUPS: { key: string; fits: RegExp }[] = [
  { key: 'urgent', fits: /^urgent\.|^danger\./ },
  { key: 'notice', fits: /notice_days|papers_days/ },
  { key: 'gap', fits: /^gap\.|\.gap$/ },
  { key: 'majority', fits: /quorum|majority|\.mode$/ },
  { key: 'online', fits: /^online\.|^remind\./ },
  { key: 'proxy', fits: /^proxy\./ },
  { key: 'voting', fits: /^voting_mode\./ },
  {
    key: 'disclosure',
    fits: /^disclosure\.|^accounts\.|^result|^filing|^oversight\.|^objection\.|^overrun|^implement|^acceptance|^choosing|^expense|^challenge/,
  },
  {
    key: 'again',
    fits: /^cooling|^max_|^on_reject|^amendment|^merge|^extra|^total|^fundraising|^thresholds|^papers_required|^township/,
  },
  { key: 'people', fits: /./ },
]
/** In the order of a matter's way; urgent matters after the ordinary ones. */
export const GROUP_ORDER = [
  'notice',
  'gap',
  'majority',
  'online',
  'proxy',
  'voting',
  'urgent',
  'again',
  'disclosure',
  'people',
]
export const groupOf = (key: string): string => GROUPS.find((group) => group.fits.test(key))?.key ?? 'people'

/** What a proposal changes against the values confirmed before it. Null: back to the level above. */
export function changesOf(pending: Version, versions: Version[]): [string, unknown][] {
  const before = versions.find((one) => one.confirmedAt !== null)?.values ?? {}
  const keys = new Set([...Object.keys(before), ...Object.keys(pending.values)])
  return [...keys]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(pending.values[key]))
    .map((key) => [key, pending.values[key] ?? null])
}
