/**
 * 拒绝留痕: of these requests a refusal leaves an entry in the village's chain, with who, what and why, never a choice
 * (domain 4.3, C6): ballots, sign-in, slips and counts, and whatever an office does. A rule, so that a new request is
 * on record unless it is named here.
 */
import type { Contract } from './contract.ts'
import { api, type RequestName } from './index.ts'

/** What people say, ask and bring for themselves; and questions that change nothing. */
// biome-ignore format: one line, one kind
const LEFT_OUT: readonly RequestName[] = [
  'sayOpinion', 'raisePetition', 'signPetition', 'raiseObjection', 'askCorrection', 'readNotice', 'willCome', 'followProposal',
  'uploadFile', 'uploadPeople', 'subscribePush', 'unsubscribePush',
  'checkRoute', 'checkConvening', 'findToAssist',
]
/** Asks for the ballot's ticket: who may not vote is told so here first. */
const ASKED_FIRST: readonly RequestName[] = ['getTicket']

export function isRefusalRecorded(name: RequestName): boolean {
  const { method, path }: Contract = api[name]
  const changes = method !== 'GET' && /^\/api\/(villages\/:village|divisions\/:division)\//.test(path)
  return (changes && !LEFT_OUT.includes(name)) || ASKED_FIRST.includes(name)
}
