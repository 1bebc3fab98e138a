/** 判官: after each command, whether everything still holds; each rule in words when it does not. */
import type { Change } from './feed.ts'
import { leftByARefusal } from './feed.ts'
import { actsOfTwo } from './holds/acts.ts'
import { onlyWhoMay } from './holds/authority.ts'
import { chainIsWhole } from './holds/chain.ts'
import { rowsAreCovered } from './holds/covered.ts'
import { judgedByMost } from './holds/judged.ts'
import { ballotsCounted } from './holds/polls.ts'
import { rollsAreFrozen } from './holds/rolls.ts'
import { stagesByTheTable } from './holds/stages.ts'
import { textsAreOne } from './holds/texts.ts'
import { everyStageIsDue, nothingRests } from './holds/time.ts'
import { Memory } from './memory.ts'
import type { Broken, Moment, Rule } from './rule.ts'
import type { Seen } from './seen.ts'
import type { World } from './world.ts'

const BEFORE: Record<string, Rule> = {
  'an act of two is done by two': actsOfTwo,
  'only who may decides': onlyWhoMay,
}
const AFTER: Record<string, Rule> = {
  'a matter moves along the table': stagesByTheTable,
  'a frozen roll changes only by a confirmed correction': rollsAreFrozen,
  'each ballot is counted once and the tally is right': ballotsCounted,
  'what is judged is judged by most': judgedByMost,
  'what was decided on is disclosed and worked on': textsAreOne,
  'nothing waits past its term': nothingRests,
  'no stage rests without a day on which it is late': everyStageIsDue,
  'the chain is whole': chainIsWhole,
  'every record that is written is covered': rowsAreCovered,
  'a refusal changes nothing': refusalsChangeNothing,
}

export class Judge {
  private readonly world: World
  private readonly seen: Seen
  private readonly memory = new Memory()
  constructor(world: World, seen: Seen) {
    this.world = world
    this.seen = seen
    this.memory.begin(world)
  }

  after(done: Pick<Moment, 'asked' | 'changes' | 'isClock' | 'isUpload'>): Broken[] {
    const txs = new Map<string, Change[]>()
    for (const change of done.changes) txs.set(change.tx, [...(txs.get(change.tx) ?? []), change])
    const it: Moment = { world: this.world, memory: this.memory, seen: this.seen, txs, ...done }
    const broken: Broken[] = []
    const look = (rules: Record<string, Rule>) => {
      for (const [rule, holds] of Object.entries(rules))
        for (const why of holds(it)) broken.push({ rule, why })
    }
    // Whoever logged in for this did so before it.
    for (const change of done.changes) if (change.table === 'sessions') this.world.mirror.apply(change)
    look(BEFORE)
    for (const change of done.changes) this.world.mirror.apply(change)
    this.memory.note(it)
    look(AFTER)
    return broken
  }
}

function refusalsChangeNothing({ asked, changes, isClock, isUpload }: Moment): string[] {
  if (isClock || isUpload || asked.length === 0 || asked.some(({ reply }) => reply.status === 200)) return []
  return leftByARefusal(changes).map(
    ({ table, op }) =>
      `${asked.map(({ request, reply }) => `${request} → ${reply.body?.code ?? reply.status}`).join(', ')} left ${op} ${table}`,
  )
}
