import { z } from 'zod'
import { contracts, day, done, fen, id, instant, inVillage, namedPerson, page, paging, text } from './contract.ts'

const ofDisclosure = inVillage.extend({ disclosure: id })
const ofProposal = inVillage.extend({ proposal: id })
export const disclosureDetail = z.object({
  id, proposalId: id, stage: z.enum(['resolutionDisclosure', 'outcomeDisclosure']), version: z.int(), title: z.string(), text: z.string(),
  status: z.enum(['prepared', 'reviewed', 'posted', 'interrupted', 'ended']), days: z.int(), startDueAt: instant, reviewDueAt: instant.nullable(), reviewVerdict: z.string().nullable(),
  postedAt: instant.nullable(), endsAt: instant.nullable(), daysLeft: z.int().nullable(), restarts: z.int(), endedAt: instant.nullable(), masked: z.boolean(), lateDays: z.int(),
  namedList: z.array(z.object({ name: z.string(), group: z.string(), standard: z.string(), amount: fen })).nullable(),
  photos: z.array(z.object({ id, moment: z.enum(['start', 'end']), attachmentId: id, place: z.string(), by: namedPerson, at: instant })),
  findings: z.array(z.object({ code: z.string(), messageZh: z.string(), messageEn: z.string(), excerpt: z.string() })),
  objections: z.int(), openObjections: z.int(), mayNow: z.array(z.string()),
})
export const objectionRow = z.object({
  id, disclosureId: id, proposalId: id, class: z.enum(['a', 'b', 'c', 'd']).nullable(), text: z.string(), by: namedPerson.nullable(), at: instant, dueAt: instant, verdict: z.string().nullable(), answer: z.string().nullable(), answeredAt: instant.nullable(),
  escalatedAt: instant.nullable(), townshipDueAt: instant.nullable(), townshipAnswer: z.string().nullable(), mine: z.boolean(), mayNow: z.array(z.string()),
})
export const moneyView = z.object({
  lines: z.array(z.object({ id, kind: z.enum(['source', 'use']), label: z.string(), planned: fen, spent: fen, over: z.boolean() })),
  planned: fen, spent: fen, overrunPct: z.int(), overTotal: z.boolean(), linesOver: z.int(), changeResolutionNeeded: z.boolean(), oversightNoteNeeded: z.boolean(),
  expenses: z.array(z.object({ id, budgetLineId: id, amount: fen, payee: z.string(), invoice: z.string().nullable(), paidOn: day, note: z.string().nullable(), struck: z.boolean() })),
})
export const workDetail = z.object({
  proposalId: id, executor: z.string(), contractor: z.string().nullable(), tender: z.string(), contractNumber: z.string().nullable(), contractAmount: fen.nullable(), startedOn: day.nullable(), dueOn: day.nullable(), completedOn: day.nullable(), acceptedOn: day.nullable(),
  acceptance: z.object({ people: z.array(z.string()), opinion: z.string(), remaining: z.string() }).nullable(),
  progress: z.array(z.object({ id, text: z.string(), percent: z.int(), photoIds: z.array(id), by: namedPerson, at: instant })), money: moneyView, publishDueAt: instant.nullable(), late: z.boolean(), mayNow: z.array(z.string()),
})
const work = z.object({ executor: text(80), contractor: z.string().max(120).nullable(), tender: z.enum(['none', 'quotes', 'tender', 'exchange']), contractNumber: z.string().max(80).nullable(), contractAmount: fen.nullable(), startedOn: day.nullable(), dueOn: day.nullable() })

export const disclosureApi = contracts({
  getDisclosure: { method: 'GET', path: '/api/villages/:village/disclosures/:disclosure', summary: 'A disclosure with its days and photos', params: ofDisclosure, reply: disclosureDetail },
  listDisclosures: { method: 'GET', path: '/api/villages/:village/disclosures', summary: 'Disclosures', params: inVillage, query: paging.extend({ status: z.string().max(20).optional() }), reply: page(disclosureDetail) },
  editDisclosure: { method: 'PUT', path: '/api/villages/:village/disclosures/:disclosure', summary: 'Change the text made from the data; refused where it shows what may not be shown', params: ofDisclosure, body: z.object({ title: text(120), text: text(20_000), namedList: z.array(z.object({ name: text(40), group: text(40), standard: text(80), amount: fen })).max(500).nullable().optional() }), reply: z.object({ version: z.int(), restarted: z.boolean() }) },
  reviewDisclosure: { method: 'POST', path: '/api/villages/:village/disclosures/:disclosure/review', summary: 'The oversight committee reviews', params: ofDisclosure, body: z.object({ agree: z.boolean(), text: z.string().max(2000) }), reply: done },
  postDisclosure: { method: 'POST', path: '/api/villages/:village/disclosures/:disclosure/post', summary: 'Post it: the days begin', params: ofDisclosure, body: z.object({}).optional(), reply: z.object({ endsAt: instant }) },
  addBoardPhoto: { method: 'POST', path: '/api/villages/:village/disclosures/:disclosure/photos', summary: 'Photo of the board at start or end', params: ofDisclosure, body: z.object({ moment: z.enum(['start', 'end']), attachmentId: id, place: text(120) }), reply: z.object({ id }) },
  reportTakenDown: { method: 'POST', path: '/api/villages/:village/disclosures/:disclosure/taken-down', summary: 'It was taken down early: the days begin again', params: ofDisclosure, body: z.object({ reason: text(400) }), reply: z.object({ endsAt: instant.nullable() }) },
  maskDisclosure: { method: 'POST', path: '/api/villages/:village/disclosures/:disclosure/mask', summary: 'Mask forbidden data at once', params: ofDisclosure, body: z.object({ excerpts: z.array(text(200)).min(1).max(50) }), reply: done },
  raiseObjection: { method: 'POST', path: '/api/villages/:village/disclosures/:disclosure/objections', summary: 'Object', params: ofDisclosure, body: z.object({ text: text(4000), class: z.enum(['a', 'b', 'c', 'd']).optional(), attachmentId: id.optional() }), reply: z.object({ id, dueAt: instant }) },
  listObjections: { method: 'GET', path: '/api/villages/:village/proposals/:proposal/objections', summary: 'Objections and replies', params: ofProposal, reply: z.object({ rows: z.array(objectionRow) }) },
  classifyObjection: { method: 'POST', path: '/api/villages/:village/objections/:objection/classify', summary: 'Classify an objection', params: inVillage.extend({ objection: id }), body: z.object({ class: z.enum(['a', 'b', 'c', 'd']) }), reply: done },
  answerObjection: { method: 'POST', path: '/api/villages/:village/objections/:objection/answer', summary: 'Answer an objection', params: inVillage.extend({ objection: id }), body: z.object({ verdict: z.enum(['upheld', 'dismissed', 'corrected', 'recorded']), answer: text(4000) }), reply: done },
  townshipAnswer: { method: 'POST', path: '/api/villages/:village/objections/:objection/township-answer', summary: 'The township answers an escalated objection', params: inVillage.extend({ objection: id }), body: z.object({ answer: text(4000) }), reply: done },
  recountPoll: {
    method: 'POST', path: '/api/villages/:village/polls/:poll/recounts', summary: 'Recount: paper again, or on corrected facts', params: inVillage.extend({ poll: id }),
    body: z.object({ objectionId: id.optional(), paper: z.object({ for: z.int().nonnegative(), against: z.int().nonnegative(), abstain: z.int().nonnegative(), invalid: z.int().nonnegative(), issued: z.int().nonnegative() }).optional(), notPresent: z.array(id).optional(), present: z.array(id).optional(), wrongfulBallots: z.array(id).optional(), secondId: id, reason: text(1000) }),
    reply: z.object({ id, outcome: z.string(), stands: z.boolean(), stage: z.string() }),
  },
  startWork: { method: 'PUT', path: '/api/villages/:village/proposals/:proposal/work', summary: 'Executor, contract and tender facts', params: ofProposal, body: work, reply: done },
  getWork: { method: 'GET', path: '/api/villages/:village/proposals/:proposal/work', summary: 'Carrying out, with money', params: ofProposal, reply: workDetail },
  addProgress: { method: 'POST', path: '/api/villages/:village/proposals/:proposal/progress', summary: 'A progress entry with photos', params: ofProposal, body: z.object({ text: text(2000), percent: z.int().min(0).max(100), photoIds: z.array(id).max(9) }), reply: z.object({ id }) },
  addExpense: { method: 'POST', path: '/api/villages/:village/proposals/:proposal/expenses', summary: 'Actual money against a line', params: ofProposal, body: z.object({ budgetLineId: id, amount: fen, payee: text(120), invoice: z.string().max(80).nullable(), paidOn: day, note: z.string().max(400).nullable() }), reply: z.object({ id }) },
  strikeExpense: { method: 'POST', path: '/api/villages/:village/proposals/:proposal/expenses/:expense/strike', summary: 'Strike a wrong entry; it stays readable', params: ofProposal.extend({ expense: id }), body: z.object({ reason: text(400) }), reply: done },
  acceptWork: { method: 'POST', path: '/api/villages/:village/proposals/:proposal/acceptance', summary: 'Acceptance', params: ofProposal, body: z.object({ completedOn: day, acceptedOn: day, people: z.array(text(40)).min(1).max(30), opinion: text(2000), remaining: z.string().max(2000) }), reply: done },
  reportOutcome: { method: 'POST', path: '/api/villages/:village/proposals/:proposal/outcome', summary: 'Disclose the outcome: budget against actual, progress, acceptance', params: ofProposal, body: z.object({ text: text(20_000).optional(), overrunReason: z.string().max(2000).optional() }), reply: z.object({ disclosureId: id }) },
})
