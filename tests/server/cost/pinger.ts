/** A thread of its own, so that what the test is busy with is not taken for the server's: asks one address again and again. */
import { Agent, get } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

const { urls, everyMs } = workerData as { urls: string[]; everyMs: number }
const agent = new Agent({ keepAlive: true })
const slowest = urls.map(() => 0)
const asked = urls.map(() => 0)

const ask = (url: string) =>
  new Promise<number>((resolve, reject) => {
    const at = performance.now()
    get(url, { agent }, (reply) => {
      reply.resume().on('end', () => resolve(performance.now() - at))
    }).on('error', reject)
  })

let isOver = false
parentPort?.on('message', () => {
  isOver = true
})
const loops = urls.map(async (url, i) => {
  while (!isOver) {
    const took = await ask(url)
    slowest[i] = Math.max(slowest[i] ?? 0, took)
    asked[i] = (asked[i] ?? 0) + 1
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
})
await Promise.all(loops)
agent.destroy()
parentPort?.postMessage({ slowest, asked })
parentPort?.close()
