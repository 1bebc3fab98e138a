/**
 * 登记公钥、联署: an office of township or county signs the county's lists with a key that no server has. It registers the
 * key, another office confirms it (a township's the county, the county's a township), and from then on what it
 * signs stands beside the list. Ending a key takes one: what it signed before stays.
 */
import { createHash, createPublicKey, type KeyObject, randomUUID, verify } from 'node:crypto'
import type { OfficeKeyLine } from '@cunyi/shared/api/archive.ts'
import { countersignedText } from '@cunyi/shared/papers/countersign.ts'
import { countyOf } from '@cunyi/shared/words/divisions.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across, inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { divisionNames } from '#village/divisions/queries/divisions.ts'
import { checkpointsBetween } from './queries/checkpoints.ts'
import * as queries from './queries/keys.ts'

/** As the verifier prints it: the first 16 hex digits of its digest, in fours. */
const printOf = (publicKey: string): string =>
  (
    createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16).match(/.{4}/g) ??
    []
  ).join(' ')
const ED25519 = 'ed25519'

/** The key as it was given, or why not: only Ed25519, in the one way that it is written. */
function keyOf(publicKey: string): KeyObject {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    const written = key.export({ format: 'der', type: 'spki' }).toString('base64')
    if (key.asymmetricKeyType === ED25519 && written === publicKey) return key
  } catch {
    // Not a key at all.
  }
  throw new Refused('keyUnfit')
}

/** Everybody of township or county sees the keys of the whole county; whoever has to confirm compares the print. */
export const listOfficeKeys = (
  parts: Parts,
  caller: Caller,
  division: string,
): Promise<{ rows: OfficeKeyLine[] }> =>
  across(parts.db, async (tx) => {
    if (countyOf(caller.village) !== countyOf(division)) throw new Refused('notFound')
    const found = await queries.keysOfCounty(tx, countyOf(division))
    const names = await divisionNames(
      tx,
      found.flatMap((one) => [one.division, one.refused?.from ?? '']),
    )
    return {
      rows: found.map(({ confirmedAt, endedAt, proposedAt, refused, ...key }) => ({
        ...key,
        print: printOf(key.publicKey),
        name: names.get(key.division) ?? key.division,
        proposedAt: proposedAt.toISOString(),
        confirmedAt: confirmedAt?.toISOString() ?? null,
        endedAt: endedAt?.toISOString() ?? null,
        refused: refused && {
          ...refused,
          at: refused.at.toISOString(),
          from: names.get(refused.from) ?? refused.from,
        },
        mayAnswer: !confirmedAt && !refused && !endedAt && mayAnswer(caller.village, key.division),
        mayEnd: !refused && !endedAt && mayEnd(caller.village, key.division),
      })),
    }
  })

/** The other of the two offices: never the one whose key it is. */
const mayAnswer = (asker: string, division: string): boolean =>
  countyOf(asker) === countyOf(division) &&
  asker !== division &&
  (asker.length === 6 ? division.length === 9 : asker.length === 9 && division.length === 6)
/** Its own office alone: the county does not take the key from whoever signs its lists. */
const mayEnd = (asker: string, division: string): boolean => asker === division

const leaves = (
  tx: Tx,
  division: string,
  { act, caller, now, ...payload }: { act: string; caller: Caller; now: Date } & Record<string, unknown>,
) =>
  appendEvidence(tx, {
    villageId: division,
    at: now,
    act,
    by: caller.personId,
    office: caller.offices[0] ?? null,
    payload,
  })

export async function registerKey(
  parts: Parts,
  caller: Caller,
  division: string,
  { publicKey }: { publicKey: string },
  now: Date,
): Promise<{ id: string }> {
  if (caller.village !== division) throw new Refused('forbidden')
  keyOf(publicKey)
  return inVillage(parts.db, division, async (tx) => {
    const id = randomUUID()
    const { personId: proposedBy, accountId: proposedAccount } = caller
    const row = { villageId: division, id, publicKey, proposedBy, proposedAccount, proposedAt: now }
    if (!(await queries.insertKey(tx, row))) throw new Refused('alreadyDone')
    await leaves(tx, division, { act: 'registerKey', caller, now, keyId: id, publicKey })
    return { id }
  })
}

/** 确认公钥: by the other office, once it has compared the print with what the office told it. */
export async function answerKey(
  parts: Parts,
  caller: Caller,
  {
    division: mine,
    of: division,
    key: id,
    agree,
    reason,
  }: { division: string; of: string; key: string; agree: boolean; reason?: string | undefined },
  now: Date,
): Promise<{ ok: true }> {
  if (caller.village !== mine || !mayAnswer(mine, division)) throw new Refused('forbidden')
  if (!agree && !reason) throw new Refused('reasonNeeded')
  return inVillage(parts.db, division, async (tx) => {
    const row = await queries.lockKey(tx, division, id)
    if (!row) throw new Refused('notFound')
    if (row.confirmedAt || row.refusedAt || row.endedAt) throw new Refused('alreadyDone')
    if (row.proposedAccount === caller.accountId) throw new Refused('samePersonTwice')
    await queries.updateKey(
      tx,
      row,
      agree
        ? { confirmedBy: caller.personId, confirmedAt: now }
        : { refusedAt: now, refusedBy: caller.personId, refusedFrom: mine, refusedReason: reason },
    )
    const { publicKey, proposedBy } = row
    const said = agree ? { agree } : { agree, from: mine, reason }
    await leaves(tx, division, { act: 'answerKey', caller, now, keyId: id, publicKey, proposedBy, ...said })
    return { ok: true }
  })
}

/** 停用: at once, by one: a key that may be in other hands signs nothing more. */
export async function endKey(
  parts: Parts,
  caller: Caller,
  { division: mine, of: division, key: id }: { division: string; of: string; key: string },
  now: Date,
): Promise<{ ok: true }> {
  if (caller.village !== mine || !mayEnd(mine, division)) throw new Refused('forbidden')
  return inVillage(parts.db, division, async (tx) => {
    const row = await queries.lockKey(tx, division, id)
    if (!row) throw new Refused('notFound')
    if (row.endedAt || row.refusedAt) throw new Refused('alreadyDone')
    await queries.updateKey(tx, row, { endedBy: caller.personId, endedAt: now })
    await leaves(tx, division, { act: 'endKey', caller, now, keyId: id, publicKey: row.publicKey })
    return { ok: true }
  })
}

/** 联署: what was signed elsewhere is taken where it is the office's own signature under this very list. */
export async function signCheckpoint(
  parts: Parts,
  caller: Caller,
  division: string,
  given: { seq: number; digest: string; publicKey: string; signature: string },
  now: Date,
): Promise<{ ok: true }> {
  if (caller.village !== division) throw new Refused('forbidden')
  const county = countyOf(division)
  return inVillage(parts.db, division, async (tx) => {
    const key = await queries.lockKeyOf(tx, division, given.publicKey)
    if (!key?.confirmedAt || key.endedAt) throw new Refused('keyNotRegistered')
    const [list] = await checkpointsBetween(tx, county, given.seq, given.seq)
    if (list?.digest !== given.digest) throw new Refused('signatureUnfit')
    const text = Buffer.from(countersignedText(county, list, division))
    if (!verify(null, text, keyOf(key.publicKey), Buffer.from(given.signature, 'base64')))
      throw new Refused('signatureUnfit')
    const { seq, digest, signature } = given
    const row = { villageId: division, seq, keyId: key.id, signature, by: caller.personId, at: now }
    // Sent again, it is there already.
    if (await queries.insertSignature(tx, row))
      await leaves(tx, division, {
        act: 'signCheckpoint',
        caller,
        now,
        seq,
        digest,
        keyId: key.id,
        signature,
      })
    return { ok: true }
  })
}
