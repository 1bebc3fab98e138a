import { officeFor, type Standing, sees, whyNot } from '@cunyi/shared/api/may.ts'
import { hasEnded } from '@cunyi/shared/law/retention.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { readContent } from '#base/files/store.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { placeOf, standingOf } from '#door/session/standing.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { makePackages } from './make.ts'
import { type PackageRow, packagesOf } from './queries/packages.ts'

/** The packages stand open to everybody, so the door has not asked where this caller stands. */
async function standingHere(tx: Tx, caller: Caller | null, village: string): Promise<Standing | null> {
  const place = caller && (await placeOf(tx, caller, { village }))
  return caller && place ? standingOf(caller, place) : null
}

const lineOf = ({ id, kind, edition, digest, size, madeAt, checkpoint }: PackageRow) => ({
  id,
  kind,
  edition,
  digest,
  size,
  madeAt: madeAt.toISOString(),
  checkpoint,
})

export async function listPackages(parts: Parts, village: string, proposal: string, caller: Caller | null) {
  return inVillage(parts.db, village, async (tx) => {
    const { stage } = await loadProposal(tx, village, proposal)
    const standing = await standingHere(tx, caller, village)
    const all = standing !== null && sees('officePackage', standing)
    const rows = (await packagesOf(tx, village, proposal)).filter((row) => all || row.kind === 'public')
    const mayMake = standing !== null && hasEnded(stage) && whyNot('makePackage', standing) === null
    return { rows: rows.map(lineOf), mayMake }
  })
}

export async function getPackage(
  parts: Parts,
  village: string,
  proposal: string,
  id: string,
  caller: Caller | null,
) {
  const row = await inVillage(parts.db, village, async (tx) => {
    const found = (await packagesOf(tx, village, proposal)).find((one) => one.id === id)
    if (!found) throw new Refused('notFound')
    if (found.kind === 'office') {
      const standing = await standingHere(tx, caller, village)
      if (!standing || !sees('officePackage', standing))
        throw new Refused(!caller ? 'notSignedInToAccount' : standing ? 'forbidden' : 'notFound')
    }
    return found
  })
  return { row, read: () => readContent(parts.config, row.digest) }
}

export async function makePackage(
  parts: Parts,
  village: string,
  proposal: string,
  caller: Caller,
  now: Date,
) {
  const { stage } = await inVillage(parts.db, village, (tx) => loadProposal(tx, village, proposal))
  if (!hasEnded(stage)) throw new Refused('notEnded')
  const office = officeFor('makePackage', caller.offices)
  return { rows: await makePackages(parts, village, proposal, { personId: caller.personId, office }, now) }
}
