import { z } from 'zod'
import { contracts, done, id, instant, namedPerson, ofProposal, text } from './contract.ts'

/** 语音说明, with what it says in writing: for whoever does not hear, and for the papers. */
export const voiceNote = z.object({
  id,
  seconds: z.int(),
  transcript: z.string(),
  by: namedPerson,
  at: instant,
})

export const voiceApi = contracts({
  keepVoiceNote: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/voice-note',
    summary: 'Lay a voice note beside a matter, with its transcript; it takes the place of an earlier one',
    params: ofProposal,
    body: z.object({ fileId: id, transcript: text(2000) }),
    reply: done,
  },
  takeDownVoiceNote: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/voice-note/take-down',
    summary: 'Take the voice note down with a reason; it stays on record',
    params: ofProposal,
    body: z.object({ reason: text(400) }),
    reply: done,
  },
  writeSpoken: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/opinions/:opinion/words',
    summary: 'Write down what somebody said aloud',
    params: ofProposal.extend({ opinion: id }),
    body: z.object({ text: text(2000) }),
    reply: done,
  },
})
