/**
 * 演示: the requests that only a demo has, on this machine alone unless it was opened to the network. They are no part of
 * the product's list: no other server has a route for them.
 */
import { z } from 'zod'
import { signedIn } from './accounts.ts'
import { contracts, divisionCode, instant } from './contract.ts'

const words = z.object({ zh: z.string(), en: z.string() })

export const demoApi = contracts({
  getDemo: {
    method: 'GET',
    path: '/api/demo',
    summary: 'Demo only: who can be entered as, where its clock stands and what happens next',
    reply: z.object({
      roles: z.array(
        z.object({
          /** The number to log in with, where one would rather do it by hand. */
          phone: z.string(),
          name: z.string(),
          role: words,
          tries: words,
          village: divisionCode.nullable(),
        }),
      ),
      now: instant,
      /** How far its clock was moved ahead of the real one, in whole days. */
      daysAhead: z.int(),
      /** The next thing on the calendar, of the big village; nothing within a year. */
      next: z.object({ at: instant, what: z.string(), title: z.string() }).nullable(),
      /** Days since it was filled, by its own clock; `isOld`: what hung and what was open has ended. */
      days: z.int(),
      isOld: z.boolean(),
    }),
  },
  enterAs: {
    method: 'POST',
    path: '/api/session/demo',
    summary: 'Demo only: log in as one of its people without a code',
    body: z.object({ phone: z.string().max(20) }),
    reply: signedIn,
  },
  moveClock: {
    method: 'POST',
    path: '/api/demo/clock',
    summary: 'Demo only: move its clock forward; answers when everything due on the way is done',
    body: z.object({ to: instant }),
    reply: z.object({ now: instant, done: z.int() }),
  },
})
