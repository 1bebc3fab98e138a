/** Phones: one connection each, opened beforehand; every one sends its ballot at the same instant. Loopback only. */
import { connect, type Socket } from 'node:net'

export type Shot = { method?: 'GET' | 'POST'; path: string; token: string; body: string }
export type Hit = { status: number; body: string; ms: number; error: string | null }

const requestOf = ({ method = 'POST', path, token, body }: Shot, host: string) =>
  Buffer.from(
    `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n${body === '' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`}\r\n${body}`,
  )

/** Reads one answer after the other off one line. */
class Line {
  readonly socket: Socket
  #text = ''
  #waiting: ((hit: { status: number; body: string } | Error) => void) | null = null

  constructor(socket: Socket) {
    this.socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => {
      this.#text += chunk.toString('latin1')
      this.#read()
    })
    const broken = (error?: Error) => this.#done(error ?? new Error('closed'))
    socket.on('error', broken)
    socket.on('close', () => broken())
  }

  send(request: Buffer): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      this.#waiting = (hit) => (hit instanceof Error ? reject(hit) : resolve(hit))
      if (this.socket.destroyed) this.#done(new Error('closed'))
      else this.socket.write(request)
    })
  }

  #done(hit: { status: number; body: string } | Error) {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.(hit)
  }

  #read() {
    const end = this.#text.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#text.slice(0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#text.length < end + 4 + length) return
    const body = this.#text.slice(end + 4, end + 4 + length)
    this.#text = this.#text.slice(end + 4 + length)
    this.#done({ status: Number(head.slice(9, 12)), body })
  }
}

async function connectAll(count: number, port: number): Promise<Line[]> {
  const lines: Line[] = []
  for (let i = 0; i < count; i += 200)
    lines.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(200, count - i) }, async () => {
          const socket = connect(port, '127.0.0.1')
          await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
          return new Line(socket)
        }),
      )),
    )
  return lines
}

/** Every shot once, over `lines` connections; with as many lines as shots all go out at one instant. */
export async function fire(
  port: number,
  shots: readonly Shot[],
  lines = shots.length,
  onAnswer: (answered: number) => void = () => {},
): Promise<{ hits: Hit[]; totalMs: number }> {
  const requests = shots.map((shot) => requestOf(shot, `127.0.0.1:${port}`))
  const open = await connectAll(lines, port)
  const hits: Hit[] = new Array(shots.length)
  const begin = performance.now()
  let next = 0
  let answered = 0
  await Promise.all(
    open.map(async (line) => {
      for (let at = next++; at < shots.length; at = next++) {
        const sent = performance.now()
        try {
          const { status, body } = await line.send(requests[at] as Buffer)
          hits[at] = { status, body, ms: performance.now() - sent, error: null }
          onAnswer(++answered)
        } catch (error) {
          hits[at] = { status: 0, body: '', ms: performance.now() - sent, error: (error as Error).message }
        }
      }
    }),
  )
  const totalMs = performance.now() - begin
  for (const line of open) line.socket.destroy()
  return { hits, totalMs }
}
