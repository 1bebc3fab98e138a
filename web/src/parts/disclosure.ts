import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'

export type Disclosure = ReplyOf<typeof disclosureApi.getDisclosure>
export const STATUSES = ['prepared', 'reviewed', 'posted', 'interrupted', 'ended'] as const

const since = (at: string | null) => (at ? new Date(at).getTime() : 0)

/** Which photo of the board is still missing: at the start before posting, at the end after the days are over. */
export function missingPhoto(
  one: Pick<Disclosure, 'status' | 'photos' | 'postedAt'>,
): 'start' | 'end' | null {
  const taken = (moment: 'start' | 'end') => one.photos.some((photo) => photo.moment === moment)
  if (one.status === 'reviewed' && !taken('start')) return 'start'
  if (one.status === 'interrupted')
    return one.photos.some((photo) => photo.moment === 'start' && since(photo.at) > since(one.postedAt))
      ? null
      : 'start'
  return one.status === 'ended' && !taken('end') ? 'end' : null
}
