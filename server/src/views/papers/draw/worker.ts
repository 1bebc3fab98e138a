/** Draws away from the thread that answers requests. Started by draw.ts only. */
import { parentPort } from 'node:worker_threads'
import { missingCharacters } from './fonts.ts'
import { drawPdf } from './pdf.ts'
import type { Asked, Drawn } from './protocol.ts'
import { drawWord } from './word.ts'

const DRAW = { pdf: drawPdf, docx: drawWord }

async function answer({ id, paper, format }: Asked): Promise<Drawn> {
  const missing = missingCharacters(paper)
  if (missing.length > 0) return { id, missing }
  try {
    return { id, bytes: await DRAW[format](paper) }
  } catch (error) {
    return { id, failed: String(error) }
  }
}

parentPort?.on('message', async (asked: Asked) => parentPort?.postMessage(await answer(asked)))
