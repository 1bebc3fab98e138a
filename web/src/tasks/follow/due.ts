import type { RouteLocationRaw } from 'vue-router'
import { type Waiting, waitingTargets } from '../../parts/targets.ts'

type Due = Waiting & { dueAt: string | null }
/** A vote goes before anything else, then what ends first. */
const FIRST = ['vote', 'signIn']

export function inOrder<T extends Due>(rows: T[]): T[] {
  const rank = (row: T) => (FIRST.includes(row.kind) ? FIRST.indexOf(row.kind) : FIRST.length)
  const end = (row: T) => (row.dueAt ? new Date(row.dueAt).getTime() : Number.MAX_SAFE_INTEGER)
  return [...rows].sort((a, b) => rank(a) - rank(b) || end(a) - end(b))
}

export function targetOf(item: Waiting): RouteLocationRaw {
  const own = waitingTargets[item.kind]
  if (own) return own(item)
  const { village, meetingId: meeting, proposalId: proposal, subjectId } = item
  if (item.kind === 'vote' && meeting && subjectId)
    return { name: 'ballot', params: { village, meeting, poll: subjectId } }
  if (meeting) return { name: 'meeting', params: { village, meeting } }
  if (proposal) return { name: 'matter', params: { village, proposal } }
  return { name: 'home' }
}
