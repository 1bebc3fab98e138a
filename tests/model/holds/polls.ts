/** 票: each that was accepted is counted once, and what comes of it is what the model reckons by itself. */
import type { Row } from '../feed.ts'
import { COUNTED_BODIES, outcomeOf } from '../law.ts'
import type { Moment } from '../rule.ts'
import type { World } from '../world.ts'

export function ballotsCounted(it: Moment): string[] {
  const said: string[] = []
  for (const { table, op, before, after } of it.changes) {
    if (table === 'envelopes')
      said.push(...(op === 'INSERT' && after ? accepted(it, after) : [`an envelope: ${op}`]))
    if (table === 'ballots' && op !== 'INSERT') said.push(`a ballot: ${op}`)
    if (table === 'polls' && before && after && before.status !== 'closed' && after.status === 'closed')
      said.push(...closed(it, after))
    if (table === 'polls' && before && after && before.status === 'closed')
      said.push(...frozen(before, after))
  }
  return said
}

/** An envelope is there because somebody who may voted, once, while the poll was open. */
function accepted({ world, memory }: Moment, envelope: Row): string[] {
  const who = world.nameOf(envelope.person_id)
  const poll = world.mirror.one('polls', { id: envelope.poll_id })
  const place = world.mirror.one('meeting_roll', {
    meeting_id: poll?.meeting_id,
    person_id: envelope.person_id,
  })
  const said: string[] = []
  if (!memory.wishOf(envelope)) said.push(`a ballot of ${who} that nobody cast`)
  if (!place?.votes || place.struck_at !== null) said.push(`a ballot of ${who}, who has no vote on this roll`)
  const standing = standingOf(world, envelope.poll_id).filter((row) => row.person_id === envelope.person_id)
  if (standing.length !== 1) said.push(`${who} has ${standing.length} ballots`)
  return said
}

/** Of each person the newest that was not set aside. */
function standingOf({ mirror }: World, poll: unknown): Row[] {
  const newest = new Map<unknown, Row>()
  for (const row of mirror.where('envelopes', { poll_id: poll })) {
    const known = newest.get(row.person_id)
    if (!known || Number(known.version) < Number(row.version)) newest.set(row.person_id, row)
  }
  const aside = mirror.where('set_asides', { poll_id: poll })
  return [...newest.values()].filter(
    (row) => !aside.some((one) => one.person_id === row.person_id && one.version === row.version),
  )
}

function closed({ world, memory, seen }: Moment, poll: Row): string[] {
  const { mirror } = world
  const meeting = mirror.one('meetings', { id: poll.meeting_id })
  const matter = mirror.one('proposals', { id: poll.proposal_id })
  const assembly = String(meeting?.assembly)
  if (!meeting || !matter || !COUNTED_BODIES.includes(assembly)) return []
  const roll = mirror.where('meeting_roll', { meeting_id: meeting.id, votes: true, struck_at: null })
  const there = roll.filter((row) => memory.wasThere(meeting.id, row.person_id, poll))
  // Contested and not yet held up against him: he votes.
  const recused = new Set(
    mirror
      .where('recusals', { meeting_id: meeting.id, proposal_id: poll.proposal_id })
      .filter((row) => !row.withdrawn_at && (!row.contested_at || row.upheld === true))
      .map((row) => row.person_id),
  )
  const count = { for: 0, against: 0, abstain: 0 }
  const envelopes = standingOf(world, poll.id)
  for (const row of envelopes) {
    const wish = memory.wishOf(row)
    if (wish) count[wish] += 1
  }
  for (const heap of heapsOf(world, poll.id))
    for (const key of ['for', 'against', 'abstain'] as const) count[key] += Number(heap[key])
  const counted = {
    entitled: roll.length,
    present: there.length,
    recusedPresent: there.filter((row) => recused.has(row.person_id)).length,
    recused: roll.filter((row) => recused.has(row.person_id)).length,
    ...count,
  }
  const soft = meeting.stage === 'villagerResolution' ? matter.track === 'opinion' : Boolean(matter.demanded)
  const outcome = outcomeOf(assembly, counted, soft)
  seen.note('outcome', String(poll.outcome))
  const told = poll.figures as Row
  const { recused: _all, ...shown } = counted
  const reckoned: Row = outcome === 'noQuorum' ? { ...shown, for: 0, against: 0, abstain: 0 } : shown
  const said = Object.entries(reckoned)
    .filter(([key, value]) => told[key] !== value)
    .map(([key, value]) => `${assembly}: ${key} is ${told[key]} and the model counts ${value}`)
  if (poll.outcome !== outcome) said.push(`${assembly}: ${poll.outcome}, and the model finds ${outcome}`)
  const opened = mirror.where('ballots', { poll_id: poll.id }).length
  if (outcome !== 'noQuorum' && opened !== envelopes.length)
    said.push(`${envelopes.length} envelopes stood and ${opened} ballots were opened`)
  return said
}

/** Of each place and way of counting the newest sheet; two tellers have agreed on it. */
function heapsOf({ mirror }: World, poll: unknown): Row[] {
  const newest = new Map<string, Row>()
  for (const row of mirror.where('count_sheets', { poll_id: poll }))
    newest.set(`${row.place_no} ${row.channel}`, row)
  return [...newest.values()]
}

/** What was closed stays as it was found. */
const frozen = (before: Row, after: Row): string[] =>
  ['figures', 'outcome', 'version', 'status', 'ends_at', 'closed_at'].flatMap((field) =>
    JSON.stringify(before[field]) === JSON.stringify(after[field])
      ? []
      : [`${field} of a closed poll was changed`],
  )
