/** Whatever is sent in whatever place of whatever request: it is answered, and never with a fault of ours. */
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import type { Contract } from '@cunyi/shared/api/contract.ts'
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import { keysOf } from '@cunyi/shared/words/vocabulary.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { fitting, type Place, placesOf, put, shapeOf, typeOf } from '../../shapes.ts'
import { draftOf } from '../proposals/matter.ts'
import { prepared, type Sent } from './prepared.ts'
import * as values from './values.ts'

const contractOf = (name: RequestName): Contract => api[name]
/** Left out: what ends the log-ins of the test itself, or sets its clock. */
const NOT_ASKED: readonly RequestName[] = ['endSession', 'setClock', 'testSession']
/** Asked last: after them the meeting or the matter takes nothing more. */
const ENDS =
  /^(end|close|withdraw|shelve|archive|adjourn|setAside|declare|decide|approve|order|refuse|submit)/
const requests = keysOf(api)
  .filter((name) => !NOT_ASKED.includes(name))
  .toSorted((a, b) => Number(ENDS.test(a)) - Number(ENDS.test(b)))

let all: Awaited<ReturnType<typeof prepared>>
beforeAll(async () => {
  all = await prepared()
})
afterAll(() => all?.village.close())

let sent = 0
let ours = 0
const answers = new Map<number, number>()
type Told = { statusCode: number; headers: Record<string, unknown>; body: string }
/** What is wrong in an answer, whatever was asked: null where nothing is. */
function wrongIn({ statusCode, headers, body }: Told, mayBePage = false): string | null {
  sent += 1
  answers.set(statusCode, (answers.get(statusCode) ?? 0) + 1)
  const type = String(headers['content-type'] ?? '')
  const isFault =
    statusCode >= 500 && statusCode !== 507 && !(statusCode === 503 && headers['retry-after'] !== undefined)
  const isProblem = type.startsWith('application/problem+json') || (mayBePage && type.startsWith('text/html'))
  if (!isFault && (statusCode < 400 || isProblem)) return null
  if (isFault) ours += 1
  return `${statusCode} ${type} ${body.slice(0, 120)}`
}

const openLines = () =>
  new Promise<number>((resolve) => all.village.app.server.getConnections((_, lines) => resolve(lines)))

/** An address as it stands on the line; clients make it neater before they send it. */
const get = (path: string) =>
  new Promise<Told>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: all.port, path, agent: false }, (reply) => {
      const heard: Buffer[] = []
      reply.on('data', (piece: Buffer) => heard.push(piece))
      reply.on('end', () =>
        resolve({
          statusCode: reply.statusCode ?? 0,
          headers: reply.headers,
          body: String(Buffer.concat(heard)),
        }),
      )
    })
    asked.on('error', reject).end()
  })

/** Several at a time: the answers of one request do not hang on those of another. */
async function allOf(tries: { name: RequestName; what: string; given: Sent }[]): Promise<string[]> {
  const faults: string[] = []
  const left = tries.values()
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const { name, what, given } of left) {
        const wrong = wrongIn(await all.send(name, given))
        if (wrong) faults.push(`${name} ${what}: ${wrong}`)
      }
    }),
  )
  return faults
}
const short = (value: unknown) => (JSON.stringify(value) ?? 'undefined').slice(0, 50)
const inQuery = (key: string, value: string) => `${key}=${encodeURIComponent(value)}`

/** What is tried in a place, by what belongs there. */
function valuesFor({ shape }: Place): readonly unknown[] {
  const type = typeOf(shape)
  if (type === 'string' && !shape.enum) return [...values.FOR_TEXTS, ...values.OF_ANOTHER_TYPE]
  if (type === 'integer' || type === 'number') return [...values.FOR_NUMBERS, ...values.OF_ANOTHER_TYPE]
  return type === 'object' || type === 'array' ? values.FOR_ANYTHING : values.OF_ANOTHER_TYPE
}

describe('hostile values', () => {
  test('in every part of every path', async () => {
    const tries = requests.flatMap((name) =>
      [...api[name].path.matchAll(/:(\w+)/g)].flatMap(([, key = '']) =>
        values.IN_PATHS.map((value) => ({
          name,
          what: `:${key} ${short(value)}`,
          given: { params: { [key]: value } },
        })),
      ),
    )
    expect(await allOf(tries)).toEqual([])
  })

  test('in every field of every query, and twice', async () => {
    const tries = requests.flatMap((name) =>
      Object.keys(contractOf(name).query?.shape ?? {}).flatMap((key) =>
        [...values.IN_QUERIES.map((value) => inQuery(key, value)), `${key}=1&${key}=2`, `${key}=%ff%00`].map(
          (query) => ({ name, what: `?${query.slice(0, 60)}`, given: { query } }),
        ),
      ),
    )
    expect(await allOf(tries)).toEqual([])
  })

  test('in every field of every body, beside others that fit', async () => {
    const tries = []
    const unfit: string[] = []
    for (const name of requests) {
      const { body: schema } = contractOf(name)
      if (!schema) continue
      const shape = shapeOf(schema)
      const isDraft = name === 'draftProposal' || name === 'editDraft'
      const body = isDraft ? draftOf() : fitting(shape, all.known)
      if (!schema.safeParse(body).success && name !== 'readSlip') unfit.push(name)
      for (const place of placesOf(shape))
        for (const value of valuesFor(place))
          tries.push({
            name,
            what: `${place.path.join('.')} ${short(value)}`,
            given: { body: put(body, place.path, value) },
          })
    }
    // Else the contract would refuse every one of them, and nothing behind it were tried.
    expect(unfit).toEqual([])
    expect(await allOf(tries)).toEqual([])
  })

  test('as a body that is no JSON, or nested a hundred thousand deep', async () => {
    const tries = requests
      .filter((name) => contractOf(name).body)
      .flatMap((name) => {
        // One that takes anything under any name, one open to everybody, one whose body is a tree.
        const isDeep = ['proposeProfile', 'requestCode', 'draftProposal'].includes(name)
        return [...values.RAW, ...(isDeep ? values.DEEP : [])].map((raw) => ({
          name,
          what: `raw ${short(raw)}`,
          given: { raw },
        }))
      })
    expect(await allOf(tries)).toEqual([])
  })

  test('in the headers that are read', async () => {
    const tries = (['getMe', 'refreshSession', 'reportDelivery', 'login', 'getPublicBoard'] as const).flatMap(
      (name) => {
        const { body: schema } = contractOf(name)
        const body = schema && fitting(shapeOf(schema), all.known)
        return [
          'authorization',
          'cookie',
          'user-agent',
          'x-cunyi-signature',
          'x-forwarded-for',
          'if-none-match',
          'accept-language',
          'content-type',
          'range',
        ].flatMap((header) =>
          values.IN_HEADERS.map((value) => ({
            name,
            what: `${header}: ${short(value)}`,
            given: { body, headers: { [header]: value } },
          })),
        )
      },
    )
    expect(await allOf(tries)).toEqual([])
  })

  test('in a form that carries a file: its name, its fields, its ends', async () => {
    const part = (head: string, content = '%PDF-1.4\n%%EOF') => `--M\r\n${head}\r\n\r\n${content}\r\n`
    const named = (name: string) =>
      `Content-Disposition: form-data; name="file"; ${name}\r\nContent-Type: x/y`
    const field = (name: string, content = '1') =>
      part(`Content-Disposition: form-data; name="${name}"`, content)
    const forms = [
      ...["filename*=UTF-8''a%00b", "filename*=UTF-8''a%0Ab", "filename*=UTF-8''%ff", 'filename=""', ''].map(
        (name) => part(named(name)),
      ),
      part(named('filename="a\u0000b.pdf"')),
      part(named(`filename="${'王'.repeat(5000)}.pdf"`)),
      part(named('filename="../../x"'), ''),
      part(named('filename="x"; filename*="')),
      part('x'.repeat(20_000)),
      field('__proto__') + part(named('filename="x"')),
      field('constructor') + part(named('filename="x"')),
      Array.from({ length: 30 }, (_, i) => field(`f${i}`)).join('') + part(named('filename="x"')),
      part(named('filename="x"')).repeat(3),
      field('a\u0000', '\u0000'),
      '',
      '--M',
      '\r\n\r\n',
    ]
    const faults: string[] = []
    for (const name of ['uploadFile', 'uploadPeople'] as const)
      for (const form of forms)
        for (const [end, type] of [
          ['--M--\r\n', 'multipart/form-data; boundary=M'],
          ['', 'multipart/form-data; boundary=M'],
          ['--M--\r\n', 'multipart/form-data'],
          ['--M--\r\n', `multipart/form-data; boundary=${'M'.repeat(300)}`],
          ['--M--\r\n', 'application/json'],
        ] as const) {
          const query = name === 'uploadFile' ? 'purpose=paper' : ''
          const reply = await all.send(name, {
            raw: `${form}${end}`,
            query,
            headers: { 'content-type': type },
          })
          const wrong = wrongIn(reply)
          if (wrong) faults.push(`${name} ${type.slice(0, 50)} ${short(form)}${end}: ${wrong}`)
        }
    expect(faults).toEqual([])
  })

  test('in addresses that are none, and on the pages for everybody', async () => {
    const v = `/v/${all.village.villageId}`
    const bad = ['%00', '%ff', '%E0%A4%A', '..%2f', 'x'.repeat(300), '%F0%9F%98%80']
    const faults: string[] = []
    for (const url of [
      ...bad.flatMap((one) => [
        `/${one}`,
        `/v/${one}`,
        `/api/${one}`,
        `/app/${one}`,
        `/assets/${one}`,
        `/checkpoints/${one}`,
        `${v}/m/${one}`,
        `${v}/m/${one}/card.png`,
        `/v/${one}/feed.atom`,
        `/v/${one}/strip`,
        `/v/${one}/help`,
        `${v}?q=${one}`,
        `${v}?year=${one}&code=${one}&lang=${one}`,
        `/villages?county=${one}&q=${one}`,
        `/nowhere?q=${one}`,
      ]),
      `${v}?year=0`,
      `${v}?x=${'x'.repeat(6000)}`,
      `${v}?q=a&q=b`,
      `/${'x/'.repeat(2500)}`,
      `/api/${'x/'.repeat(2500)}`,
      '//',
      '//\\',
      '/\\',
      '/?',
      '*',
      'http://:0/',
      'http://[/v/1',
      '/api/villages//meetings',
      `/v/${'4'.repeat(3000)}`,
    ]) {
      const wrong = wrongIn(await get(url), true)
      if (wrong) faults.push(`${url.slice(0, 60)}: ${wrong}`)
    }
    expect(faults).toEqual([])
  })

  test('to the live line of a meeting: it is closed with a reason, never as a fault of ours', async () => {
    const token = all.tokenOf('getMe')
    const at = (villageId: string, meeting: string) => `/api/villages/${villageId}/meetings/${meeting}/live`
    const here = at(String(all.known.village), String(all.known.meeting))
    const first = (word: unknown) => JSON.stringify(word)
    const tries: [path: string, word: string | Buffer][] = [
      ...['', '{', 'null', '[]', '{}', '1', '"ping"', '\u0000', 'x'.repeat(4000), 'x'.repeat(5000)].map(
        (word): [string, string] => [here, word],
      ),
      [here, Buffer.from([0xff, 0xfe, 0x00])],
      [here, first({ token: '\u0000' })],
      [here, first({ token: {} })],
      [here, first({ token, revision: 'x' })],
      [here, first({ token, revision: 1e308 })],
      [at('%00', String(all.known.meeting)), first({ token })],
      [at(values.NOBODY, 'x'), first({ token })],
      [at(String(all.known.village), '%ff'), first({ token })],
      [at(String(all.known.village), values.NOBODY), first({ token })],
      [`${here}?revision=%00`, first({ token })],
    ]
    const faults: string[] = []
    for (const [path, word] of tries) {
      const socket = new WebSocket(`ws://127.0.0.1:${all.port}${path}`)
      const end = new Promise<string>((resolve) => {
        socket.on('close', (code) => resolve(String(code)))
        socket.on('unexpected-response', (_, { statusCode }) => resolve(`HTTP ${statusCode}`))
        socket.on('error', () => {})
      })
      socket.on('open', () => socket.send(word, { binary: false }))
      sent += 1
      const told = await end
      socket.terminate()
      if (!/^(44\d\d|100[79]|HTTP 4\d\d)$/.test(told)) faults.push(`${path} ${short(word)}: ${told}`)
    }
    expect(faults).toEqual([])
    // Nor is a line left open by what was refused.
    await expect.poll(() => openLines(), { timeout: 5000 }).toBe(0)
  })

  test('that are no HTTP: the bare line is refused in the one form too', async () => {
    const say = async (text: string) => {
      const socket = connect({ host: '127.0.0.1', port: all.port })
      const heard: Buffer[] = []
      socket.on('data', (piece: Buffer) => heard.push(piece))
      socket.on('error', () => {})
      socket.write(text)
      await once(socket, 'close')
      return String(Buffer.concat(heard))
    }
    for (const [text, status] of [
      ['nonsense\r\n\r\n', 400],
      [`GET /v/${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
      [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      ['GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n', 400],
    ] as const) {
      sent += 1
      const [head = '', body = ''] = (await say(text)).split('\r\n\r\n')
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\nContent-Type: application/problem\\+json`))
      expect(JSON.parse(body)).toMatchObject({ status, code: 'malformed' })
    }
  })

  test('are counted', () => {
    const told = [...answers].toSorted(([a], [b]) => a - b).map(([status, n]) => `${n} × ${status}`)
    console.log(
      `hostile values: ${sent} requests, ${ours} answered 5xx but for 503 with Retry-After and 507 (${told.join(', ')})`,
    )
    expect(sent).toBeGreaterThan(6000)
    // Lawful ones came through, so that more than the door was tried.
    expect(answers.get(200)).toBeGreaterThan(300)
  })
})

describe('a text', () => {
  const say = (text: string) =>
    all.village.ask('representative-1', 'raisePetition', { body: { title: '修水渠', text } })

  test.each([
    ['a control mark', '不同意\u0000'],
    ['half a character', '不同意\ud842'],
    ['the mark of a lost character', '不同意\ufffd'],
  ])('with %s is refused, and its field is named as people call it', async (_, text) => {
    const { status, body } = await say(text)
    expect([status, body.code, body.params]).toEqual([400, 'textUnfit', { field: 'text' }])
    expect(body.messageZh).toMatch('“内容”里有不能保存的字符')
    expect(body.messageEn).toMatch('“Text” holds')
  })

  test('that is a name stands in one line; a long one has its paragraphs', async () => {
    const title = await all.village.ask('representative-1', 'raisePetition', {
      body: { title: '修水渠\n并通知', text: '渠坏了' },
    })
    expect([title.status, title.body.code, title.body.params]).toEqual([400, 'textUnfit', { field: 'title' }])
    expect((await say('渠坏了\n\n\t一、清淤')).status).toBe(200)
  })

  test('keeps rare characters and pictures, and the same letters become the same text', async () => {
    const { body } = await say('李\u{20BB7}😀 cafe\u0301 \uF9DC')
    const { rows } = await all.village.must('representative-1', 'listPetitions', { query: { limit: 100 } })
    expect(rows.find((row) => row.id === body.id)?.text).toBe('李\u{20BB7}😀 café 隆')
  })
})

describe('a list in pages', () => {
  test('goes on from what it gave, and refuses a cursor it never gave', async () => {
    const first = await all.village.must('representative-1', 'listPetitions', { query: { limit: 1 } })
    const next = first.next ?? ''
    const second = await all.village.must('representative-1', 'listPetitions', {
      query: { limit: 1, after: next },
    })
    expect(second.rows[0]?.id).not.toBe(first.rows[0]?.id)
    for (const after of ['x', `${next}_x`, next.replace('2026', '9999'), next.slice(0, -1)]) {
      const { status, body } = await all.village.ask('representative-1', 'listPetitions', {
        query: { after },
      })
      expect([after, status, body.code]).toEqual([after, 400, 'malformed'])
    }
  })
})
