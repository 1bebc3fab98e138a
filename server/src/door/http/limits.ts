/** 大小: what may be sent at once. A 413 names the limit that was gone over. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { FastifyRequest } from 'fastify'
import { fitLine } from './texts.ts'

export const MEGABYTE = 1024 * 1024
/** A request without a file. */
export const MOST_REQUEST_MEGABYTES = 1

/** The one file of a form, held to the limit of its kind; `read` may hold it to limits of its own. */
export async function takeFile(
  request: FastifyRequest,
  megabytes: number,
  read?: (stream: AsyncIterable<Buffer>) => Promise<Buffer>,
): Promise<{ name: string; content: Buffer }> {
  try {
    const part = await request.file({
      limits: { fileSize: megabytes * MEGABYTE },
      throwFileSizeLimit: false,
    })
    if (!part) throw new Refused('malformed')
    const content = read ? await read(part.file) : await part.toBuffer()
    if (part.file.truncated) throw new Refused('attachmentTooLarge', { megabytes })
    // A part without a name is a file all the same.
    return { name: fitLine(part.filename ?? 'file', 'filename'), content }
  } catch (error) {
    throw isOfForm(error) ? new Refused('malformed') : error
  }
}

/** What the reader of forms says of one that is none, or is cut off: in words alone, without a code or a status. */
const isOfForm = (error: unknown) =>
  error instanceof Error && !(error instanceof Refused) && !('code' in error) && !('statusCode' in error)
