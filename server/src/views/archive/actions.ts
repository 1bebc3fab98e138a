import { RIGHTS } from '@cunyi/shared/api/rights.ts'
import { hasEnded } from '@cunyi/shared/law/retention.ts'
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import { readContent } from '#base/files/store.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { makePackages } from './make.ts'
import { type PackageRow, packagesOf } from './queries/packages.ts'

/** Who reads the records of a matter reads its office package; everybody else has the public one. */
const seesRecords = (caller: Caller | null, village: string): boolean => {
  if (!caller) return false
  const held: readonly string[] = caller.offices
  const who: readonly string[] = RIGHTS.getRecord
  const above = { townshipStaff: 'township', countyStaff: 'county' } as const
  return held.some((office) =>
    office in above
      ? who.includes(above[office as 'townshipStaff']) && village.startsWith(caller.village)
      : caller.village === village && who.includes(office),
  )
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
    const all = seesRecords(caller, village)
    const rows = (await packagesOf(tx, village, proposal)).filter((row) => all || row.kind === 'public')
    const may: readonly string[] = RIGHTS.makePackage
    const mayMake =
      caller?.village === village && hasEnded(stage) && caller.offices.some((office) => may.includes(office))
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
  const rows = await inVillage(parts.db, village, (tx) => packagesOf(tx, village, proposal))
  const row = rows.find((one) => one.id === id)
  if (!row) throw new Rejection('notFound')
  if (row.kind === 'office' && !seesRecords(caller, village))
    throw new Rejection(caller ? 'forbidden' : 'notSignedInToAccount')
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
  if (!hasEnded(stage)) throw new Rejection('notEnded')
  const may: readonly string[] = RIGHTS.makePackage
  const office = caller.offices.find((one: Office) => may.includes(one)) ?? null
  return { rows: await makePackages(parts, village, proposal, { personId: caller.personId, office }, now) }
}
