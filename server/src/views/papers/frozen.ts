/**
 * 定稿的文件: kept when a settled paper is first asked for, or packed, and served from then on: a later layout, face or
 * name does not change it. It is drawn outside any transaction; of two processes the first to write it down is right.
 */
import type { PaperFormat } from '@cunyi/shared/papers/paper-kinds.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { keepContent, readContent } from '#base/files/store.ts'
import type { Parts } from '#base/parts/parts.ts'
import { findFrozen, insertFrozen } from './queries.ts'

export type Which = {
  villageId: string
  proposalId: string
  paper: string
  state: string
  format: PaperFormat
}
type Kept = Which & { digest: string; size: number; title: string; at: Date }

/** What hangs in the store counts first, then the rows, with one entry of the chain for those that are new. */
export async function freezeAll(
  parts: Parts,
  of: { villageId: string; proposalId: string; now: Date },
  drawn: readonly { paper: string; state: string; format: PaperFormat; title: string; bytes: Buffer }[],
): Promise<void> {
  const { villageId, proposalId, now } = of
  const rows: Kept[] = []
  for (const { bytes, ...one } of drawn)
    rows.push({
      villageId,
      proposalId,
      ...one,
      digest: await keepContent(parts.config, bytes),
      size: bytes.length,
      at: now,
    })
  await inVillage(parts.db, villageId, async (tx) => {
    const written = new Set(await insertFrozen(tx, rows))
    const papers = rows.filter(({ digest }) => written.has(digest))
    if (papers.length === 0) return
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'freezePaper',
      by: null,
      office: null,
      proposalId,
      payload: {
        papers: papers.map(({ paper, state, format, digest }) => ({ paper, state, format, digest })),
      },
    })
  })
}

/** Draws and keeps it; whoever was quicker has said what the file is. A store that is full stops nobody's paper. */
export async function freeze(
  parts: Parts,
  which: Which,
  title: string,
  draw: () => Promise<Buffer>,
  now: Date,
): Promise<Buffer> {
  const bytes = await draw()
  const { villageId, proposalId, ...one } = which
  try {
    await freezeAll(parts, { villageId, proposalId, now }, [{ ...one, title, bytes }])
    const kept = await inVillage(parts.db, villageId, (tx) => findFrozen(tx, which))
    return kept ? await readContent(parts.config, kept.digest) : bytes
  } catch (error) {
    parts.log.error({ err: error }, 'a settled paper was not kept: the next request tries again')
    return bytes
  }
}
