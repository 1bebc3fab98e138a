import { createRequire } from 'node:module'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, VILLAGE, type Village } from './village.ts'

const POSTED = '00000000-0000-4000-8000-0000000000b1'
const DONE = '00000000-0000-4000-8000-0000000000b2'
const OPINION = '00000000-0000-4000-8000-0000000000b3'
// biome-ignore lint/suspicious/noExplicitAny: its types are the server's as well
const sharp: any = createRequire(new URL('../../server/src/base/files/kinds.ts', import.meta.url))('sharp')

let village: Village
beforeAll(async () => {
  village = await buildVillage({ villagers: 2, at: '2026-11-20T02:00:00.000Z' })
  const by = `'${village.id('villageDirector')}'`
  const proposal = (id: string, title: string, stage: string, code: string, track = 'full') =>
    `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
     values ('${VILLAGE}', '${id}', '2026-${id.slice(-3)}', '${title}', '${stage}', '${track}', '["${code}"]', 'A', 'representatives', 'cadres', 'branch', 1, gen_random_uuid(), ${by}, '2026-10-01', '2026-11-01');
     insert into proposal_versions (village_id, proposal_id, version, title, summary, body, facts, digest, kind, by, at)
     values ('${VILLAGE}', '${id}', 1, '${title}', '说明', '全文', '{}', 'd', 'first', ${by}, '2026-10-01')`
  const disclosure = (of: string, stage: string, status: string, postedAt: string, endsAt: string) =>
    `insert into disclosures (village_id, proposal_id, stage, title, text, status, days, prepared_at, start_due_at, posted_at, ends_at, ended_at)
     values ('${VILLAGE}', '${of}', '${stage}', '决议公开：…', '公示内容', '${status}', 15, '2026-10-01', '2026-10-02', '${postedAt}', '${endsAt}', ${status === 'ended' ? `'${endsAt}'` : 'null'})`
  const line = (kind: string, label: string, amount: number) =>
    `insert into budget_lines (village_id, proposal_id, version, kind, label, amount, seq) values ('${VILLAGE}', '${DONE}', 1, '${kind}', '${label}', ${amount}, 1)`
  await village.sql(
    proposal(POSTED, '村西道路硬化', 'resolutionDisclosure', 'M03'),
    disclosure(POSTED, 'resolutionDisclosure', 'posted', '2026-11-10T01:00:00Z', '2026-11-25T16:00:00Z'),
    proposal(DONE, '分红方案', 'archived', 'M07'),
    disclosure(DONE, 'resolutionDisclosure', 'ended', '2025-03-01T01:00:00Z', '2025-03-16T16:00:00Z'),
    disclosure(DONE, 'outcomeDisclosure', 'ended', '2025-06-01T01:00:00Z', '2025-06-16T16:00:00Z'),
    line('source', '村集体', 50_000),
    line('use', '工程', 50_000),
    proposal(OPINION, '低保评议', 'resolutionDisclosure', 'M09', 'opinion'),
    disclosure(OPINION, 'resolutionDisclosure', 'posted', '2026-11-10T01:00:00Z', '2026-11-25T16:00:00Z'),
  )
})
afterAll(() => village.close())
const get = (path: string, headers: Record<string, string> = {}) =>
  village.app.inject({ method: 'GET', url: `/v/${VILLAGE}${path}`, headers })
const board = (query: Record<string, string | number> = {}) => village.must(null, 'getPublicBoard', { query })

describe('公开栏', () => {
  test('is read by year and by kind of matter', async () => {
    const whole = await board()
    expect(whole.codes).toEqual(['M03', 'M07'])
    expect(whole.years).toContain(2025)
    expect((await board({ code: 'M07' })).resolutions.map((one) => one.title)).toEqual(['分红方案'])
    expect((await board({ code: 'M03' })).outcomes).toEqual([])
    expect((await board({ year: 2026 })).resolutions.map((one) => one.title)).toEqual(['村西道路硬化'])
  })

  test('the money of the outcomes shown is summed by source', async () => {
    expect((await board()).sources).toEqual([{ label: '村集体', amount: 50_000 }])
    expect((await board({ code: 'M03' })).sources).toEqual([])
  })

  test('a feed names what stands on the board, with the last day, and never an opinion', async () => {
    for (const kind of ['atom', 'rss']) {
      const feed = await get(`/feed.${kind}`)
      expect(feed.headers['content-type']).toContain(`application/${kind}+xml`)
      expect(feed.body).toContain('村西道路硬化')
      expect(feed.body).toContain('公示至2026-11-25')
      expect(feed.body).toContain(`/v/${VILLAGE}/m/${POSTED}`)
      expect(feed.body).not.toContain('低保')
    }
    const tag = String((await get('/feed.atom')).headers.etag)
    expect((await get('/feed.atom', { 'if-none-match': tag })).statusCode).toBe(304)
  })

  test('a page travels squeezed to whoever takes it so, and what programs read does not', async () => {
    const plain = await get('/feed.atom')
    expect([plain.headers['content-encoding'], plain.headers.vary]).toEqual([undefined, 'Accept-Encoding'])
    for (const [asked, coding, open] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ] as const) {
      const { headers, rawPayload } = await get('/feed.atom', { 'accept-encoding': asked })
      expect([asked, headers['content-encoding']]).toEqual([asked, coding])
      expect(rawPayload.length).toBeLessThan(plain.rawPayload.length)
      expect(open(rawPayload).toString()).toBe(plain.body)
      const known = { 'accept-encoding': asked, 'if-none-match': String(headers.etag) }
      expect((await get('/feed.atom', known)).statusCode).toBe(304)
    }
    const url = `/api/public/villages/${VILLAGE}/board`
    const board = await village.app.inject({ method: 'GET', url, headers: { 'accept-encoding': 'br' } })
    expect(board.headers['content-encoding']).toBeUndefined()
  })

  test('a petition has its card, and what is none has not', async () => {
    const { id } = await village.must('villager-1', 'raisePetition', {
      body: { title: '修村东小桥', text: '小桥年久失修，雨天过不去。' },
    })
    expect((await get(`/p/${id}/card.png`)).headers['content-type']).toBe('image/png')
    expect((await get(`/p/${POSTED}`)).statusCode).toBe(404)
    expect((await get('/p/x')).statusCode).toBe(404)
  })

  test('a card is a picture of 1200 × 630, the same until the matter changes', async () => {
    const card = await get(`/m/${POSTED}/card.png`)
    expect(card.headers['content-type']).toBe('image/png')
    expect(await sharp(card.rawPayload).metadata()).toMatchObject({ width: 1200, height: 630, format: 'png' })
    // Letters of two colours stand on the paper, and the red of the heading above it.
    const { dominant, channels } = await sharp(card.rawPayload).stats()
    expect(dominant.r + dominant.g + dominant.b).toBeGreaterThan(600)
    expect(channels[0].stdev).toBeGreaterThan(10)
    const again = await get(`/m/${POSTED}/card.png`, { 'if-none-match': String(card.headers.etag) })
    expect(again.statusCode).toBe(304)
    expect((await get(`/m/${DONE}/card.png`)).headers.etag).not.toBe(card.headers.etag)
    expect((await get(`/m/${OPINION}/card.png`)).statusCode).toBe(404)
  })
})

describe('撤回、退回、更正', () => {
  const TAKEN = '00000000-0000-4000-8000-000000000404'
  const matter = async () => village.must(null, 'getPublicMatter', { params: { proposal: TAKEN } })
  const take = (move: string, to: string, reason: string) =>
    village.sql(
      `update proposals set stage = '${to}', stage_since = '2026-11-18' where id = '${TAKEN}'`,
      `insert into proposal_moves (village_id, id, proposal_id, seq, move, "from", "to", version, by, reason, document_number, at)
       values ('${VILLAGE}', gen_random_uuid(), '${TAKEN}', 1, '${move}', 'resolutionDisclosure', '${to}', 1, 'townshipStaff', '${reason}', '镇发〔2026〕3号', '2026-11-18')`,
    )
  beforeAll(async () => {
    const by = `'${village.id('villageDirector')}'`
    const version = (n: number, body: string) =>
      `insert into proposal_versions (village_id, proposal_id, version, title, summary, body, facts, digest, kind, by, at)
       values ('${VILLAGE}', '${TAKEN}', ${n}, '修桥${n}', '说明${n}', '${body}', '{}', 'd', 'first', ${by}, '2026-10-01')`
    await village.sql(
      `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
       values ('${VILLAGE}', '${TAKEN}', '2026-404', '修桥2', 'resolutionDisclosure', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 2, gen_random_uuid(), ${by}, '2026-10-01', '2026-11-01')`,
      version(1, '桥长20米。'),
      version(2, '桥长30米，还没有公示。'),
      `insert into disclosures (village_id, proposal_id, version, stage, title, text, status, days, prepared_at, start_due_at, posted_at, ends_at)
       values ('${VILLAGE}', '${TAKEN}', 1, 'resolutionDisclosure', '决议公开：修桥', '公示内容', 'posted', 15, '2026-10-01', '2026-10-02', '2026-11-12T01:00:00Z', '2026-11-27T16:00:00Z')`,
    )
  })

  test('a resolution that was sent back stays on the board for its days and in the year’s list, with its notice, reason and new way; what is written since then stays inside', async () => {
    expect((await matter()).takenBack).toBeNull()
    await take('orderCorrection', 'committeeDeliberation', '通知的天数不够')
    const found = await matter()
    expect(found).toMatchObject({
      stage: 'committeeDeliberation',
      title: '修桥1',
      body: '桥长20米。',
      version: 1,
      takenBack: {
        how: 'orderCorrection',
        at: '2026-11-18T00:00:00.000Z',
        reason: '通知的天数不够',
        documentNumber: '镇发〔2026〕3号',
      },
      disclosures: [{ title: '决议公开：修桥', text: '公示内容' }],
    })
    expect(JSON.stringify(found)).not.toContain('30米')
    const { now, resolutions } = await board({ year: 2026 })
    expect(now.find((one) => one.proposalId === TAKEN)).toMatchObject({
      takenBack: true,
      title: '决议公开：修桥',
    })
    expect(resolutions.find((one) => one.proposalId === TAKEN)).toMatchObject({ takenBack: true })
    expect(now.find((one) => one.proposalId === POSTED)).toMatchObject({ takenBack: false })
  })

  test('after its days it is in the list and has its page; a reason with a number of a person in it is not told', async () => {
    await village.sql(
      `update proposals set stage = 'withdrawn' where id = '${TAKEN}'`,
      `update proposal_moves set move = 'withdraw', "to" = 'withdrawn', reason = '电话13800138000' where proposal_id = '${TAKEN}'`,
      `update disclosures set ends_at = '2026-11-19T16:00:00Z' where proposal_id = '${TAKEN}'`,
    )
    const { now, resolutions } = await board({ year: 2026 })
    expect(now.map((one) => one.proposalId)).not.toContain(TAKEN)
    expect(resolutions.map((one) => one.proposalId)).toContain(TAKEN)
    expect(await matter()).toMatchObject({ stage: 'withdrawn', takenBack: { how: 'withdraw', reason: null } })
    expect((await village.ask(null, 'getPublicMatter', { params: { proposal: OPINION } })).status).toBe(404)
  })
})
