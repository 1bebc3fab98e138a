/** 推进: every change of stage is an edge of the table, has its line, and came from whom the edge names. */
import type { Change } from '../feed.ts'
import { bodiesOf, EDGES } from '../law.ts'
import type { Moment } from '../rule.ts'

export function stagesByTheTable(it: Moment): string[] {
  return [...it.txs.values()].flatMap((tx) =>
    tx
      .filter(({ table }) => table === 'proposals')
      .flatMap(({ before, after }): string[] => {
        if (!after) return ['a matter was removed']
        if (!before) {
          it.seen.note('stage', String(after.stage))
          return after.stage === 'drafting' ? [] : [`a matter begins at ${after.stage}`]
        }
        if (before.stage === after.stage) return []
        it.seen.note('stage', String(after.stage))
        return moved(it, tx, String(before.stage), String(after.stage), after.id)
      }),
  )
}

function moved(it: Moment, tx: readonly Change[], from: string, to: string, proposal: unknown): string[] {
  const edge = `${from} > ${to}`
  const by = EDGES.get(edge)
  if (!by) return [`${edge} is not in the table`]
  const said = []
  const lines = tx.filter(
    ({ table, after }) =>
      table === 'proposal_moves' &&
      after?.proposal_id === proposal &&
      after?.from === from &&
      after?.to === to,
  )
  if (lines.length !== 1) said.push(`${edge} has ${lines.length} lines`)
  if (!by.some((one) => came(it, tx, one, proposal)))
    said.push(`${edge} did not come from ${by.join(' or ')}`)
  return said
}

function came(it: Moment, tx: readonly Change[], by: string, proposal: unknown): boolean {
  const { world, asked, isClock } = it
  const heard = asked.filter(({ who, reply }) => who !== null && reply.status === 200)
  const bodies = () => heard.flatMap(({ who }) => bodiesOf(world.officesOf(world.id(who as string))))
  switch (by) {
    case 'meeting':
      return tx.some(
        ({ table, after }) =>
          table === 'polls' &&
          after?.proposal_id === proposal &&
          (after?.status === 'closed' || after?.status === 'void'),
      )
    // The days were over before: what let go the last objection ends them at once.
    case 'clock':
      return isClock || tx.some(isLetGo)
    case 'recount':
      return tx.some(({ table, op }) => table === 'recounts' && op === 'INSERT')
    case 'chair':
      return tx.some(({ table }) => table === 'amendments')
    case 'branch':
      return bodies().includes('branch')
    case 'village':
      return bodies().some((body) => body === 'village' || body === 'board')
    case 'township':
      return bodies().some((body) => body === 'township' || body === 'county')
    default:
      return heard.length > 0
  }
}

const isLetGo = ({ table, before, after }: Change): boolean =>
  table === 'objections' && before?.settled_at === null && after?.settled_at !== null
