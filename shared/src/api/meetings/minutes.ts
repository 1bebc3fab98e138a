import { z } from 'zod'
import {
  contracts,
  done,
  id,
  instant,
  keepsWriting,
  namedPerson,
  ofMeeting,
  whole,
  wholeText,
  writing,
  writingKept,
} from '../contract.ts'

export const minutesApi = contracts({
  getMinutes: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/minutes',
    summary: 'The minutes as drafted from the records',
    params: ofMeeting,
    reply: z.object({
      version: z.int(),
      facts: z.record(z.string(), z.unknown()),
      gist: z.string(),
      finalOpinion: z.string(),
      /** What was said beforehand and how it was answered: for the recorder to begin with; empty once saved. */
      draftGist: z.string(),
      signedBy: z.array(namedPerson),
      signedOnPaper: z.array(namedPerson),
      missing: z.array(namedPerson),
      approvedBy: namedPerson.nullable(),
      approvedAt: instant.nullable(),
      /** The signed paper, as it was scanned. */
      scan: z.object({ id, digest: z.string() }).nullable(),
    }),
  },
  listMinutes: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/minutes/versions',
    summary: 'Every version of the minutes',
    params: ofMeeting,
    reply: z.object({
      rows: z.array(
        z.object({
          version: z.int(),
          by: namedPerson,
          at: instant,
          signatures: z.int(),
          approvedAt: instant.nullable(),
        }),
      ),
    }),
  },
  getMinutesDifference: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/minutes/difference',
    summary: 'Two versions of what the recorder wrote, side by side',
    params: ofMeeting,
    query: z.object({ from: wholeText, to: wholeText }),
    reply: z.object({
      parts: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
      /** Whether the facts from the records differ as well. */
      factsDiffer: z.boolean(),
    }),
  },
  approveMinutes: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/minutes/approve',
    summary: 'The chair approves the newest version',
    params: ofMeeting,
    body: z.object({ version: whole }),
    reply: done,
  },
  attachSignedMinutes: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/minutes/scan',
    summary: 'Attach the scan of the signed paper, with who signed on it',
    params: ofMeeting,
    body: z.object({ attachmentId: id, signedOnPaper: z.array(id).max(3000) }),
    reply: z.object({ digest: z.string(), missing: z.int() }),
  },
  saveMinutes: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/minutes',
    summary: 'Add the gist of what was said',
    params: ofMeeting,
    body: z.object({
      gist: z.string().max(20_000),
      finalOpinion: z.string().max(4000),
      /** Of what was being written, as the page kept it last; another one is refused. */
      revision: whole.optional(),
    }),
    reply: z.object({ version: z.int() }),
  },
  getMinutesWriting: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/minutes/writing',
    summary: 'What is being written of the minutes, and from where',
    params: ofMeeting,
    reply: writing,
  },
  keepMinutesWriting: {
    method: 'PUT',
    path: '/api/villages/:village/meetings/:meeting/minutes/writing',
    summary: 'Keep what is being written of the minutes; nothing is written over unseen',
    params: ofMeeting,
    body: keepsWriting,
    reply: writingKept,
  },
  signMinutes: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/minutes/sign',
    summary: 'Sign the minutes oneself',
    params: ofMeeting,
    body: z.object({}).optional(),
    reply: done,
  },
})
