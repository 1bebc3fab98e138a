/**
 * 模型: random people of all offices, of the other village and of nowhere ask for lawful and unlawful things, and after
 * each request the four principles of integrity hold, as the database's administrator sees it. How to run it longer:
 * `npm run model`, with MODEL_COMMANDS and MODEL_SEED. Each half plays with a seed of its own, so that two cores are used.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Command, Play } from './play.ts'
import { Seen } from './seen.ts'
import { shortest } from './shorten.ts'

const HALVES = 2
const MINE = Math.ceil(Number(process.env.MODEL_COMMANDS ?? 10_000) / HALVES)
const FIRST_SEED = Number(process.env.MODEL_SEED ?? 20_261_130)
/** Long enough for a matter to come from draft to archive among all that goes on beside it. */
const A_VILLAGE = 400
const HOUR = 3_600_000

const command: fc.Arbitrary<Command> = fc.noBias(
  fc.record({ lawful: fc.boolean(), seed: fc.integer({ min: 0, max: 0xffff_ffff }) }),
)
const village = (n: number) => fc.array(command, { minLength: n, maxLength: n })

/** Up to the implementation: what was never reached was never tried. */
const STAGES = [
  'drafting',
  'branchProposal',
  'committeeDeliberation',
  'partyReview',
  'villagerResolution',
  'resolutionDisclosure',
  'implementation',
] as const

type Failed = { commands: readonly Command[]; failure: Failure }
type Failure = { at: number; why: string; told: readonly string[] }

/** One village: what did not hold, or null. */
async function played(commands: readonly Command[], seen: Seen): Promise<Failure | null> {
  const play = await Play.open(seen)
  try {
    for (const [at, one] of commands.entries()) {
      const broken = await play.step(one)
      if (broken.length > 0)
        return { at, why: broken.map(({ rule, why }) => `${rule}: ${why}`).join('\n'), told: play.told }
    }
    return null
  } finally {
    await play.close()
  }
}

/** The stages are asked for where there was time to reach them. */
const ENOUGH = 2000

export function playHalf(half: 1 | 2): void {
  const seed = FIRST_SEED + half - 1
  const name = `${MINE} commands break none of the four principles (seed ${seed})`
  test(name, { timeout: 24 * HOUR }, async () => {
    const seen = new Seen()
    const began = performance.now()
    const villages = Math.ceil(MINE / A_VILLAGE)
    const failed: Failed[] = []
    const property = fc.asyncProperty(fc.noShrink(village(Math.ceil(MINE / villages))), async (commands) => {
      const failure = await played(commands, seen)
      if (failure) failed.push({ commands, failure })
      return failure === null
    })
    const { errorInstance } = await fc.check(property, { seed, numRuns: villages, endOnFailure: true })
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(
      [
        `seed ${seed}: ${seen.commands} commands, ${seen.requests} requests, ${seen.villages} villages, ${seconds} s`,
        ...seen.lines(),
      ].join('\n'),
    )
    if (failed[0]) throw await explained(seed, seen.commands, failed[0])
    if (errorInstance) throw errorInstance
    expect(MINE < ENOUGH ? [] : STAGES.filter((stage) => !seen.counts.stage.has(stage))).toEqual([])
  })
}

async function explained(seed: number, after: number, { commands, failure }: Failed): Promise<Error> {
  const found = await shortest(commands.slice(0, failure.at + 1), (fewer) => played(fewer, new Seen()))
  return new Error(
    [
      `seed ${seed}, after ${after} commands: ${failure.why}`,
      `the shortest found has ${found.commands.length} commands:`,
      ...found.failure.told,
      found.failure.why,
    ].join('\n'),
  )
}
