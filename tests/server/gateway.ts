/** 短信网关的替身: speaks the contract of server/src/village/messages/channels/README.md on the loopback. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Taken = { key: string; phone: string; text: string; reportTo: string | undefined }

export interface FakeGateway {
  url: string
  token: string
  /** What it sent on: of each key once. */
  sent: Taken[]
  /** How often it was asked, repeats included. */
  asked(): number
  /** Answers this instead of taking anything; null: takes again. */
  refuse(status: number | null): void
  /** Called with every request before it is answered. */
  onAsked(then: (asked: number) => void): void
  close(): Promise<void>
}

export async function fakeGateway(): Promise<FakeGateway> {
  const sent = new Map<string, Taken>()
  const token = 'fake-token'
  let asked = 0
  let refusing: number | null = null
  let told: (asked: number) => void = () => {}
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request) text += piece
    asked += 1
    const key = String(request.headers['idempotency-key'] ?? '')
    const isKnown = request.headers.authorization === `Bearer ${token}` && key !== ''
    const status = isKnown ? (refusing ?? 200) : 401
    if (status === 200 && !sent.has(key)) {
      const { phone, text: words, reportTo } = JSON.parse(text)
      sent.set(key, { key, phone, text: words, reportTo })
    }
    told(asked)
    response.writeHead(status).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/send`,
    token,
    get sent() {
      return [...sent.values()]
    },
    asked: () => asked,
    refuse: (status) => {
      refusing = status
    },
    onAsked: (then) => {
      told = then
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
