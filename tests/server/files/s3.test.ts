import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { keepContent, readContent } from '@cunyi/server/base/files/store.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { afterEach, describe, expect, test } from 'vitest'

const bodyOf = async (request: IncomingMessage) => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** A small store that speaks as much S3 as we use: HEAD, PUT and GET of one object, signed. */
type FakeStore = {
  settings: { files: string; s3: NonNullable<ReturnType<typeof readConfig>['s3']> }
  objects: Map<string, Buffer>
  asked: string[]
}
let server: Server | undefined
async function openStore(answer?: number): Promise<FakeStore> {
  const objects = new Map<string, Buffer>()
  const asked: string[] = []
  const made = createServer(async (request, reply) => {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname)
    asked.push(`${request.method} ${path}`)
    const content = await bodyOf(request)
    if (answer) return void reply.writeHead(answer).end()
    if (!/^AWS4-HMAC-SHA256 Credential=reader\//.test(request.headers.authorization ?? ''))
      return void reply.writeHead(403).end()
    if (request.method === 'PUT') objects.set(path, content)
    const kept = objects.get(path)
    if (!kept)
      return void reply
        .writeHead(404)
        .end(request.method === 'GET' ? '<Error><Code>NoSuchKey</Code></Error>' : undefined)
    reply.writeHead(200, { 'content-length': request.method === 'PUT' ? 0 : kept.length })
    reply.end(request.method === 'GET' ? kept : undefined)
  })
  server = made
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done))
  const { port } = made.address() as AddressInfo
  const { s3 } = readConfig({
    CUNYI_MODE: 'test',
    S3_BUCKET: 'cunyi',
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_ACCESS_KEY: 'reader',
    S3_SECRET_KEY: 'secret',
  })
  if (!s3) throw new Error('the store is set')
  return { settings: { files: '/nowhere', s3 }, objects, asked }
}
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

describe('对象存储', () => {
  test('a content stands once under its digest, and comes back byte for byte', async () => {
    const { settings, objects, asked } = await openStore()
    const paper = Buffer.from('决议书')
    const digest = await keepContent(settings, paper)
    expect([...objects.keys()]).toEqual([`/cunyi/${digest.slice(0, 2)}/${digest}`])
    expect(await keepContent(settings, paper)).toBe(digest)
    expect(asked.filter((one) => one.startsWith('PUT'))).toHaveLength(1)
    expect(await readContent(settings, digest)).toEqual(paper)
  })

  test('a content changed in the store is not handed out', async () => {
    const { settings, objects } = await openStore()
    const digest = await keepContent(settings, Buffer.from('原件'))
    objects.set(`/cunyi/${digest.slice(0, 2)}/${digest}`, Buffer.from('假件'))
    await expect(readContent(settings, digest)).rejects.toThrow('not what was kept')
  })

  test('a store that does not answer is said so, and nothing is taken as kept', async () => {
    const { settings, objects } = await openStore(503)
    await expect(keepContent(settings, Buffer.from('x'))).rejects.toMatchObject({
      code: 'fileStoreUnavailable',
    })
    expect(objects.size).toBe(0)
  })

  test('a bucket without its keys is refused at the start', () => {
    expect(() => readConfig({ CUNYI_MODE: 'test', S3_BUCKET: 'cunyi' })).toThrow(
      'S3_ACCESS_KEY and S3_SECRET_KEY are missing',
    )
    expect(readConfig({ CUNYI_MODE: 'test' }).s3).toBeUndefined()
  })
})
