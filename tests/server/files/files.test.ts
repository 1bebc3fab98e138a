import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'

/** The server's own: the tests need no picture library beside it. */
// biome-ignore lint/suspicious/noExplicitAny: its types are the server's as well
const sharp: any = createRequire(new URL('../../../server/src/base/files/kinds.ts', import.meta.url))('sharp')

const upload = (
  village: Village,
  name: string,
  content: Buffer,
  purpose = 'paper',
  file = { name: 'a.jpg', type: 'image/jpeg' },
) => village.upload(name, 'uploadFile', { ...file, content }, { query: { purpose } })
const get = (village: Village, name: string | null, id: string, params: Record<string, string> = {}) =>
  village.ask(name, 'getFile', { params: { id, ...params } })

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c22' } })
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')

describe('附件', () => {
  test('a photo is kept upright, at most 2000 pixels a side and without its position', async () => {
    const village = await buildVillage({ villagers: 1 })
    const photo = await picture(3000, 1000)
      .withExif({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '32/1 31/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(photo).metadata()).orientation).toBe(6)
    const { status, body } = await upload(village, 'villageDirector', photo)
    expect(status).toBe(200)
    expect(body.mime).toBe('image/jpeg')
    const kept = await sharp((await get(village, 'villageDirector', body.id)).body).metadata()
    expect([kept.width, kept.height]).toEqual([667, 2000])
    expect(kept.exif).toBeUndefined()
    expect(kept.orientation).toBeUndefined()
  })

  test('what a file is, its content says: a page dressed as a photo is refused, a PDF is kept byte for byte', async () => {
    const village = await buildVillage({ villagers: 1 })
    const page = await upload(village, 'villageDirector', Buffer.from('<html><script>alert(1)</script>'))
    expect(page).toMatchObject({ status: 415, body: { code: 'attachmentKind' } })
    const broken = await upload(
      village,
      'villageDirector',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(300)]),
    )
    expect(broken).toMatchObject({ status: 422, body: { code: 'attachmentUnreadable' } })
    const paper = await upload(village, 'villageDirector', PDF, 'paper', {
      name: '../../授权<书>.exe',
      type: 'text/html',
    })
    const kept = await get(village, 'villageDirector', paper.body.id)
    expect(kept.body.equals(PDF)).toBe(true)
    expect(kept.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
    })
    expect(decodeURIComponent(String(kept.headers['content-disposition']))).toContain("UTF-8''授权书.pdf")
  })

  test('more than ten megabytes are refused with the limit', async () => {
    const village = await buildVillage({ villagers: 1 })
    const big = Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)])
    expect((await upload(village, 'villageDirector', big)).body).toMatchObject({
      code: 'attachmentTooLarge',
      params: { megabytes: 10 },
    })
  })

  test('the same content stands once, however often it was uploaded', async () => {
    const village = await buildVillage({ villagers: 1 })
    const [one, two] = [
      await upload(village, 'villageDirector', PDF),
      await upload(village, 'villager-1', PDF),
    ]
    expect(one.body.digest).toBe(two.body.digest)
    expect(one.body.id).not.toBe(two.body.id)
  })

  test('a public photo is seen without log-in', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { id } = (await upload(village, 'villageDirector', await picture(10, 10).png().toBuffer())).body
    expect((await get(village, null, id)).status).toBe(401)
    await village.sql(`update attachments set is_public = true where id = '${id}'`)
    const seen = await get(village, null, id)
    expect(seen.status).toBe(200)
    const again = await village.ask(null, 'getFile', {
      params: { id },
      headers: { 'if-none-match': String(seen.headers.etag) },
    })
    expect(again.status).toBe(304)
  })

  test('who has the file already is answered without the store, and only if he may see it', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { id } = (await upload(village, 'villageDirector', PDF)).body
    const { etag } = (await get(village, 'villageDirector', id)).headers
    rmSync(village.parts.config.files, { recursive: true })
    const ask = (name: string | null, tags: string) =>
      village.ask(name, 'getFile', { params: { id }, headers: { 'if-none-match': tags } })
    expect((await ask('villageDirector', String(etag))).status).toBe(304)
    // As a browser sends it back through a proxy that compresses, and beside an older one.
    expect((await ask('villageDirector', `"old", W/${etag}`)).status).toBe(304)
    expect((await ask(null, String(etag))).status).toBe(401)
  })
})
