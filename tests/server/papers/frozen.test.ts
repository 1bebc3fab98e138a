/** 定稿: what was settled is the file that it was, whatever becomes of names, faces and layout. */
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { evidence, frozenPapers, people } from '@cunyi/server/base/database/schema/index.ts'
import { makePackages } from '@cunyi/server/views/archive/make.ts'
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { convene, villageWith } from '../meetings/meeting.ts'
import { unzipOf } from '../people/zip.ts'
import { VILLAGE, type Village } from '../village.ts'
import { pdfText } from './read.ts'

const rename = (village: Village) =>
  inVillage(village.db, VILLAGE, (tx) => tx.update(people).set({ name: sql`'新' || ${people.name}` }))
const frozenIn = (village: Village) => inVillage(village.db, VILLAGE, (tx) => tx.select().from(frozenPapers))
const entriesIn = (village: Village) =>
  inVillage(village.db, VILLAGE, (tx) => tx.select().from(evidence).where(eq(evidence.act, 'freezePaper')))
const digests = async (village: Village) => (await frozenIn(village)).map(({ digest }) => digest).sort()

async function noticed() {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal)
  const get = async (kind: string, format = 'pdf') => {
    const at = { params: { proposal, paper: `${kind}.${meeting}` }, query: { format } }
    const { status, body, headers } = await village.ask('villageDirector', 'getPaper', at)
    expect(status).toBe(200)
    return { bytes: body as Buffer, tag: headers.etag, name: headers['content-disposition'] }
  }
  return { village, proposal, get }
}

test('a notice that was sent is the same file, in both formats, after everybody has another name', async () => {
  const { village, proposal, get } = await noticed()
  // Two at once, each drawing its own: one of them is right for both. Word is never drawn twice alike.
  const [one, other] = await Promise.all([get('notice', 'docx'), get('notice', 'docx')])
  expect(other.bytes.equals(one.bytes)).toBe(true)
  const pdf = await get('notice')
  const sheet = await get('signInSheet')
  expect(await entriesIn(village)).toHaveLength(2)
  await rename(village)
  expect((await get('notice', 'docx')).bytes.equals(one.bytes)).toBe(true)
  const again = await get('notice')
  expect([again.bytes.equals(pdf.bytes), again.name]).toEqual([true, pdf.name])
  expect((await get('notice')).tag).toBe(again.tag)
  // What is still being filled in says what is so now.
  expect(await pdfText((await get('signInSheet')).bytes)).not.toBe(await pdfText(sheet.bytes))

  // The chain says which files, and the package has the one that was kept.
  const said = (await entriesIn(village)).flatMap(({ payload }) => payload?.papers as { digest: string }[])
  expect(said.map(({ digest }) => digest).sort()).toEqual(await digests(village))
  await village.must('branchSecretary', 'withdrawProposal', {
    params: { proposal },
    body: { reason: '另行安排' },
  })
  await makePackages(village.parts, VILLAGE, proposal, null, village.clock.now())
  const { rows } = await village.must('branchSecretary', 'listPackages', { params: { proposal } })
  const office = rows.find((row) => row.kind === 'office')?.id ?? ''
  const { body } = await village.ask('branchSecretary', 'getPackage', {
    params: { proposal, package: office },
  })
  const packed = Object.entries(unzipOf(body)).find(([path]) => path.endsWith('/会议通知.pdf'))
  expect(packed?.[1].equals(pdf.bytes)).toBe(true)
})

test('a store that takes nothing stops no paper: it is drawn, and kept with the next request', async () => {
  const { village, get } = await noticed()
  village.parts.log.level = 'silent'
  const { files } = village.parts.config
  village.parts.config.files = '/dev/null/files'
  await get('notice')
  expect(await digests(village)).toEqual([])
  village.parts.config.files = files
  await get('notice')
  expect(await digests(village)).toHaveLength(1)
})
