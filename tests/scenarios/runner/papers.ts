/** 材料: each paper is fetched as PDF and as Word, and its text compared with what the other requests answer. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PaperKind } from '@cunyi/shared/papers/paper-kinds.ts'
import { pdfText, squeezed, wordText } from '../../server/papers/read.ts'
import { Failed, type MatterState, type World } from './world.ts'

type Row = {
  id: string
  kind: PaperKind
  zh: string
  about: string | null
  meetingId: string | null
  isPublic: boolean
}
// biome-ignore lint/suspicious/noExplicitAny: facts of every request
type Reply = any

let folder: string | undefined
/** Every paper that is looked at is left there too, for people to look at. */
export const keepPapersIn = (path: string) => {
  folder = path
}

/** Those of these kinds, fetched and compared. Answers the kinds that the matter has. */
export async function checkPapers(
  world: World,
  matter: MatterState,
  wanted: readonly string[],
): Promise<string[]> {
  const { rows } = await world.ask<{ rows: Row[] }>('villageDirector', 'listPapers', { proposal: matter.id })
  const facts = await factsOf(world, matter)
  for (const row of rows.filter((one) => wanted.includes(one.kind))) {
    const expected = await wordsOf(world, facts, row)
    for (const format of ['pdf', 'docx'] as const) {
      const file = await world.file('villageDirector', 'getPaper', {
        proposal: matter.id,
        paper: row.id,
        format,
      })
      keep(world, row, format, file)
      const text = format === 'pdf' ? await pdfText(file) : wordText(file)
      const missing = expected.filter((word) => !text.includes(squeezed(word)))
      if (missing.length > 0)
        throw new Failed(
          `${row.zh} (${row.about ?? ''}, ${format}) does not say: ${missing.slice(0, 5).join(' | ')}`,
        )
      const forbidden = row.isPublic ? namesIn(world, text, facts) : []
      if (forbidden.length > 0)
        throw new Failed(`${row.zh} (${format}) names ${forbidden.join('、')} in public`)
    }
  }
  return [...new Set(rows.map((row) => row.kind))]
}

function keep(world: World, { kind, about }: Row, format: string, file: Buffer) {
  if (!folder) return
  const place = join(folder, world.scenario.scenario.replaceAll('/', '-'))
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, `${kind}${about ? ` ${about}` : ''}.${format}`), file)
}

async function factsOf(world: World, matter: MatterState) {
  const detail: Reply = await world.ask('villageDirector', 'getProposal', { proposal: matter.id })
  const { division } = await world.ask('villageDirector', 'getDivision', { division: world.village })
  return { matter, detail, village: division.name as string }
}
type Facts = Awaited<ReturnType<typeof factsOf>>

const day = (instant: string): string => {
  const [year, month, date] = new Date(Date.parse(instant) + 8 * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .split('-')
    .map(Number)
  return `${year}年${month}月${date}日`
}
const money = (fen: number): string =>
  `${Math.trunc(fen / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')}.${String(fen % 100).padStart(2, '0')}`

/** 2026-001 and R2026-001, as a paper writes them (GB/T 9704). */
const official = (village: string, number: string): string => {
  const [year, one] = number.replace('R', '').split('-')
  return `${village}${number.startsWith('R') ? '决' : '议'}〔${year}〕${Number(one)}号`
}

/** What must stand on it, from other requests than the one that made it. */
async function wordsOf(world: World, facts: Facts, row: Row): Promise<string[]> {
  const { detail, village } = facts
  const words = [village, detail.title]
  if (row.meetingId) words.push(...(await meetingWords(world, facts, row)))
  switch (row.kind) {
    case 'resolution':
      return [
        ...words,
        official(village, detail.resolutionNumber),
        ...detail.body.split('\n'),
        ...(await tallyWords(world, facts, 'villagerResolution')),
      ]
    case 'register1':
    case 'register2':
    case 'register3':
    case 'register4':
      return [...words, official(village, detail.number), detail.summary]
    case 'resolutionPoster':
    case 'outcomePoster':
      return [
        ...words,
        `/v/${world.village}/m/${detail.id}`,
        ...(await disclosureWords(world, facts, row.kind)),
      ]
    case 'register5':
    case 'register6':
      return [
        ...words,
        ...[detail.number, detail.resolutionNumber ?? detail.number].map((one) => official(village, one)),
        '监督意见',
      ]
    case 'account':
    case 'acceptance':
      return [...words, ...(await workWords(world, facts, row.kind))]
    case 'objection':
    case 'objectionReply':
      return [...words, ...(await objectionWords(world, facts, row))]
    case 'opinionForm':
      return [...words, '不是决议', ...(await tallyWords(world, facts, 'villagerResolution'))]
    default:
      return words
  }
}

async function meetingWords(world: World, { detail }: Facts, row: Row): Promise<string[]> {
  const meeting: Reply = await world.ask('villageDirector', 'getMeeting', { meeting: row.meetingId ?? '' })
  const poll =
    meeting.polls.find((one: Reply) => row.id.endsWith(one.id)) ??
    meeting.polls.find((one: Reply) => one.proposalId === detail.id)
  const { entitled, present, inHall, online } = meeting.now
  const figures = poll?.figures
  const counted = figures && poll.outcome !== 'noQuorum'
  const date = day(meeting.opensAt)
  switch (row.kind) {
    case 'notice':
      return [
        date,
        meeting.place,
        meeting.chair.name,
        meeting.recorder.name,
        `应到${entitled}人`,
        ...(poll ? [poll.ruleZh] : []),
      ]
    case 'signInSheet':
      return [
        date,
        `应到${entitled}人`,
        `现场${inHall}人`,
        `线上${online}人`,
        ...(await rollNames(world, meeting)),
      ]
    case 'minutes':
      return [
        date,
        meeting.place,
        meeting.chair.name,
        meeting.recorder.name,
        ...meeting.tellers.map((one: Reply) => one.name),
        `应到${entitled}人`,
        `实到${present}人`,
        ...(await signerNames(world, meeting)),
        ...(figures ? [`须到会${figures.quorumNeeded}人`] : []),
        ...(counted ? [String(figures.for), `须赞成${figures.majorityNeeded}票`] : []),
      ]
    case 'resultReport':
      return [
        date,
        ...meeting.tellers.map((one: Reply) => one.name),
        ...(figures ? [figures.sentenceZh] : []),
      ]
    case 'reviewOpinion':
      return [date, ...(counted ? [countsOf(figures)] : [])]
    case 'register1':
    case 'register2':
    case 'register3':
    case 'register4':
      return [
        date,
        meeting.chair.name,
        `应到${entitled}人`,
        `实到${present}人`,
        ...(counted ? [countsOf(figures)] : []),
      ]
    case 'ballotSlips':
      return ['赞成', '反对', '弃权', date]
    case 'countSheet':
      return [meeting.place, ...meeting.tellers.map((one: Reply) => one.name)]
    case 'proxies':
      return [date]
    default:
      return []
  }
}

const countsOf = (one: Reply) =>
  `赞成${one.for}票，反对${one.against}票，弃权${one.abstain}票，无效${one.invalid}票，未投${one.notCast}人`

async function rollNames(world: World, meeting: Reply): Promise<string[]> {
  const names: string[] = []
  let after: string | undefined
  do {
    const page: Reply = await world.ask('villageDirector', 'getRoll', {
      meeting: meeting.id,
      limit: 100,
      after,
    })
    names.push(...page.rows.filter((one: Reply) => one.votes).map((one: Reply) => one.person.name))
    after = page.next ?? undefined
  } while (after)
  return names
}

async function signerNames(world: World, meeting: Reply): Promise<string[]> {
  const { missing, signedBy } = await world.ask('villageDirector', 'getMinutes', { meeting: meeting.id })
  return [...missing, ...signedBy].map((one: Reply) => one.name)
}

async function tallyWords(world: World, { detail }: Facts, stage: string): Promise<string[]> {
  const sitting = detail.sittings.findLast(
    (one: Reply) =>
      one.stage === stage &&
      one.polls.some((poll: Reply) => poll.outcome && poll.outcome !== 'noQuorum' && poll.outcome !== 'void'),
  )
  if (!sitting) return []
  const words = [day(sitting.opensAt)]
  for (const { id } of sitting.polls) {
    const { figures } = await world.ask('villageDirector', 'getPoll', { poll: id })
    if (figures)
      words.push(
        `应到${figures.entitled}人`,
        detail.track === 'opinion' ? String(figures.for) : countsOf(figures),
      )
  }
  return words
}

async function disclosureWords(world: World, { detail, village }: Facts, kind: PaperKind): Promise<string[]> {
  const stage = kind === 'resolutionPoster' ? 'resolutionDisclosure' : 'outcomeDisclosure'
  const found = detail.disclosures.findLast((one: Reply) => one.stage === stage)
  const whole: Reply = await world.ask('villageDirector', 'getDisclosure', { disclosure: found.id })
  const number = detail.resolutionNumber ?? detail.number
  const lines = whole.text
    .split('\n')
    .filter((line: string) => line.trim())
    .map((line: string) => (line.endsWith(`　${number}`) ? official(village, number) : line))
  // A label stands in a column of its own.
  const parts = lines.flatMap((line: string) => line.split(/(?<=^[^：。；，]{2,14})：/))
  const list = whole.endedAt
    ? []
    : (whole.namedList ?? []).flatMap((one: Reply) => [one.name, money(one.amount)])
  return [...parts, ...list, ...(whole.postedAt ? [day(whole.postedAt)] : [])]
}

async function workWords(world: World, { detail }: Facts, kind: PaperKind): Promise<string[]> {
  const work: Reply = await world.ask('villageDirector', 'getWork', { proposal: detail.id })
  if (kind === 'acceptance')
    return [
      work.executor,
      ...(work.acceptance?.people ?? []),
      day(`${work.acceptedOn}T00:00:00+08:00`),
      work.acceptance?.opinion,
    ]
  return [
    ...work.money.lines.flatMap((one: Reply) =>
      [one.label, money(one.planned), money(one.spent)].slice(0, one.kind === 'use' ? 3 : 2),
    ),
    money(work.money.planned),
    money(work.money.spent),
    ...work.money.expenses.map((one: Reply) => one.payee),
  ]
}

async function objectionWords(world: World, { detail }: Facts, row: Row): Promise<string[]> {
  const { rows } = await world.ask('villageDirector', 'listObjections', { proposal: detail.id })
  const one = rows.find((found: Reply) => row.id.endsWith(found.id))
  return [one.text, one.by.name, day(one.at), ...(one.answer ? [one.answer, day(one.answeredAt)] : [])]
}

/** 公开材料 name nobody of the village but those who sign and those on a list that must be published. */
function namesIn(world: World, text: string, { detail }: Facts): string[] {
  const officers = ['villageDirector', 'oversightChair', 'boardChair'].flatMap((one) => {
    const known = world.population.byAlias.get(one)
    return known ? [known.name] : []
  })
  const allowed = new Set([...officers, detail.facts.contractor ?? ''])
  return world.population.people
    .map((one) => one.name)
    .filter((name) => name.length > 1 && !allowed.has(name) && text.includes(name))
    .slice(0, 5)
}
