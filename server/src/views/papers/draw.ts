/** 出纸: a paper becomes a file, in one worker thread that is kept. */
import { Worker } from 'node:worker_threads'
import type { PaperFormat } from '@cunyi/shared/papers/paper-kinds.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { mustBeOutside } from '#base/database/within.ts'
import { facesIn } from './draw/fonts.ts'
import type { Asked, Drawn } from './draw/protocol.ts'
import type { Paper } from './model.ts'

type Waiting = {
  asked: Asked
  limitMs: number
  resolve: (bytes: Buffer) => void
  reject: (error: Error) => void
}

/** The longest roll takes seconds; what takes longer is stuck. Counted from the start of drawing. */
const TIME_LIMIT_MS = 60_000
/** Whoever asks for more papers than can be drawn comes again later. */
const MOST_WAITING = 30
const line: Waiting[] = []
let drawing: (Waiting & { timer: NodeJS.Timeout }) | undefined
let worker: Worker | undefined
let last = 0
let faces: string | null = null

/** Which folder of the operator's faces counts, before the first paper is drawn. Throws one sentence where a file is none. */
export function drawWith(folder: string | null): void {
  if (folder !== null) facesIn(folder)
  faces = folder
}

/**
 * PDF (A4 or A3, faces embedded, the same bytes for the same paper) or Word. A character that no face has is printed in
 * words (`draw/printable.ts`). A full line is refused with `notReady`, except to who is `patient`: a package needs
 * every paper, and waits.
 */
export function drawPaper(
  paper: Paper,
  format: PaperFormat,
  { patient = false, limitMs = TIME_LIMIT_MS } = {},
): Promise<Buffer> {
  mustBeOutside('the drawing of a paper')
  if (!patient && line.length >= MOST_WAITING) return Promise.reject(new Refused('notReady'))
  last += 1
  const asked: Asked = { id: last, paper, format }
  return new Promise((resolve, reject) => {
    line.push({ asked, limitMs, resolve, reject })
    drawNext()
  })
}

/** One after the other, so that a stuck paper takes no other with it. */
function drawNext() {
  if (drawing) return
  const next = line.shift()
  // Nothing to draw: the thread keeps no process alive.
  if (!next) return worker?.unref()
  const drawer = started()
  const timer = setTimeout(() => fail(new Error('Drawing a paper took too long.')), next.limitMs)
  drawing = { ...next, timer }
  drawer.ref()
  try {
    drawer.postMessage(next.asked)
  } catch (error) {
    fail(error as Error)
  }
}

function started(): Worker {
  if (worker) return worker
  const fresh = new Worker(new URL('./draw/worker.ts', import.meta.url), { workerData: { faces } })
  fresh.unref()
  fresh.on('message', settle)
  fresh.on('error', (error) => {
    if (worker === fresh) fail(error)
  })
  worker = fresh
  return fresh
}

function settle(drawn: Drawn) {
  if (drawing?.asked.id !== drawn.id) return
  const { resolve, reject, timer } = drawing
  clearTimeout(timer)
  drawing = undefined
  if ('bytes' in drawn) resolve(Buffer.from(drawn.bytes))
  else reject(new Error(drawn.failed))
  drawNext()
}

/** The paper being drawn fails; the next one begins with a fresh thread. */
function fail(error: Error) {
  void worker?.terminate()
  worker = undefined
  const failed = drawing
  drawing = undefined
  if (failed) {
    clearTimeout(failed.timer)
    failed.reject(error)
  }
  drawNext()
}
