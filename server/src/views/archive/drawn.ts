/**
 * 成品: papers, forms, index and public page are put together on the day of packing; the entry that covers them says what
 * they were on that day, and the names that stand in the package with them. Drawn alike again, no new entry is needed.
 */
import { nameDigest } from '@cunyi/shared/papers/covered.ts'
import { drawnText, type PackageKind, type PackageManifest } from '@cunyi/shared/papers/package-format.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { nameLine, sha256Text } from '#base/evidence/covers.ts'
import type { CoverLine } from '#base/evidence/queries/covers.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Slice } from './slice.ts'
import { type Files, listed } from './zip.ts'

export type PackedFiles = {
  kind: PackageKind
  facts: Omit<PackageManifest, 'files' | 'publicKey'>
  files: Files
}
type Drawn = {
  villageId: string
  people: readonly { id: string; name: string }[]
  proposal: { id: string }
  slice: Slice
}

const drawnDigest = ({ facts, files }: PackedFiles): string => sha256Text(drawnText(listed(files), facts))

/** What the last such entry says is what was drawn now, and the names are those. */
export function isCovered({ people, slice }: Drawn, packed: readonly PackedFiles[]): boolean {
  const last = slice.lines.filter((line) => line.seq === slice.drawn?.seq)
  const of = (record: string, key: string) => last.find((line) => line.record === record && line.key === key)
  const names = new Map(last.filter((line) => line.record === 'people').map((line) => [line.key, line]))
  return (
    packed.every((one) => of('drawn', one.kind)?.digest === drawnDigest(one)) &&
    people.every((one) => {
      const line = names.get(one.id)
      return line?.salt && line.digest === nameDigest(line.salt, one, sha256Text)
    })
  )
}

export async function coverDrawn(
  parts: Parts,
  { villageId, people, proposal }: Drawn,
  packed: readonly PackedFiles[],
  now: Date,
): Promise<void> {
  const lines = packed.map((one): CoverLine => {
    const digest = drawnDigest(one)
    const shown = one.kind === 'public' ? digest : null
    return { record: 'drawn', key: one.kind, about: proposal.id, digest, shown, salt: null }
  })
  await inVillage(parts.db, villageId, (tx) =>
    appendEvidence(tx, {
      villageId,
      at: now,
      act: 'coverPackage',
      by: null,
      office: null,
      proposalId: proposal.id,
      lines: [...lines, ...people.map((one) => nameLine(one, proposal.id))],
    }),
  )
}
