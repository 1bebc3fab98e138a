/** The format of a scenario file. `schema.json` is made from this (`npm run scenario -- --schema`). */

import { readFileSync } from 'node:fs'
import { ASSEMBLY_KEYS, INITIATIVES, INITIATORS, keysOf } from '@cunyi/shared/words/vocabulary.ts'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { codes, count, facts, money, time, words, yes } from './shapes.ts'
import { VERB_NAMES, VERBS } from './verbs.ts'

const namedPerson = z.strictObject({
  name: words,
  is: words.optional(),
  born: z.iso.date().optional(),
  sex: z.enum(['male', 'female']).optional(),
  household: count.optional(),
  group: words.optional(),
  relation: words.optional(),
  registered: yes.optional(),
  away: words.optional(),
  party: z.enum(['none', 'full', 'probationary', 'underProbation']).optional(),
  fullCapacity: yes.optional(),
  member: yes.optional(),
  offices: z.array(words).optional(),
  households: count.optional(),
})
export type NamedPerson = z.output<typeof namedPerson>
const villageBlock = z
  .strictObject({
    households: count,
    registered: count,
    adults: count,
    members: count,
    party: z.strictObject({ full: count, probationary: count, underProbation: count, away: count }).partial(),
    branchCommittee: count,
    villageCommittee: count,
    crossPosted: count,
    representatives: count,
    committeeRepresentatives: count,
    womenInAssembly: count,
    oversight: count,
    memberRepresentatives: count,
    board: count,
    supervisors: count,
    /** 社区: its directors and representatives are those of the residents. */
    community: yes,
    /** 没有登记集体经济组织: no board, and nobody is entered as a member. */
    collective: yes,
    /** 一肩挑: the secretary is the director too. */
    oneHead: yes,
    /** 届满: the last day of everybody's term. */
    termsTo: words,
    people: z.array(namedPerson),
  })
  .partial()
export type VillageBlock = z.output<typeof villageBlock>

const matter = z.strictObject({
  title: words,
  summary: words.optional(),
  body: words.optional(),
  codes: codes.min(1),
  amount: money.optional(),
  sources: z.record(z.string(), money).optional(),
  uses: z.record(z.string(), money).optional(),
  facts: facts.optional(),
  questions: z.array(words).optional(),
  sensitive: yes.optional(),
  together: yes.optional(),
  assembly: z.enum(ASSEMBLY_KEYS).optional(),
  group: words.optional(),
  urgent: words.optional(),
  initiative: z.enum(keysOf(INITIATIVES)).optional(),
  initiator: z.enum(keysOf(INITIATORS)).optional(),
  linkedTo: words.optional(),
  petition: yes.optional(),
  /** It puts the cost of what was done in danger before those who decide. */
  danger: yes.optional(),
})
export type Matter = z.output<typeof matter>

const step = z
  .strictObject({ by: words, matter: words, refused: words, note: words, ...VERBS })
  .partial()
  .superRefine((value, context) => {
    const verbs = VERB_NAMES.filter((name) => name in value && !(name === 'expect'))
    if (verbs.length > 1)
      context.addIssue({ code: 'custom', message: `a step has one verb, this one has ${verbs.join(', ')}` })
    if (verbs.length === 0 && !('expect' in value))
      context.addIssue({ code: 'custom', message: 'a step needs a verb' })
  })
export type Step = z.output<typeof step>

export const scenario = z.strictObject({
  scenario: words,
  about: words.optional(),
  source: words.optional(),
  start: time.optional(),
  village: z.union([z.literal('small'), villageBlock]).optional(),
  /** Values that differ, at county level; `level: village` with a basis where a rule asks for one. */
  profile: z.record(z.string(), z.unknown()).optional(),
  basis: z.enum(['default', 'none']).optional(),
  authorisation: z.union([z.literal('default'), codes]).optional(),
  charter: z
    .array(z.enum(['memberRepresentatives', 'agency', 'onlineAssembly', 'recusal', 'excludeUnreachable']))
    .optional(),
  matter: matter.optional(),
  matters: z.record(words, matter).optional(),
  steps: z.array(step).min(1),
})
export type Scenario = z.output<typeof scenario>

export class FormatError extends Error {}

type Plain = { path: PropertyKey[]; message: string; keys?: string[] }
/** Where one of several forms would do, what is wrong with the one that came furthest; else nobody sees the word. */
function plainIssues(issues: readonly z.core.$ZodIssue[], above: readonly PropertyKey[] = []): Plain[] {
  return issues.flatMap((issue): Plain[] => {
    const path = [...above, ...issue.path]
    if (issue.code === 'unrecognized_keys') return [{ path, message: issue.message, keys: issue.keys }]
    const forms = issue.code === 'invalid_union' ? issue.errors.filter((form) => !form.some(isOtherKind)) : []
    return forms[0] ? plainIssues(forms[0], path) : [{ path, message: issue.message }]
  })
}
/** A form for another kind of value: a word where a map stands. */
const isOtherKind = ({ code, path }: z.core.$ZodIssue) =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')

/** Reads a file; every unknown word or unfit value is named with its line. */
export function readScenario(path: string): Scenario & { lines: number[] } {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines })
  const problems = document.errors.map(
    (error) => `${path}:${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0]}`,
  )
  if (problems.length > 0) throw new FormatError(problems.join('\n'))
  const lineOf = (at: readonly PropertyKey[]): number => {
    for (let n = at.length; n >= 0; n -= 1) {
      const node = document.getIn(at.slice(0, n) as (string | number)[], true) as
        | { range?: [number, number, number] }
        | undefined
      if (node?.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  /** Where the word itself stands, which may be above what belongs to it. */
  const lineOfKey = (at: readonly PropertyKey[], key: string): number => {
    const node = at.length > 0 ? document.getIn(at as (string | number)[], true) : document.contents
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined
    const range = pair && isScalar(pair.key) ? pair.key.range : undefined
    return range ? lines.linePos(range[0]).line : lineOf(at)
  }
  const result = scenario.safeParse(document.toJS())
  if (!result.success)
    throw new FormatError(
      plainIssues(result.error.issues)
        .flatMap(({ path: at, message, keys }) =>
          keys
            ? keys.map(
                (key) =>
                  `${path}:${lineOfKey(at, key)}: ${[...at, key].join('.')}: this word is not known here`,
              )
            : [`${path}:${lineOf(at)}: ${at.join('.')}: ${message}`],
        )
        .join('\n'),
    )
  return { ...result.data, lines: result.data.steps.map((_, i) => lineOf(['steps', i])) }
}

export const jsonSchema = () => z.toJSONSchema(scenario, { io: 'input', unrepresentable: 'any' })
