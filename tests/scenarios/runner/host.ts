/**
 * A process that serves one file after the other, as asked by server.ts: the program is read once, and what runs
 * often is compiled once. Each server has its own database, clock, folder and port, and is gone before the next.
 */
import { bringUp } from '@cunyi/server/app/start/serve.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { makeLog } from '@cunyi/server/base/system/log.ts'

export type Asked = { start: Record<string, string> } | { stop: true }
export type Told = { address: string } | { stopped: true } | { failed: string }

const tell = (told: Told) => process.send?.(told)
let stop = async () => {}

async function start(env: Record<string, string>) {
  const config = readConfig(env)
  const log = makeLog(config.logLevel)
  const stopping = new AbortController()
  const closers: Array<() => unknown> = []
  stop = async () => {
    stopping.abort()
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  }
  const { address } = await bringUp(config, {
    log,
    stopping: stopping.signal,
    closers,
    endReading: () => {},
    onTaken: (sentence) => log.error(sentence),
  })
  tell({ address })
}

process.on('message', (asked: Asked) => {
  const doing = 'start' in asked ? start(asked.start) : stop().then(() => void tell({ stopped: true }))
  doing.catch((error: unknown) => tell({ failed: String((error as Error).stack) }))
})
// Whoever asks is gone.
process.on('disconnect', () => process.exit())
