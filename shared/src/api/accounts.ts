import { z } from 'zod'
import { contracts, divisionCode, done, id, instant, office, text } from './contract.ts'

/** Somebody an account may act as. */
export const capacity = z.object({
  village: divisionCode,
  villageName: z.string(),
  /** 社区: its pages say 居民 where a village's say 村民. */
  community: z.boolean().optional(),
  /** 已并入: the name of the village that this one has become part of; here only what was begun is finished. */
  movedTo: z.string().nullish(),
  personId: id,
  name: z.string(),
  offices: z.array(office),
  /** 户籍在那里 and not gone. */
  registered: z.boolean(),
  isMe: z.boolean().optional(),
  /** none: enter at once · set: a PIN must be set first · pin: the PIN is asked */
  factor: z.enum(['none', 'set', 'pin']),
})
export type Capacity = z.infer<typeof capacity>
export const signedIn = z.object({
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.int(),
  /** Of the phone, whoever acts. */
  accountId: id,
  acting: capacity.nullable(),
  capacities: z.array(capacity),
})
/** One thing that waits for a person now. */
export const waitingItem = z.object({
  kind: z.enum([
    'signIn',
    'vote',
    'read',
    'answer',
    'challenge',
    'review',
    'confirm',
    'second',
    'change',
    'judge',
    'accept',
    'convene',
    'prepare',
    'post',
    'photo',
    'classify',
    /** 会议正在开: of its recorder, and of its tellers until the last poll has ended. */
    'record',
    'teller',
    'count',
    /** 数不出来: to the chair and the oversight committee, where the tellers have not agreed in their hours. */
    'countLate',
    'minutes',
    'approve',
    'file',
    /** 政策关: the township's look before step 1 ends. */
    'precheck',
    'packageFailed',
    /** 登记的公钥: waits for the other of the two offices. */
    'officeKey',
    'undelivered',
  ]),
  title: z.string(),
  village: divisionCode,
  meetingId: id.nullable(),
  proposalId: id.nullable(),
  subjectId: id.nullable(),
  dueAt: instant.nullable(),
})

export const accountApi = contracts({
  requestCode: {
    method: 'POST',
    path: '/api/login/code',
    summary: 'Send a one-time code to a phone',
    body: z.object({
      phone: z.string().max(20),
      /** As the answer before named it, where this device asks again. */
      challenge: id.optional(),
    }),
    reply: z.object({
      sent: z.literal(true),
      /** Seconds for which this code is good, and until another may be asked for. */
      expiresIn: z.int(),
      again: z.int(),
      /** Of this device: to be sent along with the code, or when asking again. */
      challenge: id,
      /** voice: eight digits, spoken in a call. */
      by: z.enum(['sms', 'voice']),
    }),
  },
  login: {
    method: 'POST',
    path: '/api/login',
    summary: 'Log in with phone and code',
    body: z.object({
      phone: z.string().max(20),
      /** Of the message or the call; after too many wrong ones also of the slip from the village office. */
      code: z.string().max(10),
      challenge: id.optional(),
    }),
    reply: signedIn,
  },
  chooseCapacity: {
    method: 'POST',
    path: '/api/login/capacity',
    summary: 'Choose whom to act as, with the personal factor where one is asked',
    body: z.object({
      village: divisionCode,
      personId: id,
      pin: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      newPin: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      paperCode: z.string().max(20).optional(),
    }),
    reply: signedIn,
  },
  refreshSession: {
    method: 'POST',
    path: '/api/session/refresh',
    summary: 'A new access token for the cookie',
    body: z.object({}).nullish(),
    reply: signedIn,
  },
  endSession: {
    method: 'POST',
    path: '/api/session/end',
    summary: 'Log out here, or everywhere',
    body: z.object({ everywhere: z.boolean().optional() }),
    reply: done,
  },
  getMe: {
    method: 'GET',
    path: '/api/me',
    summary: 'Who I am here, and what I may do',
    reply: z.object({
      acting: capacity,
      capacities: z.array(capacity),
      offices: z.array(office),
      officesAbove: z.array(office),
    }),
  },
  listWaiting: {
    method: 'GET',
    path: '/api/me/waiting',
    summary: 'What waits for me',
    reply: z.object({ rows: z.array(waitingItem) }),
  },
  getMyRecord: {
    method: 'GET',
    path: '/api/me/record',
    summary: 'What I took part in: never what I chose',
    reply: z.object({
      rows: z.array(
        z.object({
          meetingId: id,
          title: z.string(),
          assembly: z.string(),
          opensAt: instant,
          way: z.enum(['inHall', 'online']).nullable(),
          voted: z.int(),
          receipts: z.array(z.string()),
          /** Each receipt with its poll; `listed`: the list of opened ballots can be looked at. */
          ballots: z.array(
            z.object({ pollId: id, question: z.string(), receipt: z.string(), listed: z.boolean() }),
          ),
        }),
      ),
    }),
  },
  changePin: {
    method: 'POST',
    path: '/api/me/pin',
    summary: 'Change my PIN',
    body: z.object({ pin: z.string().regex(/^\d{6}$/), newPin: z.string().regex(/^\d{6}$/) }),
    reply: done,
  },
  listOutbox: {
    method: 'GET',
    path: '/api/outbox',
    summary: 'Demo only: what would have been sent by SMS',
    query: z.object({ q: z.string().max(20).optional() }),
    reply: z.object({
      rows: z.array(
        z.object({
          id,
          kind: z.string(),
          phone: z.string().nullable(),
          text: text(2000),
          createdAt: instant,
        }),
      ),
    }),
  },
})
