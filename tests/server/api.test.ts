/** A program written for the last release goes on working: the API of today beside the one that was published. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { REFUSALS } from '@cunyi/shared/words/refusals.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyPackage } from '../../server/verify/verify.ts'
import { API_CHANGES, type ApiChange } from './api-changes.ts'
import { type Break, breaksBetween, type Described } from './api-compare.ts'
import { manifestIn, pack, readKept, unpack } from './archive/played.ts'
import { buildVillage, type Village } from './village.ts'

/** What a release published: kept once, by its own server, and never made anew. */
const keptApi = (release: string): Described & { formats: { package: string[]; checkpoints: string[] } } =>
  JSON.parse(String(gunzipSync(readFileSync(new URL(`kept/api-${release}.json.gz`, import.meta.url)))))
const lines = (breaks: Break[]) => breaks.map(({ request, what }) => `${request}: ${what}`).toSorted()

let village: Village
beforeAll(async () => {
  village = await buildVillage()
})
afterAll(() => village.close())

describe('the published API', () => {
  test('of 0.1.0 is answered as it was, but for the changes that are written down', async () => {
    const { paths } = (await village.app.inject({ method: 'GET', url: '/api/openapi.json' })).json()
    const refusals = Object.fromEntries(Object.entries(REFUSALS).map(([code, { status }]) => [code, status]))
    const found = breaksBetween(keptApi('0.1.0'), { paths, refusals })
    const writtenDown = API_CHANGES.flatMap(({ request, breaks }) =>
      breaks.map((what) => ({ request, what })),
    )
    expect(lines(found)).toEqual(lines(writtenDown))
  })
})

describe('the change log', () => {
  const root = new URL('../../', import.meta.url)
  const log = readFileSync(new URL('.github/CHANGELOG.md', root), 'utf8')
  /** The requests whose line is not under their release. */
  const missing = (changes: readonly ApiChange[], text: string) =>
    changes
      .filter(({ request, release, reason, clients }) => {
        const section = text.split(/^## /m).find((one) => one.startsWith(`${release} `))
        return !section?.includes(`- \`${request}\`: ${reason} ${clients}`)
      })
      .map(({ request }) => request)

  test('has the line of every change of the API, under its release', () => {
    expect(missing(API_CHANGES, log)).toEqual([])
  })

  test('that lacked one, or had it elsewhere, would be seen', () => {
    const change = { request: 'getX', release: '0.2.0', breaks: [], reason: 'It lied.', clients: 'Read y.' }
    const line = '- `getX`: It lied. Read y.\n'
    expect(missing([change], `## 0.2.0 (day)\n${line}## 0.1.0 (day)\n`)).toEqual([])
    expect(missing([change], `## 0.2.0 (day)\n## 0.1.0 (day)\n${line}`)).toEqual(['getX'])
  })

  test('begins with the release that all five packages and the API say they are', async () => {
    const newest = /^## (\S+)/m.exec(log)?.[1]
    for (const folder of ['', 'server/', 'shared/', 'web/', 'tests/']) {
      const { version, license, engines } = JSON.parse(
        readFileSync(new URL(`${folder}package.json`, root), 'utf8'),
      )
      expect({ version, license, engines }, folder).toEqual({
        version: newest,
        license: 'UNLICENSED',
        engines: { node: '>=20' },
      })
    }
    const said = await village.app.inject({ method: 'GET', url: '/api/openapi.json' })
    expect(said.json().info.version).toBe(newest)
  })
})

describe('the formats of files', () => {
  // What is kept of a format is checked whole in archive/kept.test.ts; here, that none was forgotten.
  const KEPT: Record<string, () => string> = {
    'cunyi-package/1': () => manifestIn(unpack(readKept('v1.office.zip'))).format,
    'cunyi-checkpoints/1': () => JSON.parse(String(readKept('v1.checkpoints.json'))).format,
  }

  test.each(Object.values(keptApi('0.1.0').formats).flat())('%s of 0.1.0 is still read', (format) => {
    expect(KEPT[format]?.()).toBe(format)
    const list = JSON.parse(String(readKept('v1.checkpoints.json')))
    expect(verifyPackage(readKept('v1.office.zip'), list)).toMatchObject({
      faults: [],
      anchoredOn: '2026-04-18',
    })
  })

  test('an unknown one is refused by its name, and not read as if it were known', () => {
    const files = unpack(readKept('v1.office.zip'))
    const foreign = pack({ ...files, 'manifest.json': Buffer.from('{"format":"cunyi-package/99"}') })
    expect(() => verifyPackage(foreign, null)).toThrow('cunyi-package/99')
  })
})

describe('the comparison', () => {
  const kept = keptApi('0.1.0')
  const change = (edit: (api: Described) => void) => {
    const changed = structuredClone(kept)
    edit(changed)
    return lines(breaksBetween(kept, changed))
  }
  // biome-ignore lint/suspicious/noExplicitAny: somebody else's format
  const operation = ({ paths }: Described, path: string, method: string): any => paths[path]?.[method]
  const ballot = (api: Described) => operation(api, '/api/villages/{village}/polls/{poll}/ballot', 'post')
  const sent = (api: Described) => ballot(api).requestBody.content['application/json'].schema
  const told = (api: Described) => ballot(api).responses['200'].content['application/json'].schema

  test('finds nothing between two that are the same, nor in what is only added', () => {
    expect(change(() => {})).toEqual([])
    const added = change((api) => {
      api.paths['/api/new'] = { get: { operationId: 'getNew', responses: {} } }
      api.refusals.tooNew = 409
      sent(api).properties.note = { type: 'string' }
      sent(api).properties.choice.anyOf.push({ type: 'number', enum: [4] })
      told(api).properties.place = { type: 'string' }
      told(api).required.push('place')
      told(api).properties.recorded.enum.push(false)
      ballot(api).parameters.push({ in: 'query', name: 'lang', schema: { type: 'string' } })
      ballot(api).responses['201'] = {}
    })
    expect(added).toEqual([])
  })

  test.each<[string, string, (api: Described) => void]>([
    [
      'a request taken away',
      'is gone',
      ({ paths }) => delete paths['/api/villages/{village}/polls/{poll}/ballot'],
    ],
    [
      'another path',
      'was POST /api/villages/{village}/polls/{poll}/ballot, is POST /api/ballot',
      (api) => {
        api.paths['/api/ballot'] = { post: ballot(api) }
        delete api.paths['/api/villages/{village}/polls/{poll}/ballot']
      },
    ],
    ['a parameter taken away', 'path poll is no longer read', (api) => ballot(api).parameters.pop()],
    [
      'a parameter that is now required',
      'query lang is now required',
      (api) =>
        ballot(api).parameters.push({
          in: 'query',
          name: 'lang',
          required: true,
          schema: { type: 'string' },
        }),
    ],
    ['a field that is now required', 'body.note is now required', (api) => sent(api).required.push('note')],
    ['a field no longer read', 'body.choice is no longer read', (api) => delete sent(api).properties.choice],
    ['a value no longer taken', 'body.choice 3 is gone', (api) => sent(api).properties.choice.anyOf.pop()],
    [
      'a narrower pattern',
      'body.ref has another pattern',
      (api) => (sent(api).properties.ref.pattern = '^[0-9]{32}$'),
    ],
    ['a shorter text', 'body.ref has a lower maxLength', (api) => (sent(api).properties.ref.maxLength = 5)],
    [
      'a stricter body',
      'body no longer takes what it does not know',
      (api) => (sent(api).additionalProperties = false),
    ],
    ['an answer taken away', '200 is gone', (api) => delete ballot(api).responses['200']],
    ['a field no longer told', '200.receipt is gone', (api) => delete told(api).properties.receipt],
    [
      'a field not always there',
      '200.receipt is no longer always there',
      (api) => (told(api).required = ['recorded']),
    ],
    [
      'a value no longer told',
      '200.recorded true is gone',
      (api) => (told(api).properties.recorded.enum = []),
    ],
    [
      'a field that may be null',
      '200.receipt may now be null',
      (api) => (told(api).properties.receipt.type = ['string', 'null']),
    ],
    [
      'another type',
      '200.receipt is no longer string',
      (api) => (told(api).properties.receipt = { type: 'object', properties: {} }),
    ],
  ])('finds %s', (_, what, edit) => {
    expect(change(edit)).toContain(`castBallot: ${what}`)
  })

  test('finds a refusal that is gone, and one with another status', () => {
    expect(
      change(({ refusals }) => {
        delete refusals.notFound
        refusals.malformed = 422
      }),
    ).toEqual(['refusals: malformed was 400, is 422', 'refusals: notFound is gone'])
  })

  test('finds a field lost in any reply, however deep', () => {
    let lost = 0
    let seen = 0
    for (const [path, methods] of Object.entries(kept.paths))
      for (const [method, { operationId }] of Object.entries(methods)) {
        for (const at of propertiesOf(operation(kept, path, method).responses)) {
          const changed = structuredClone(operation(kept, path, method))
          const name = at.at(-1) as string
          // biome-ignore lint/suspicious/noExplicitAny: somebody else's format
          const holder = at.slice(0, -1).reduce((node: any, key) => node[key], changed.responses)
          delete holder[name]
          const only = { paths: { [path]: { [method]: changed } }, refusals: {} }
          const before = { paths: { [path]: { [method]: operation(kept, path, method) } }, refusals: {} }
          lost++
          if (breaksBetween(before, only).some((one) => one.request === operationId)) seen++
        }
      }
    expect(lost).toBeGreaterThan(1000)
    expect(seen).toBe(lost)
  })
})

/** Where each property of each schema below stands. */
function propertiesOf(node: unknown, at: string[] = []): string[][] {
  if (node === null || typeof node !== 'object') return []
  return Object.entries(node).flatMap(([key, value]) => [
    ...(at.at(-1) === 'properties' && at.at(-2) !== 'properties' ? [[...at, key]] : []),
    ...propertiesOf(value, [...at, key]),
  ])
}
