/** 名册: as the offices of that day say when the notice goes out, and then as it is, but for confirmed corrections. */
import { type Change, changedFields } from '../feed.ts'
import { SEATS } from '../law.ts'
import type { Moment } from '../rule.ts'
import { confirmedIn } from './acts.ts'

export const rollsAreFrozen = (it: Moment): string[] => [...it.txs.values()].flatMap((tx) => ofTx(it, tx))

function ofTx(it: Moment, tx: readonly Change[]): string[] {
  const convened = tx.find(({ table, op }) => table === 'meetings' && op === 'INSERT')?.after
  const mayCorrect =
    confirmedIn(tx, 'correctRoll') !== undefined || tx.some(({ table }) => table === 'roll_confirmations')
  const said: string[] = []
  for (const change of tx.filter(({ table }) => table === 'meeting_roll')) {
    const { op, after, before } = change
    if (op === 'INSERT' && convened?.id === after?.meeting_id) continue
    if (op === 'DELETE') said.push('somebody was removed from a roll')
    else if (!mayCorrect && (op === 'INSERT' || changedFields(change).length > 0))
      said.push(
        `${it.world.nameOf((after ?? before)?.person_id)} on a frozen roll: ${op === 'INSERT' ? 'added' : changedFields(change).join(', ')} without a confirmed correction`,
      )
  }
  if (convened) said.push(...asItShould(it, convened))
  return said
}

function asItShould({ world }: Moment, meeting: Record<string, unknown>): string[] {
  const { mirror } = world
  const assembly = String(meeting.assembly)
  const day = world.today(new Date(String(meeting.opens_at)))
  const people = mirror.where('people', { village_id: world.village.villageId, left_on: null })
  const seats = SEATS[assembly]
  const expected =
    assembly === 'partyMembers'
      ? people.filter((row) => row.party_status === 'full')
      : seats
        ? people.filter((row) => world.officesOf(row.id, day).some((office) => seats.includes(office)))
        : null
  if (!expected) return []
  const names = (ids: unknown[]) => ids.map(world.nameOf).sort().join(' ')
  const votes = mirror.where('meeting_roll', { meeting_id: meeting.id, votes: true })
  const is = names(votes.map((row) => row.person_id))
  const should = names(expected.map((row) => row.id))
  return is === should ? [] : [`the roll of ${assembly} is ${is} and should be ${should}`]
}
