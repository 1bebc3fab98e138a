/** 缩短: leaves out what the failure does not need, as long as there is time. */
import type { Command } from './play.ts'

type Failing = { at: number; why: string; told: readonly string[] }
const MOST = 180_000

export async function shortest(
  commands: readonly Command[],
  play: (commands: readonly Command[]) => Promise<Failing | null>,
): Promise<{ commands: readonly Command[]; failure: Failing }> {
  const until = performance.now() + MOST
  const first = await play(commands)
  if (!first)
    return { commands, failure: { at: commands.length, why: 'played again, everything held', told: [] } }
  let best = { commands: commands.slice(0, first.at + 1), failure: first }
  for (let size = Math.ceil(best.commands.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = best.commands.length - 1 - size; from >= 0; from -= size) {
      if (performance.now() > until) return best
      const fewer = [...best.commands.slice(0, from), ...best.commands.slice(from + size)]
      const failure = await play(fewer)
      if (failure) best = { commands: fewer.slice(0, failure.at + 1), failure }
    }
  return best
}
