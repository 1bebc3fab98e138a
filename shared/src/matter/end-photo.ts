const HALF_A_DAY = 12 * 60 * 60_000
/** 期满照片: from noon of the last day on, as far as an office is open, a photo proves the end. */
export const provesTheEnd = (photo: Date, endsAt: Date): boolean =>
  photo.getTime() >= endsAt.getTime() - HALF_A_DAY
/** Days that end by then may be photographed to their end now. */
export const photographedBy = (now: Date): Date => new Date(now.getTime() + HALF_A_DAY)
