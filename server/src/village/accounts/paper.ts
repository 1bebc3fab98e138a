/** 纸质验证码: a code on paper, good once, in place of a first PIN. Shown when it is made and never again. */
import type { Tx } from '#base/database/connect.ts'
import { hashFactor, newPaperCode, normalisePaperCode } from './factor.ts'
import * as queries from './queries.ts'

/** Printed at the office, handed over at home. */
const PAPER_CODE_DAYS = 14
const DAY = 86_400_000

export async function paperCode(now: Date): Promise<{ code: string; hash: string; expiresAt: Date }> {
  const code = newPaperCode()
  const expiresAt = new Date(now.getTime() + PAPER_CODE_DAYS * DAY)
  return { code, hash: await hashFactor(normalisePaperCode(code)), expiresAt }
}

/** From now on it is good. */
export async function keepPaperCode(
  tx: Tx,
  { village, personId }: { village: string; personId: string },
  { hash, by, expiresAt }: { hash: string; by: string | null; expiresAt: Date },
): Promise<void> {
  await queries.makeFactor(tx, village, personId)
  await queries.updateFactor(tx, village, personId, {
    paperCodeHash: hash,
    paperCodeBy: by,
    paperCodeExpiresAt: expiresAt,
    tries: 0,
    lockedUntil: null,
  })
}

/**
 * At once, by the body above that appoints him: the first officer of a village, staff. Made before the transaction that
 * keeps it: nobody's row is locked while it is hashed.
 */
export async function preparePaperCode(now: Date) {
  const { code, hash, expiresAt } = await paperCode(now)
  return async (
    tx: Tx,
    { village, personId, by }: { village: string; personId: string; by: string | null },
  ): Promise<{ code: string; expiresAt: Date }> => {
    await keepPaperCode(tx, { village, personId }, { hash, by, expiresAt })
    return { code, expiresAt }
  }
}
