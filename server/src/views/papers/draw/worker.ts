/** Draws away from the thread that answers requests. Started by draw.ts only. */
import { parentPort, workerData } from 'node:worker_threads'
import { useFaces } from './fonts.ts'
import { drawPdf } from './pdf.ts'
import { printablePaper } from './printable.ts'
import type { Asked, Drawn } from './protocol.ts'
import { drawWord } from './word.ts'

useFaces((workerData as { faces: string | null }).faces)
const DRAW = { pdf: drawPdf, docx: drawWord }

async function answer({ id, paper, format }: Asked): Promise<Drawn> {
  try {
    const fit = printablePaper(paper, format)
    return { id, bytes: await DRAW[format](fit.paper, fit.wide) }
  } catch (error) {
    return { id, failed: String(error) }
  }
}

parentPort?.on('message', async (asked: Asked) => parentPort?.postMessage(await answer(asked)))
