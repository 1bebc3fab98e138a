/** 评议、书面确认: more than half of those it is put before, each for himself; silence is no. */
import { type Change, changedFields, type Row } from '../feed.ts'
import { bodiesOf } from '../law.ts'
import type { Moment } from '../rule.ts'

export function judgedByMost(it: Moment): string[] {
  return it.changes.flatMap((change) =>
    change.table === 'judgement_votes'
      ? voted(it, change)
      : change.table === 'judgements'
        ? settled(it, change)
        : [],
  )
}

function voted({ world, asked, seen }: Moment, { op, after }: Change): string[] {
  if (op !== 'INSERT' || !after) return [`what a member judged: ${op}`]
  const who = world.nameOf(after.person_id)
  seen.note('judgement', after.agrees ? 'a member: yes' : 'a member: no')
  const said = []
  if (!asked.some((one) => one.who === who && one.reply.status === 200))
    said.push(`${who} stands as having judged and did not`)
  const judgement = world.mirror.one('judgements', { id: after.judgement_id })
  if (!(judgement?.members as string[] | undefined)?.includes(String(after.person_id)))
    said.push(`${who} judged and was not asked`)
  return said
}

function settled({ world, isClock, seen }: Moment, change: Change): string[] {
  const { before, after } = change
  if (!after) return ['a judgement was removed']
  if (!before) {
    seen.note('judgement', `${after.what} asked`)
    // At a Party meeting its tellers say whether a change is of words only.
    const meeting = world.mirror.one('meetings', { id: after.meeting_id, assembly: 'partyMembers' })
    const tellers = meeting ? world.tellersOf(meeting) : []
    // 书面确认 is the branch committee's own word (domain 1.2.9); everything else is for those who watch.
    const asked = after.what === 'branchRound' ? ['branch'] : ['oversight', 'supervisor']
    const isTheirs = (id: string) =>
      tellers.includes(id) || bodiesOf(world.officesOf(id)).some((body) => asked.includes(body))
    return (after.members as string[])
      .filter((id) => !isTheirs(id))
      .map((id) => `${world.nameOf(id)} is to judge and is none of ${asked.join(', ')}`)
  }
  if (before.state === after.state)
    return changedFields(change).map((field) => `${field} of a judgement was changed`)
  seen.note('judgement', `${after.what} ${after.state}`)
  if (before.state !== 'open') return [`a judgement was ${before.state} and became ${after.state}`]
  const votes: Row[] = world.mirror.where('judgement_votes', { judgement_id: after.id })
  const members = (after.members as string[]).length
  const yes = votes.filter((row) => row.agrees).length
  const isSilent = isClock && new Date(String(after.due_at)) <= world.now()
  if (after.state === 'yes' && 2 * yes <= members) return [`yes by ${yes} of ${members}`]
  if (after.state === 'no' && 2 * (votes.length - yes) < members)
    return [`no by ${votes.length - yes} of ${members}`]
  if (after.state === 'silent' && !isSilent) return ['taken for silence before its days were over']
  return []
}
