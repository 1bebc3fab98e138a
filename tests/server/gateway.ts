/** 短信网关的替身: speaks the contract of server/src/village/messages/channels/README.md on the loopback. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Taken = {
  key: string
  phone: string
  text: string
  reportTo: string | undefined
  voice: boolean | undefined
}
/** A status; hang: takes nothing and says nothing. */
export type Answer = number | 'hang'

export interface FakeGateway {
  url: string
  token: string
  /** What it sent on: of each key once. */
  sent: Taken[]
  /** How often it was asked, repeats included; of one number. */
  asked(phone?: string): number
  /** Answers this instead of taking anything; null: takes again. */
  refuse(status: Answer | null): void
  /** Answers some of them otherwise; null: as usual. */
  answer(rule: (phone: string) => Answer | null): void
  /** Called with every request before it is answered. */
  onAsked(then: (asked: number, phone: string) => void): void
  close(): Promise<void>
}

export async function fakeGateway(): Promise<FakeGateway> {
  const sent = new Map<string, Taken>()
  const token = 'fake-token'
  const phones: string[] = []
  let refusing: Answer | null = null
  let answerOf: (phone: string) => Answer | null = () => null
  let told: (asked: number, phone: string) => void = () => {}
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request) text += piece
    const { phone, text: words, reportTo, voice } = JSON.parse(text)
    phones.push(phone)
    const key = String(request.headers['idempotency-key'] ?? '')
    const isKnown = request.headers.authorization === `Bearer ${token}` && key !== ''
    const status = isKnown ? (refusing ?? answerOf(phone) ?? 200) : 401
    if (status === 200 && !sent.has(key)) sent.set(key, { key, phone, text: words, reportTo, voice })
    told(phones.length, phone)
    if (status !== 'hang') response.writeHead(status).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/send`,
    token,
    get sent() {
      return [...sent.values()]
    },
    asked: (phone) => (phone === undefined ? phones : phones.filter((one) => one === phone)).length,
    refuse: (status) => {
      refusing = status
    },
    answer: (rule) => {
      answerOf = rule
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
