import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bombPdf, unendedPdf, wideJpeg, widePng } from '../cost/hostile.ts'
import { buildVillage, type Village } from '../village.ts'

const upload = (village: Village, name: string, content: Buffer) =>
  village.upload(
    name,
    'uploadFile',
    { name: 'a', type: 'image/jpeg', content },
    { query: { purpose: 'opinion' } },
  )
const PDF = Buffer.from('%PDF-1.4\n%%EOF\n')

describe('附件: what may be read, and how much of it', () => {
  test("a phone's 64 and 108 megapixels are shrunk", async () => {
    const village = await buildVillage({ villagers: 1 })
    expect((await upload(village, 'villager-1', await wideJpeg(9248, 6936))).body).toMatchObject({
      mime: 'image/jpeg',
    })
    expect((await upload(village, 'villager-1', await wideJpeg(12_000, 9000))).status).toBe(200)
    expect((await upload(village, 'villager-1', await widePng(9248, 6936))).status).toBe(200)
  })

  test('one that cannot be read line by line is told as having too many pixels, and not as damaged', async () => {
    const village = await buildVillage({ villagers: 1 })
    const passes = await wideJpeg(9248, 6936, { progressive: true })
    expect((await upload(village, 'villager-1', passes)).body).toMatchObject({
      code: 'attachmentTooManyPixels',
      params: { megapixels: 65, most: 40 },
    })
    expect(
      (await upload(village, 'villager-1', await wideJpeg(7000, 5000, { progressive: true }))).status,
    ).toBe(200)
  })

  test('what villages brought: bytes behind %PDF- are no paper, a 64-megapixel photo is shrunk', async () => {
    const village = await buildVillage({ villagers: 1 })
    const brought = (name: string) => readFileSync(join(import.meta.dirname, 'input', name))
    const paper = await upload(village, 'villager-1', brought('pdf-not-really.pdf'))
    expect(paper).toMatchObject({ status: 422, body: { code: 'attachmentUnreadable' } })
    expect(paper.body.messageZh).toBe('文件已损坏或内容与扩展名不符')
    // Cut off on its way: the end is missing.
    expect(
      (await upload(village, 'villager-1', Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer'))).body.code,
    ).toBe('attachmentUnreadable')
    expect((await upload(village, 'villager-1', brought('photo-64-megapixel.png'))).body).toMatchObject({
      mime: 'image/jpeg',
    })
  })

  test('a paper is read once from front to back: nothing in it is looked for again and again', async () => {
    const village = await buildVillage({ villagers: 1 })
    const begun = performance.now()
    expect((await upload(village, 'villager-1', unendedPdf(9_000_000))).status).toBe(200)
    expect((await upload(village, 'villager-1', bombPdf(1000))).body.code).toBe('attachmentLocked')
    expect(performance.now() - begun).toBeLessThan(60_000)
  })

  test('two hundred an hour: those on their way count, and so do those that were refused', async () => {
    const village = await buildVillage({ villagers: 2 })
    // The hour passes by the real clock only.
    village.parts.config.clock = undefined
    const codes = async (n: number, content: Buffer) =>
      (await Promise.all(Array.from({ length: n }, () => upload(village, 'villager-1', content)))).map(
        ({ body }) => body.code ?? 'kept',
      )
    const first = await codes(10, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0]))
    expect(new Set(first)).toEqual(new Set(['attachmentUnreadable']))
    const many = await codes(195, PDF)
    expect(many.filter((code) => code === 'rateLimited')).toHaveLength(5)
    expect(many.filter((code) => code === 'kept')).toHaveLength(190)
    expect((await upload(village, 'villager-1', PDF)).status).toBe(429)
    expect((await upload(village, 'villager-2', PDF)).status).toBe(200)
  })
})
