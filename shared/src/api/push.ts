import { z } from 'zod'
import { contracts, done } from './contract.ts'

/** base64url, as long as a browser's keys are. */
const PUBLIC_KEY = z.string().regex(/^[\w-]{87}$/)
const SECRET = z.string().regex(/^[\w-]{22}$/)

export const pushApi = contracts({
  getPushKey: {
    method: 'GET',
    path: '/api/me/push',
    summary: 'The key with which a browser asks for push notifications; null where they are off',
    reply: z.object({
      publicKey: z.string().nullable(),
      /** This log-in has asked for them. */
      on: z.boolean(),
    }),
  },
  subscribePush: {
    method: 'POST',
    path: '/api/me/push',
    summary: 'Send my reminders to this browser too, until I log out here',
    body: z.object({ endpoint: z.url().max(1000), p256dh: PUBLIC_KEY, auth: SECRET }),
    reply: done,
  },
  unsubscribePush: {
    method: 'DELETE',
    path: '/api/me/push',
    summary: 'No more push notifications to this browser',
    reply: done,
  },
})
