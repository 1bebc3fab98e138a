/** 出纸: a paper becomes a file, in one worker thread that is kept. */
import { Worker } from 'node:worker_threads'
import type { PaperFormat } from '@cunyi/shared/papers/paper-kinds.ts'
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import type { Asked, Drawn } from './draw/protocol.ts'
import type { Paper } from './model.ts'

type Waiting = { resolve: (bytes: Buffer) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }

/** The longest roll takes seconds; what takes longer is stuck. */
const TIME_LIMIT_MS = 60_000
/** Whoever asks for more papers than can be drawn waits outside. */
const MOST_WAITING = 30
const waiting = new Map<number, Waiting>()
let worker: Worker | undefined
let last = 0

/**
 * PDF (A4 or A3, faces embedded, the same bytes for the same paper) or Word. A character that no face has is refused
 * with its name: `glyphMissing`.
 */
export function drawPaper(paper: Paper, format: PaperFormat): Promise<Buffer> {
  if (waiting.size >= MOST_WAITING) return Promise.reject(new Rejection('notReady'))
  const drawer = started()
  last += 1
  const asked: Asked = { id: last, paper, format }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => stop(new Error('Drawing a paper took too long.')), TIME_LIMIT_MS)
    waiting.set(asked.id, { resolve, reject, timer })
    drawer.ref()
    drawer.postMessage(asked)
  })
}

function started(): Worker {
  if (worker) return worker
  const fresh = new Worker(new URL('./draw/worker.ts', import.meta.url))
  fresh.unref()
  fresh.on('message', settle)
  fresh.on('error', stop)
  worker = fresh
  return fresh
}

function settle(drawn: Drawn) {
  const one = waiting.get(drawn.id)
  if (!one) return
  waiting.delete(drawn.id)
  clearTimeout(one.timer)
  // Nothing to draw: the thread keeps no process alive.
  if (waiting.size === 0) worker?.unref()
  if ('bytes' in drawn) one.resolve(Buffer.from(drawn.bytes))
  else if ('missing' in drawn)
    one.reject(new Rejection('glyphMissing', { characters: drawn.missing.join('、') }))
  else one.reject(new Error(drawn.failed))
}

/** The next paper begins with a fresh thread. */
function stop(error: Error) {
  const broken = worker
  worker = undefined
  void broken?.terminate()
  for (const { reject, timer } of waiting.values()) {
    clearTimeout(timer)
    reject(error)
  }
  waiting.clear()
}
