/** 限额: uploads of one person in an hour. What is on its way counts, and so does what was looked into and refused. */
import { Refused } from '@cunyi/shared/words/refusal.ts'

const HOUR = 3_600_000
const UPLOADS_AN_HOUR = 200
/** One that had to be stopped took a child for ten seconds: as much as many others. */
const STOPPED_COUNTS = 20

type Share = { coming: number; refused: number; until: number }
/** Each process counts what it sees; what was kept, the database counts for all of them. */
const shares = new Map<string, Share>()

function shareOf(person: string, at: number): Share {
  if (shares.size > 10_000)
    for (const [key, share] of shares) if (share.coming === 0 && share.until <= at) shares.delete(key)
  const share = shares.get(person) ?? { coming: 0, refused: 0, until: at + HOUR }
  if (share.until <= at) Object.assign(share, { refused: 0, until: at + HOUR })
  shares.set(person, share)
  return share
}

/** Brings one file within the allowance, counted from before its first byte was read. */
export async function withinAllowance<T>(
  person: string,
  now: Date,
  keptSince: (since: Date) => Promise<number>,
  bring: () => Promise<T>,
): Promise<T> {
  const share = shareOf(person, now.getTime())
  share.coming += 1
  try {
    // Before the count is asked for: one that is kept meanwhile is counted here.
    const beside = share.coming + share.refused
    if ((await keptSince(new Date(now.getTime() - HOUR))) + beside > UPLOADS_AN_HOUR)
      throw new Refused('rateLimited')
    return await bring()
  } catch (error) {
    if (error instanceof Refused) share.refused += countsOf(error)
    throw error
  } finally {
    share.coming -= 1
  }
}

const countsOf = ({ code }: Refused): number =>
  code === 'attachmentTooCostly' ? STOPPED_COUNTS : code.startsWith('attachment') ? 1 : 0
