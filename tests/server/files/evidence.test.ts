/** 附件留痕: a file brought to a matter leaves an entry that says which, by digest, and covers its row; one without a subject waits for the act that names it. */
import { createHash } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { evidence, evidenceCovers } from '@cunyi/server/base/database/schema/index.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { convene, villageWith } from '../meetings/meeting.ts'
import { VILLAGE, type Village } from '../village.ts'

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const bring = async (village: Village, who: string, query: Record<string, string>, content = PDF) =>
  village.upload(who, 'uploadFile', { name: 'a.pdf', type: 'application/pdf', content }, { query })
const inDatabase = <T>(village: Village, fn: Parameters<typeof inVillage<T>>[2]) =>
  inVillage(village.db, VILLAGE, fn)
const entriesOf = (village: Village) =>
  inDatabase(village, (tx) =>
    tx
      .select()
      .from(evidence)
      .where(and(eq(evidence.villageId, VILLAGE), eq(evidence.act, 'uploadFile'))),
  )
const linesOf = (village: Village, key: string) =>
  inDatabase(village, (tx) =>
    tx
      .select()
      .from(evidenceCovers)
      .where(and(eq(evidenceCovers.villageId, VILLAGE), eq(evidenceCovers.key, key))),
  )

test('of a matter: who brought what, by its digest, and the row is covered as belonging to the matter', async () => {
  const { village, proposal } = await villageWith()
  const { status, body } = await bring(village, 'branchSecretary', {
    purpose: 'proposal',
    subjectId: proposal,
  })
  expect(status).toBe(200)
  const digest = createHash('sha256').update(PDF).digest('hex')
  const [entry, ...more] = await entriesOf(village)
  expect(more).toEqual([])
  expect(entry).toMatchObject({
    proposalId: proposal,
    meetingId: null,
    at: village.clock.now(),
    payload: {
      act: 'uploadFile',
      by: village.id('branchSecretary'),
      attachmentId: body.id,
      digest,
      purpose: 'proposal',
      proposalId: proposal,
    },
  })
  expect(await linesOf(village, body.id)).toMatchObject([
    {
      seq: entry?.seq,
      record: 'attachments',
      about: proposal,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ])
  expect((await inDatabase(village, (tx) => verifyChain(tx, VILLAGE))).whole).toBe(true)
  // The same content once more is another file with an entry of its own.
  const again = await bring(village, 'branchSecretary', { purpose: 'proposal', subjectId: proposal })
  expect(again.body.id).not.toBe(body.id)
  expect((await entriesOf(village)).map((one) => one.payload?.digest)).toEqual([digest, digest])
})

test('of a meeting: the entry stands with the meeting', async () => {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal)
  const { body } = await bring(village, 'branchSecretary', { purpose: 'paper', subjectId: meeting })
  const [entry] = await entriesOf(village)
  expect(entry).toMatchObject({ proposalId: null, meetingId: meeting, payload: { attachmentId: body.id } })
  expect(await linesOf(village, body.id)).toMatchObject([{ record: 'attachments', about: meeting }])
})

test('without a subject, and refused: no entry, and nothing is covered', async () => {
  const { village, proposal } = await villageWith()
  const { body } = await bring(village, 'branchSecretary', { purpose: 'paper' })
  const refused = await bring(
    village,
    'branchSecretary',
    { purpose: 'proposal', subjectId: proposal },
    Buffer.from('<html>'),
  )
  expect(refused.status).toBe(415)
  const foreign = await bring(village, 'otherDirector', { purpose: 'proposal', subjectId: proposal })
  expect(foreign.status).toBe(404)
  expect(await entriesOf(village)).toEqual([])
  expect(await linesOf(village, body.id)).toEqual([])
})
