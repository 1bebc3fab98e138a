import { readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { buildVillage } from '../village.ts'

/** As a full disk answers: the file is made, and its content finds no place. */
async function fillDisk() {
  const handle = await open(new URL(import.meta.url), 'r')
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  const disk = vi.spyOn(Object.getPrototypeOf(handle), 'writeFile').mockRejectedValue(full)
  await handle.close()
  return disk
}

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')

test('a full disk for attachments is said in words, leaves nothing half, and is over when there is room', async () => {
  const village = await buildVillage({ villagers: 1 })
  const bring = () =>
    village.upload(
      'villageDirector',
      'uploadFile',
      { name: 'a.pdf', type: 'application/pdf', content: PDF },
      { query: { purpose: 'paper' } },
    )
  const disk = await fillDisk()
  const { status, body } = await bring()
  expect([status, body.code]).toEqual([507, 'storageFull'])
  expect(body.messageZh).toMatch('磁盘已满')
  const { files } = village.parts.config
  const left = readdirSync(files, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  expect(left).toEqual([])
  disk.mockRestore()
  expect((await bring()).status).toBe(200)
})
