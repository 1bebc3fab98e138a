/**
 * 演示: the requests that only a demo has, on this machine alone unless it was opened to the network. They are no part of
 * the product's list: no other server has a route for them.
 */
import { z } from 'zod'
import { signedIn } from './accounts.ts'
import { contracts, divisionCode, id, instant } from './contract.ts'

const words = z.object({ zh: z.string(), en: z.string() })

/** 跟着走一遍: what a newcomer's own matter waits for, in the order in which it comes. */
export const TOUR_SCENES = [
  'draft',
  'submit',
  'sit',
  'convene',
  'wait',
  'come',
  'open',
  'vote',
  'ballots',
  'close',
  'count',
  'end',
  'review',
  'post',
  'hang',
  'carryOut',
  'pack',
  'archived',
  /** Not on the way of the tour: shelved, withdrawn, or for another body. */
  'elsewhere',
] as const
export type TourScene = (typeof TOUR_SCENES)[number]
const tourTold = z.object({
  scene: z.enum(TOUR_SCENES),
  village: divisionCode,
  title: z.string(),
  proposal: id.nullable(),
  meeting: id.nullable(),
  poll: id.nullable(),
  disclosure: id.nullable(),
})
export type TourTold = z.infer<typeof tourTold>

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
      /** Filled by another version of the program than the one that runs. */
      isBehind: z.boolean(),
      /** Whether the launcher stands by, which throws it away and makes a new one. */
      canRefresh: z.boolean(),
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
  refreshDemo: {
    method: 'POST',
    path: '/api/demo/refresh',
    summary: 'Demo only: throw it away and make a new one; the server is away for about a minute',
    body: z.object({}),
    reply: z.object({ away: z.literal(true) }),
  },
  getTour: {
    method: 'GET',
    path: '/api/demo/tour',
    summary: 'Demo only: how far the matter has come that was drafted since then',
    query: z.object({ since: instant }),
    reply: tourTold,
  },
  playOthers: {
    method: 'POST',
    path: '/api/demo/tour',
    summary:
      'Demo only: everybody else does what is next, by the product’s own requests: sits, signs in, votes, counts, posts, carries out; the clock moves with it',
    /** The scene as he sees it: one that is over is not played again, nor the next in its place. */
    body: z.object({ since: instant, scene: z.enum(TOUR_SCENES) }),
    reply: tourTold,
  },
})
