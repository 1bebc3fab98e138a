/** A verb of the file and what it asks of the server; and what several of them need. */
import { fenOf } from '@cunyi/shared/words/money.ts'
import type { Step } from './file.ts'
import type { ArgumentOf, Verb } from './verbs.ts'
import { Failed, type MatterState, type World } from './world.ts'

export type Handlers = {
  [V in Verb]?: (world: World, step: Step, arg: ArgumentOf<V>, matter: () => MatterState) => Promise<unknown>
}

export function fen(value: number | string): number {
  const sum = typeof value === 'number' ? value : fenOf(value)
  if (sum === null) throw new Failed(`not a sum of money: ${value}`)
  return sum
}

export const township = 'township-1'
export const county = 'county-1'
export const today = (world: World) =>
  new Date(world.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
