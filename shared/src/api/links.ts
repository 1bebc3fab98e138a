import { z } from 'zod'
import { accountApi } from './accounts.ts'
import { contracts, divisionCode, id, instant } from './contract.ts'

/** 专属链接: thirteen signs that cannot be taken for one another; however it is typed. */
export const linkCode = z.string().regex(/^[2-9A-HJ-NP-Za-hj-np-z]{13}$/)

export const linkApi = contracts({
  readMeetingLink: {
    method: 'GET',
    path: '/api/login/link/:code',
    summary: 'What a personal link leads to; only shows, changes nothing',
    params: z.object({ code: z.string().max(40) }),
    reply: z.object({
      village: divisionCode,
      villageName: z.string(),
      meetingId: id,
      title: z.string(),
      opensAt: instant,
      windowEnd: instant.nullable(),
      /** Name and number in part: whoever holds the link learns no more. */
      person: z.string(),
      phone: z.string(),
      /** This device has been used by this account: no code is asked. */
      known: z.boolean(),
    }),
  },
  askLinkCode: {
    method: 'POST',
    path: '/api/login/link/code',
    summary: 'Send a one-time code to the phone a link was sent to',
    body: z.object({ code: z.string().max(40), challenge: id.optional() }),
    reply: accountApi.requestCode.reply,
  },
  enterByLink: {
    method: 'POST',
    path: '/api/login/link',
    summary: 'Log in with a personal link, on a device not known with the code sent to its phone',
    body: z.object({
      code: z.string().max(40),
      /** Of the message or the call. */
      sms: z.string().max(10).optional(),
      challenge: id.optional(),
    }),
    reply: accountApi.login.reply.extend({
      /** Whose link it is: with a factor to give, he is chosen by `chooseCapacity`. */
      personId: id,
      village: divisionCode,
      meetingId: id,
      /** A poll in which he has not voted yet is open. */
      pollId: id.nullable(),
    }),
  },
})
