/** A bare `ws` loop in a process of its own: one text of the same length to every socket, and nothing else. */
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
const first = Buffer.from('{"revision":0,"voted":0}')
server.on('connection', (socket) => socket.send(first, { binary: false }))
server.on('listening', () => process.send?.({ port: (server.address() as { port: number }).port }))
process.on('message', ({ text }: { text?: string }) => {
  if (text === undefined) {
    globalThis.gc?.()
    return process.send?.({ rss: process.memoryUsage().rss })
  }
  const message = Buffer.from(text)
  for (const socket of server.clients) socket.send(message, { binary: false })
})
process.on('disconnect', () => process.exit())
