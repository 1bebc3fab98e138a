import { expect, test } from 'vitest'
import {
  begin,
  closePoll,
  convene,
  inHall,
  numbered,
  openPolls,
  paper,
  REPRESENTATIVES,
  villageWith,
  vote,
} from '../meetings/meeting.ts'
import { draftOf } from '../proposals/matter.ts'
import type { Village } from '../village.ts'
import { pdfText, wordText } from './read.ts'

/** A matter adopted by the representatives: 12 in the hall, 8 in favour. */
async function adopted() {
  const { village, proposal } = await villageWith({ villagers: 5 })
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  await begin(village, meeting)
  await inHall(village, meeting, REPRESENTATIVES.slice(0, 12))
  await openPolls(village, meeting)
  for (const name of numbered('representative', 8)) await vote(village, meeting, name)
  await closePoll(village, meeting)
  await village.clock.set(new Date(village.clock.now().getTime() + 5_000))
  return { village, proposal, meeting }
}
type Row = { id: string; kind: string; isPublic: boolean }
const listOf = async (village: Village, who: string, proposal: string): Promise<Row[]> =>
  (await village.must(who, 'listPapers', { params: { proposal } })).rows
const kindsOf = async (...asked: Parameters<typeof listOf>) => [
  ...new Set((await listOf(...asked)).map((row) => row.kind)),
]
const get = (
  village: Village,
  who: string | null,
  proposal: string,
  paper: string,
  format = 'pdf',
  headers = {},
) => village.ask(who, 'getPaper', { params: { proposal, paper }, query: { format }, headers })

test('offices and those on the roll have the papers of a meeting; other villagers what is for the village', async () => {
  const { village, proposal } = await adopted()
  const roll = ['notice', 'signInSheet', 'minutes', 'resultReport', 'ballotSlips', 'register4']
  expect(await kindsOf(village, 'oversightChair', proposal)).toEqual(
    expect.arrayContaining([...roll, 'resolution', 'resolutionPoster', 'register5']),
  )
  const ofRepresentative = await kindsOf(village, 'representative-1', proposal)
  expect(ofRepresentative).toEqual(expect.arrayContaining([...roll, 'resolution']))
  expect(ofRepresentative).not.toContain('register5')
  expect(await kindsOf(village, 'villager-1', proposal)).toEqual(['resolution'])
  const minutes = (await listOf(village, 'oversightChair', proposal)).find((row) => row.kind === 'minutes')
  expect((await get(village, 'representative-1', proposal, minutes?.id ?? '')).status).toBe(200)
  expect((await get(village, 'villager-1', proposal, minutes?.id ?? '')).body.code).toBe('notFound')
  expect((await get(village, 'other-1', proposal, 'resolution')).status).toBe(404)
  expect((await get(village, null, proposal, 'resolution')).status).toBe(401)
})

test('a matter that names households has no papers for those who may not see it', async () => {
  const { village, proposal } = await villageWith({ villagers: 3 }, 'villagerResolution', {
    ...draftOf(),
    codes: ['M09'],
    facts: { stateDecides: true, stateSubject: 'relief' },
    budget: [],
    questions: [{ text: '第1户', sensitive: true }],
  })
  await convene(village, proposal)
  expect((await village.ask('villager-1', 'listPapers', { params: { proposal } })).body.code).toBe('notFound')
  expect((await village.ask('representative-1', 'listPapers', { params: { proposal } })).status).toBe(200)
  expect((await village.must('villager-1', 'getYearList')).rows).toEqual([])
  expect((await village.must('oversightChair', 'getYearList')).rows).toHaveLength(1)
})

test('the resolution has number, votes and law, as PDF and as Word; an unchanged paper is not drawn again', async () => {
  const { village, proposal } = await adopted()
  const { resolutionNumber } = await village.must('villageDirector', 'getProposal', { params: { proposal } })
  const pdf = await get(village, 'villager-1', proposal, 'resolution')
  const word = await get(village, 'villager-1', proposal, 'resolution', 'docx')
  expect(pdf.headers['content-type']).toBe('application/pdf')
  expect(decodeURIComponent(String(pdf.headers['content-disposition']))).toContain(
    '决议书（村西道路硬化）.pdf',
  )
  for (const text of [await pdfText(pdf.body), wordText(word.body)]) {
    expect(text).toContain('演示村决〔2026〕1号')
    expect(text).not.toContain(resolutionNumber)
    expect(text).toContain('应到18人，实到12人（现场12人，线上0人），须到会12人，符合法定人数')
    expect(text).toContain('赞成8票，反对0票，弃权0票，无效0票，未投4人')
    expect(text).toContain('第二十八条第一项、第二十八条第四项、第二十八条第三款、第二十九条、第三十条')
    expect(text).toContain('960,000.00元')
  }
  const again = await get(village, 'villager-1', proposal, 'resolution', 'pdf', {
    'if-none-match': String(pdf.headers.etag),
  })
  expect(again.status).toBe(304)
  expect(word.headers.etag).not.toBe(pdf.headers.etag)
})

test('a secret poll with a channel of a few ballots is reported by its totals only', async () => {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  await begin(village, meeting)
  await inHall(village, meeting, REPRESENTATIVES.slice(0, 12))
  await openPolls(village, meeting)
  for (const name of numbered('representative', 8)) await vote(village, meeting, name)
  const [poll] = (await village.must('villageDirector', 'getMeeting', { params: { meeting } })).polls
  const at = { params: { poll: poll?.id ?? '' } }
  const people = ['representative-9', 'representative-10'].map(village.id)
  await village.must('oversightCommittee-1', 'handOutSlips', { ...at, body: { personIds: people } })
  await closePoll(village, meeting)
  const sheet = { for: 0, against: 2, abstain: 0, invalid: 0, issued: 2 }
  for (const teller of ['oversightCommittee-1', 'oversightCommittee-2'])
    await village.must(teller, 'enterCountSheet', { ...at, body: sheet })
  await village.clock.set(new Date(village.clock.now().getTime() + 5_000))
  const rows = await listOf(village, 'villageDirector', proposal)
  for (const kind of ['resultReport', 'minutes', 'countSheet', 'register4']) {
    const row = rows.find((one) => one.kind === kind)
    const text = await pdfText((await get(village, 'villageDirector', proposal, row?.id ?? '')).body)
    expect(text).not.toContain('纸质表决票0')
    expect(text).not.toMatch(/手机8/)
    if (kind === 'countSheet') {
      expect(text).toContain('不单列')
      expect(text).toContain('发出票数2收回票数2')
    } else expect(text).toMatch(/赞成8票|合计8/)
  }
})

test('the year has a list of its matters, on paper too', async () => {
  const { village } = await adopted()
  const { year, rows, years } = await village.must('villager-1', 'getYearList')
  expect([year, years, rows.length]).toEqual([2026, [2026], 1])
  expect(rows[0]).toMatchObject({ title: '村西道路硬化', stage: 'resolutionDisclosure', planned: 96_000_000 })
  const text = await pdfText(
    (await village.ask('villager-1', 'getYearPaper', { query: { year: 2026 } })).body,
  )
  for (const words of [
    '2026年“四议两公开”事项清单',
    '村西道路硬化',
    '演示村议〔2026〕1号',
    '决议公开',
    '960,000.00元',
  ])
    expect(text).toContain(words)
})

test('a village is renamed by township and county: what was given before keeps its name, what comes after bears the new one', async () => {
  const { village, proposal } = await adopted()
  const body = {
    villageShort: '河湾新村',
    villageFull: '演示镇河湾新村村民委员会',
    approvalNumber: '新政〔2026〕9号',
    paperId: await paper(village, 'paper', '改名批复'),
  }
  const ask = (more = {}) => village.ask('township-1', 'renameVillage', { body: { ...body, ...more } })
  expect((await ask({ villageFull: '河湾新村居民委员会' })).body.code).toBe('villageNameOther')
  expect((await ask({ villageShort: '河湾新村村委会' })).body.code).toBe('villageNameUnfit')
  const { body: asked } = await ask()
  expect((await village.ask('township-1', 'confirmAct', { params: { act: asked.actId } })).status).toBe(409)
  await village.must('county-1', 'confirmAct', { params: { act: asked.actId } })
  const read = async (kind: string) => {
    const found = (await listOf(village, 'oversightChair', proposal)).find((one) => one.kind === kind)
    return pdfText((await get(village, 'oversightChair', proposal, found?.id ?? '')).body)
  }
  const resolution = await read('resolution')
  expect(resolution).toContain('演示村村民委员会')
  expect(resolution).toContain('演示村决〔2026〕1号')
  expect(resolution).not.toContain('河湾新村')
  // Not posted yet: a paper of today.
  expect(await read('resolutionPoster')).toContain('演示镇河湾新村村民委员会')
  expect(
    (await village.must('villager-1', 'getDivision', { params: { division: village.villageId } })).division
      .name,
  ).toBe('演示镇河湾新村村民委员会')
  const { rows } = await village.must('oversightChair', 'getEvidence', { query: { limit: 100 } })
  expect(JSON.stringify(rows)).toContain('renameVillage')
})
