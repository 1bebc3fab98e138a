/** The page beside the scenarios says every word that a file may hold; an unknown one is told at its own line. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FormatError, jsonSchema, readScenario } from '../scenarios/runner/file.ts'

const FOLDER = join(import.meta.dirname, '..', 'scenarios')
const page = readFileSync(join(FOLDER, 'README.md'), 'utf8')

type Node = {
  properties?: Record<string, Node>
  items?: Node
  anyOf?: Node[]
  additionalProperties?: Node | boolean
}
/** Every key of the format, with where it stands. */
function keysOf(node: Node, at: string): [string, string][] {
  const { properties = {}, items, anyOf = [], additionalProperties } = node
  return [
    ...Object.entries(properties).flatMap(([key, below]): [string, string][] => [
      [key, `${at}.${key}`],
      ...keysOf(below, `${at}.${key}`),
    ]),
    ...(items ? keysOf(items, at) : []),
    ...anyOf.flatMap((one) => keysOf(one, at)),
    ...(typeof additionalProperties === 'object' ? keysOf(additionalProperties, `${at}.*`) : []),
  ]
}

test('Every key of the schema stands on the page', () => {
  const keys = keysOf(jsonSchema() as Node, 'file')
  expect(keys.length).toBeGreaterThan(250)
  const missing = keys.filter(([key]) => !new RegExp(`(?<![\\w-])${key}(?![\\w-])`).test(page))
  expect([...new Set(missing.map(([, at]) => at))]).toEqual([])
})

test('schema.json is the schema', () => {
  expect(JSON.parse(readFileSync(join(FOLDER, 'schema.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(jsonSchema())),
  )
})

const refusal = (text: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-scenario-'))
  const file = join(folder, 'F.yaml')
  try {
    writeFileSync(file, text)
    readScenario(file)
    return ''
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return error.message.replaceAll(file, 'F')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const HEAD = 'scenario: x\nvillage: small\nsteps:\n'

test('An unknown word is told at its own line, however deep', () => {
  expect(refusal(`${HEAD}  - submit: {}\n    by: 王\n    nosuch: 1\n`)).toMatch(/^F:6: steps\.0\.nosuch: /)
  expect(refusal(`${HEAD}  - expect:\n      stage: drafting\n      stagee:\n        x: 1\n`)).toMatch(
    /^F:6: steps\.0\.expect\.stagee: /,
  )
  expect(refusal('scenario: x\nvillage:\n  adults: 5\n  adultz: 5\nsteps: [{ submit: {} }]\n')).toMatch(
    /^F:4: village\.adultz: /,
  )
  expect(
    refusal('scenario: x\nnosuch: 1\nother: 2\nsteps: [{ submit: {} }]\n')
      .split('\n')
      .map((line) => line.slice(0, 4)),
  ).toEqual(['F:2:', 'F:3:'])
  expect(refusal(`${HEAD}  - submit: {}\n    expect:\n      stage: nowhere\n`)).toMatch(
    /^F:6: steps\.0\.expect\.stage: /,
  )
})
