/**
 * 校验点: at the end of a day the heads of all chains of a county go into its list, each list follows the one before
 * it, and the instance signs it. Whoever kept a list finds every later change of what it covers.
 */
import { createHash, sign } from 'node:crypto'
import type { Countersigned, OfficeKey } from '@cunyi/shared/papers/countersign.ts'
import {
  CHECKPOINTS_FORMAT,
  type Checkpoint,
  type CheckpointFile,
  checkpointFacts,
} from '@cunyi/shared/papers/package-format.ts'
import { canonicalJson, GENESIS } from '@cunyi/shared/poll/proof.ts'
import { addDays, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across, inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { publicKeyOf } from '#views/archive/zip.ts'
import { divisionNames, findDivision } from '#village/divisions/queries/divisions.ts'
import { checkpointsBetween, headsOf, insertCheckpoint, lastNumber } from './queries/checkpoints.ts'
import { keysOfCounty, signaturesBetween } from './queries/keys.ts'

const SHOWN = 31
const MOST = 400

/** The list of the day that ended last, if there is none yet. */
export const makeCheckpoint = (parts: Parts, county: string, now: Date): Promise<void> =>
  inVillage(parts.db, county, async (tx) => {
    const number = await lastNumber(tx, county)
    const [last] = await checkpointsBetween(tx, county, number, number)
    const day = addDays(shanghaiDate(now), -1)
    if (last && last.day >= day) return
    const facts = {
      seq: number + 1,
      day,
      at: now.toISOString(),
      prev: last?.digest ?? GENESIS,
      heads: await headsOf(tx, county),
      publicKey: publicKeyOf(parts.keys.verifying),
    }
    const digest = createHash('sha256')
      .update(canonicalJson(checkpointFacts(county, facts)))
      .digest('hex')
    const signature = sign(null, Buffer.from(digest), parts.keys.signing).toString('base64')
    if (!(await insertCheckpoint(tx, county, { ...facts, digest, signature }))) return
    await appendEvidence(tx, {
      villageId: county,
      at: now,
      act: 'makeCheckpoint',
      by: null,
      office: null,
      payload: { seq: facts.seq, day, digest },
    })
  })

/** As the verifier takes it, for everybody. */
export async function listCheckpoints(
  parts: Parts,
  county: string,
  asked: { from?: number | undefined; to?: number | undefined },
): Promise<Pick<CheckpointFile, 'format' | 'county' | 'countyName'> & Countersigned> {
  return across(parts.db, async (tx) => {
    const division = await findDivision(tx, county)
    if (division?.level !== 'county') throw new Refused('notFound')
    const to = asked.to ?? (await lastNumber(tx, county))
    const from = Math.max(asked.from ?? to - SHOWN + 1, to - MOST + 1, 1)
    const checkpoints = await checkpointsBetween(tx, county, from, to)
    return {
      format: CHECKPOINTS_FORMAT,
      county,
      countyName: division.name,
      ...(await countersignedIn(tx, county, checkpoints)),
    }
  })
}

/** 联署: without one, the list is as it always was. */
export async function countersignedIn(
  tx: Tx,
  county: string,
  checkpoints: Checkpoint[],
): Promise<Countersigned> {
  const [first, last] = [checkpoints[0]?.seq ?? 0, checkpoints.at(-1)?.seq ?? 0]
  const signed = await signaturesBetween(tx, county, first, last)
  if (signed.size === 0) return { checkpoints }
  const found = await keysOfCounty(tx, county)
  const names = await divisionNames(
    tx,
    found.map((one) => one.division),
  )
  const keys: OfficeKey[] = []
  for (const { division, publicKey, confirmedAt, endedAt } of found)
    if (confirmedAt)
      keys.push({
        division,
        name: names.get(division) ?? division,
        publicKey,
        from: confirmedAt.toISOString(),
        until: endedAt?.toISOString() ?? null,
      })
  return {
    keys,
    checkpoints: checkpoints.map((one) => {
      const signatures = signed.get(one.seq)
      return signatures ? { ...one, signatures } : one
    }),
  }
}
