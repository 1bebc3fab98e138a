/** 推送服务的替身: a browser's push service on the loopback; it opens what it gets as that browser would. */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Browser = { endpoint: string; p256dh: string; auth: string }

export interface FakePushService {
  origin: string
  /** A browser that asked this service for an address. */
  browser(name: string): Browser
  /** What each browser would show, in order. */
  shown: { browser: string; note: { title: string; body: string; link: string; key: string } }[]
  asked(): number
  /** Answers this instead of taking anything; null: takes again. */
  refuse(status: number | null): void
  close(): Promise<void>
}

export async function fakePushService(): Promise<FakePushService> {
  const shown: FakePushService['shown'] = []
  const browsers = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>()
  let asked = 0
  let refusing: number | null = null
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    asked += 1
    const name = request.url?.slice(1) ?? ''
    const keys = browsers.get(name)
    const isKnown = keys !== undefined && request.headers.authorization?.startsWith('vapid ')
    const status = isKnown ? (refusing ?? 201) : 403
    if (status === 201 && keys)
      shown.push({ browser: name, note: JSON.parse(open(Buffer.concat(pieces), keys)) })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    browser: (name) => {
      const ecdh = createECDH('prime256v1')
      const auth = randomBytes(16)
      browsers.set(name, { ecdh, auth })
      return {
        endpoint: `${origin}/${name}`,
        p256dh: ecdh.generateKeys('base64url'),
        auth: auth.toString('base64url'),
      }
    },
    shown,
    asked: () => asked,
    refuse: (status) => {
      refusing = status
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** RFC 8291 with one record of RFC 8188. */
function open(body: Buffer, { ecdh, auth }: { ecdh: ReturnType<typeof createECDH>; auth: Buffer }): string {
  const salt = body.subarray(0, 16)
  const length = body[20] as number
  const sender = body.subarray(21, 21 + length)
  const sealed = body.subarray(21 + length)
  const hkdf = (key: Buffer, with_: Buffer, info: Buffer, size: number) =>
    Buffer.from(hkdfSync('sha256', key, with_, info, size))
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender])
  const secret = hkdf(ecdh.computeSecret(sender), auth, info, 32)
  const key = hkdf(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = hkdf(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const cipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16))
  const text = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
  return text.subarray(0, text.lastIndexOf(2)).toString('utf8')
}
