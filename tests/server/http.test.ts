import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { connect, disconnect } from '@cunyi/server/base/database/connect.ts'
import { describeError } from '@cunyi/server/base/system/log.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { fitLine, fitTexts } from '@cunyi/server/door/http/texts.ts'
import { api } from '@cunyi/shared/api/index.ts'
import { REFUSALS } from '@cunyi/shared/words/refusals.ts'
import Ajv from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from './village.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage()
})
afterAll(() => village.close())

const get = (url: string, headers: Record<string, string> = {}) =>
  village.app.inject({ method: 'GET', url, headers })

test('soft ends of a line from a paste are taken as ends of a line, in a name as everywhere', () => {
  const hooks: Record<string, (request: object, reply: null, next: () => void) => void> = {}
  fitTexts({
    addHook: (name: string, hook: (typeof hooks)[string]) => Object.assign(hooks, { [name]: hook }),
  } as never)
  const body = { text: ['一\v二\f三'] }
  hooks.preValidation?.({ is404: false, body }, null, () => {})
  expect(body).toEqual({ text: ['一\n二\n三'] })
  expect(() => fitLine('一\v二', 'filename')).toThrow(expect.objectContaining({ code: 'textUnfit' }))
})

describe('a refusal', () => {
  test('is one object in both languages, with rule and source (RFC 9457)', async () => {
    const reply = await get('/api/me')
    expect(reply.statusCode).toBe(401)
    expect(reply.headers['content-type']).toMatch('application/problem+json')
    const { zh, en, rule, source } = REFUSALS.notSignedInToAccount
    expect(reply.json()).toEqual({
      type: '/api/docs/rejections#notSignedInToAccount',
      title: en,
      status: 401,
      code: 'notSignedInToAccount',
      messageZh: zh,
      messageEn: en,
      rule,
      source,
      params: {},
    })
  })

  test.each([
    ['an unknown address', { method: 'GET', url: '/api/nowhere' }, 404, 'notFound'],
    ['a wrong body', { method: 'POST', url: '/api/login/code', payload: { phone: 5 } }, 400, 'malformed'],
    [
      'broken JSON',
      {
        method: 'POST',
        url: '/api/login/code',
        payload: '{',
        headers: { 'content-type': 'application/json' },
      },
      400,
      'malformed',
    ],
    ['a wrong query', { method: 'GET', url: '/api/public/villages?county=x' }, 400, 'malformed'],
  ] as const)('%s is answered in the same shape', async (_, request, status, code) => {
    const reply = await village.app.inject(request)
    expect(reply.statusCode).toBe(status)
    expect(reply.json()).toMatchObject({ status, code, messageZh: REFUSALS[code].zh })
  })

  test('a request that is too large is told the limit it went over', async () => {
    const reply = await village.app.inject({
      method: 'POST',
      url: '/api/login/code',
      payload: { phone: 'x'.repeat(1024 * 1024) },
    })
    expect(reply.statusCode).toBe(413)
    expect(reply.json()).toMatchObject({
      code: 'requestTooLarge',
      messageZh: '提交的内容过大，最大1MB',
      params: { megabytes: 1 },
    })
  })

  test('a fault of ours is called one: 500, with a reference the log has too, and no advice to knock again', async () => {
    const logged: { err: { message: string }; reference: string }[] = []
    const log = Object.assign(Object.create(village.parts.log), {
      child: () => log,
      error: (line: (typeof logged)[number]) => logged.push(line),
    })
    const db = Object.assign(Object.create(village.parts.db), {
      transaction: async () => {
        throw new Error('a line nobody thought of')
      },
    })
    const broken = await buildApp({ ...village.parts, db, log })
    const reply = await broken.inject('/api/public/villages')
    await broken.close()
    expect(reply.statusCode).toBe(500)
    expect(reply.headers['retry-after']).toBeUndefined()
    const { code, messageZh, params } = reply.json()
    expect(code).toBe('internal')
    expect(params.reference).toMatch(/^[0-9A-F]{8}$/)
    expect(messageZh).toBe(`系统出错了，请稍后再试；仍不行请把编号${params.reference}告诉村委会`)
    expect(reply.body).not.toContain('nobody thought of')
    expect(logged).toMatchObject([
      { reference: params.reference, err: { message: 'a line nobody thought of' } },
    ])
  })

  test('what failed inside is told to nobody outside, and no parameter of a statement to the log', async () => {
    const cause = Object.assign(new Error('relation "x" does not exist'), { code: '42P01' })
    const failed = Object.assign(new Error('Failed query: select $1 params: 10012345678', { cause }), {
      query: 'select $1',
      params: ['10012345678'],
    })
    expect(JSON.stringify(describeError(failed))).not.toContain('10012345678')
    expect(describeError(failed)).toMatchObject({ cause: { errorCode: '42P01' } })
  })
})

describe('what is polled', () => {
  test('is sent again only when it has changed', async () => {
    const url = '/api/public/villages'
    const first = await get(url)
    expect(first.statusCode).toBe(200)
    const tag = String(first.headers.etag)
    const again = await get(url, { 'if-none-match': tag })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
    await village.sql(`update divisions set name = '改名村' where code = '${village.villageId}'`)
    expect((await get(url, { 'if-none-match': tag })).statusCode).toBe(200)
  })
})

describe('the description of the API', () => {
  test('is OpenAPI 3.1, names every request once and every schema in it is one', async () => {
    const { openapi, paths } = (await get('/api/openapi.json')).json()
    expect(openapi).toBe('3.1.0')
    // biome-ignore lint/suspicious/noExplicitAny: somebody else's format
    const operations = Object.values<any>(paths).flatMap((path) => Object.values<any>(path))
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(api).sort())
    const ajv = new Ajv({ strict: false, validateFormats: false })
    for (const { operationId, requestBody, responses } of operations)
      for (const holder of [requestBody, ...Object.values(responses)])
        for (const { schema } of Object.values<{ schema: object }>(holder?.content ?? {}))
          expect(ajv.validateSchema(schema), operationId).toBe(true)
  })

  test('is readable, every refusal with its own place', async () => {
    expect((await get('/api/docs/')).statusCode).toBe(200)
    const page = (await get('/api/docs/rejections')).body
    for (const code of Object.keys(REFUSALS)) expect(page).toContain(`id="${code}"`)
  })
})

describe('health', () => {
  test('live and ready, without a word about the inside', async () => {
    expect((await get('/health/live')).json()).toEqual({ live: true })
    const reply = await get('/health/ready')
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({
      ready: true,
      checks: { database: { ok: true }, keys: { ok: true } },
    })
  })

  test('no folder for poll keys: not ready', async () => {
    const { parts } = village
    const broken = await buildApp({ ...parts, pollKeys: folderPollKeys('/dev/null/keys', null) })
    const reply = await broken.inject('/health/ready')
    expect(reply.statusCode).toBe(503)
    expect(reply.json()).toMatchObject({
      ready: false,
      checks: { keys: { ok: false }, database: { ok: true } },
    })
    await broken.close()
  })

  test('a database that is away: not ready but alive, and a request is asked to come again', async () => {
    const db = connect('postgres://nobody:x@127.0.0.1:1/none')
    const broken = await buildApp({ ...village.parts, db })
    expect((await broken.inject('/health/ready')).json()).toMatchObject({
      ready: false,
      checks: { database: { ok: false } },
    })
    expect((await broken.inject('/health/live')).statusCode).toBe(200)
    const reply = await broken.inject('/api/public/villages')
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBeDefined()
    expect(reply.json()).toMatchObject({ code: 'notReady' })
    expect(reply.body).not.toContain('127.0.0.1')
    await broken.close()
    await disconnect(db)
  })
})
