import { z } from 'zod'
import { ACT_STATES } from '../law/acts-of-two.ts'
import { NUMBER_WAYS } from '../law/numbers.ts'
import { keysOf } from '../words/vocabulary.ts'
import { contracts, done, id, instant, inVillage, text, waits, wholeText } from './contract.ts'

const ofPerson = inVillage.extend({ person: id })
const phone = z.string().max(20)
const codeOf = z.object({ code: z.string().max(10), challenge: id })

/** 更换号码 as the second person sees it before he says yes: numbers only in part. */
export const numberShown = z
  .object({
    /** null: no change of it. */
    phone: z.object({ before: z.string().nullable(), after: z.string() }).nullable(),
    idNumber: z.object({ before: z.string().nullable(), after: z.string() }).nullable(),
    since: instant.nullable(),
    active: z.boolean(),
    activeFrom: instant.nullable(),
    /** The old number, while it was his, has said yes. */
    agreed: z.boolean(),
  })
  .nullable()
/** 导入清单: how long it is, and how far I have read it. */
export const listShown = z.object({ importId: id, total: z.int(), read: z.int() }).nullable()

const recordShown = z.object({
  id,
  name: z.string(),
  birthDate: z.string(),
  household: z.string().nullable(),
  villageGroup: z.string().nullable(),
  idNumberMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
})
/** 重复登记: both records, to be laid side by side. */
export const mergeShown = z.object({ stays: recordShown, goes: recordShown }).nullable()

/** 号码、纸条、导入清单: what makes a number somebody's. */
export const numbersApi = contracts({
  getMyNumber: {
    method: 'GET',
    path: '/api/me/number',
    summary: 'My number in part, and whether a ballot may come from it',
    reply: z.object({
      phoneMasked: z.string().nullable(),
      since: instant.nullable(),
      active: z.boolean(),
      activeFrom: instant.nullable(),
      activeBy: z.enum(keysOf(NUMBER_WAYS)).nullable(),
      /** A change that a clerk has proposed and nobody has confirmed yet. */
      proposed: z
        .object({ actId: id, phoneAfter: z.string().nullable(), at: instant, agreed: z.boolean() })
        .nullable(),
    }),
  },
  askNumberCodes: {
    method: 'POST',
    path: '/api/me/number/codes',
    summary: 'Send a code to my number of today and one to the new number',
    body: z.object({ phone }),
    reply: z.object({
      expiresIn: z.int(),
      again: z.int(),
      oldChallenge: id,
      newChallenge: id,
      oldMasked: z.string(),
    }),
  },
  changeMyNumber: {
    method: 'POST',
    path: '/api/me/number',
    summary: 'Change my number with a code from both; it may vote at once, and every log-in of mine ends',
    body: z.object({ phone, old: codeOf, new: codeOf }),
    reply: done,
  },
  agreeToNumber: {
    method: 'POST',
    path: '/api/villages/:village/acts/:act/agree',
    summary: 'From the old number: the change of number that waits is mine',
    params: inVillage.extend({ act: id }),
    reply: done,
  },
  proposeNumber: {
    method: 'POST',
    path: '/api/villages/:village/people/:person/number',
    summary: 'Propose another phone or ID number; the old number is told, an oversight member confirms',
    params: ofPerson,
    body: z.object({
      phone: phone.optional(),
      idNumber: z.string().max(20).optional(),
      reason: text(200),
    }),
    reply: waits,
  },
  proposeMerge: {
    method: 'POST',
    path: '/api/villages/:village/people/:person/merge',
    summary:
      'Propose that this record and another are one person: the other stays, an oversight member confirms',
    params: ofPerson,
    body: z.object({ into: id, reason: text(200) }),
    reply: waits,
  },
  confirmIdentity: {
    method: 'POST',
    path: '/api/villages/:village/people/:person/identity-call',
    summary: 'Identity call: I have seen and heard him; a second says the same from his own session',
    params: ofPerson,
    reply: waits,
  },
  findToIdentify: {
    method: 'GET',
    path: '/api/villages/:village/identity-calls',
    summary: 'Whose numbers carry no ballot yet, by a part of the name',
    params: inVillage,
    query: z.object({ q: z.string().min(1).max(40) }),
    reply: z.object({
      rows: z.array(
        z.object({
          id,
          name: z.string(),
          household: z.string().nullable(),
          phoneMasked: z.string().nullable(),
          since: instant.nullable(),
          activeFrom: instant.nullable(),
        }),
      ),
    }),
  },
  getImportList: {
    method: 'GET',
    path: '/api/villages/:village/imports/:id/list',
    summary:
      'What an import changes of log-in, right to vote, departure and offices: opened to its end before it is confirmed',
    params: inVillage.extend({ id }),
    query: z.object({ from: wholeText.optional() }),
    reply: z.object({
      state: z.enum(keysOf(ACT_STATES)),
      total: z.int(),
      /** null: this is the end. */
      next: z.int().nullable(),
      rows: z.array(
        z.object({
          kind: z.enum(['person', 'household', 'office']),
          name: z.string(),
          isNew: z.boolean(),
          fields: z.array(
            z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
          ),
        }),
      ),
    }),
  },
})
