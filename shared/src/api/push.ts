import { z } from 'zod'
import { contracts, done } from './contract.ts'

const base64url = (length: number) =>
  z
    .string()
    .length(length)
    .regex(/^[\w-]*$/)

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
    body: z.object({ endpoint: z.url().max(1000), p256dh: base64url(87), auth: base64url(22) }),
    reply: done,
  },
  unsubscribePush: {
    method: 'DELETE',
    path: '/api/me/push',
    summary: 'No more push notifications to this browser',
    reply: done,
  },
})
