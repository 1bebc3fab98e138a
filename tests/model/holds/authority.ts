/** 谁能办: whoever was heard held what the act asks for, and nobody of another village was heard at all. */

import { ONLY } from '../law.ts'
import type { Moment } from '../rule.ts'
import type { Asked, World } from '../world.ts'

const STRANGERS: readonly (string | null)[] = ['otherTownship-1', 'otherDirector', 'other-1', null]

export const onlyWhoMay = ({ world, asked }: Moment): string[] =>
  asked
    .filter(({ reply }) => reply.status === 200)
    .flatMap((one) => {
      const { who, request } = one
      if (STRANGERS.includes(who)) return [`${who ?? 'somebody without log-in'} was heard with ${request}`]
      if (request === 'getPoll' && one.reply.body.status !== 'closed' && one.reply.body.figures !== null)
        return ['a poll that is not closed shows its figures']
      const wanted = ONLY[request]
      if (!wanted || who === null) return []
      return isOneOf(world, one, who, wanted) ? [] : [`${who} was heard with ${request}`]
    })

function isOneOf(world: World, { options }: Asked, who: string, wanted: readonly string[]): boolean {
  const id = world.id(who)
  const { params = {} } = options
  const poll = world.mirror.one('polls', { id: params.poll })
  const meeting = poll?.meeting_id ?? params.meeting
  const kinds: string[] = world.kindsOf(id, meeting)
  const offices = world.officesOf(id)
  const votes = world.mirror.one('meeting_roll', {
    meeting_id: meeting,
    person_id: id,
    votes: true,
    struck_at: null,
  })
  return wanted.some((one) => offices.includes(one) || kinds.includes(one) || (one === 'roll' && votes))
}
