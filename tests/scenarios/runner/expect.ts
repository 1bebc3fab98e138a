/** What a file expects, compared exactly with what the API says. */
import { pollOf } from './counts.ts'
import type { Expectation } from './expectation.ts'
import { fen } from './handlers.ts'
import { checkPapers } from './papers.ts'
import { inShanghai } from './time.ts'
import { Failed, type MatterState, type World } from './world.ts'

type Found = Record<string, unknown>
const PROPOSAL = [
  'stage',
  'track',
  'route',
  'assembly',
  'version',
  'rejections',
  'reconvenings',
  'moves',
  'warning',
  'documents',
  'noDocuments',
] as const
const LINE = [
  'entitled',
  'present',
  'inHall',
  'online',
  'represented',
  'recused',
  'excused',
  'quorumNeeded',
  'quorumMissing',
  'quorumMet',
  'voted',
  'handsCalled',
  'places',
  'heads',
  'households',
  'poll',
] as const
const TALLY = [
  'outcome',
  'for',
  'against',
  'abstain',
  'invalid',
  'notCast',
  'hands',
  'assisted',
  'byChannel',
  'sheets',
  'base',
  'needed',
  'householdsPresent',
  'householdsNeeded',
  'householdsFor',
  'householdsForNeeded',
  'presentBase',
  'entitledBase',
] as const

export async function check(world: World, matter: MatterState | undefined, wanted: Expectation) {
  const found: Found = {}
  const asks = (names: readonly string[]) => names.some((name) => name in wanted)
  if (matter && asks(PROPOSAL)) Object.assign(found, await proposalFacts(world, matter))
  if (matter && asks(LINE)) Object.assign(found, await lineFacts(world, matter))
  if (matter && asks(TALLY)) Object.assign(found, await tallyFacts(world, matter))
  if (matter && asks(['disclosure', 'daysLeft', 'endsAt', 'restarts', 'lateDays']))
    Object.assign(found, await disclosureFacts(world, matter))
  if (matter && asks(['objections', 'objectionsOpen', 'objectionsHold', 'escalated']))
    Object.assign(found, await objectionFacts(world, matter))
  if (matter && asks(['line', 'quorumTest']))
    Object.assign(found, await attendanceFacts(world, matter, wanted.line))
  if (matter && 'assistedList' in wanted) found.assistedList = await assistedFacts(world, matter)
  if (matter && 'reminders' in wanted) found.reminders = await reminderFacts(world, matter)
  if (matter && 'money' in wanted) found.money = await moneyFacts(world, matter)
  if (matter && 'mandates' in wanted)
    found.mandates = await world.ask('villageDirector', 'getMandates', { proposal: matter.id })
  if (matter && 'earliest' in wanted)
    found.earliest = inShanghai(
      new Date(
        (await world.ask('branchSecretary', 'checkConvening', {}, { proposalIds: [matter.id] })).earliest,
      ),
    )
  if (matter && asks(['papers', 'noPapers']))
    found.papers = await checkPapers(world, matter, wanted.papers ?? [])
  if ('clock' in wanted) found.clock = inShanghai(world.now)
  if ('stands' in wanted) found.stands = world.lastRecount?.stands
  if ('evidence' in wanted)
    found.evidence = (await world.ask('branchSecretary', 'checkEvidence', {})).whole ? 'whole' : 'broken'

  const wrong = Object.entries(wanted).flatMap(([name, value]) => {
    const list = LISTS[name]
    if (list) return listDiffers(list, value as string[], found[list.of] as string[])
    return differs(name, value, found[name])
  })
  if (wrong.length > 0) throw new Failed(wrong.join('; '))
}

type List = { of: 'documents' | 'papers'; absent: boolean }
const LISTS: Partial<Record<string, List>> = {
  documents: { of: 'documents', absent: false },
  noDocuments: { of: 'documents', absent: true },
  papers: { of: 'papers', absent: false },
  noPapers: { of: 'papers', absent: true },
}

function listDiffers({ of, absent }: List, wanted: string[], found: string[]): string[] {
  const wrong = wanted.filter((one) => found.includes(one) === absent)
  if (wrong.length === 0) return []
  return absent
    ? [`these ${of} should not be there: ${wrong.join(', ')}`]
    : [`missing ${of}: ${wrong.join(', ')} (there are: ${found.join(', ')})`]
}

function differs(name: string, wanted: unknown, found: unknown): string[] {
  if (wanted !== null && typeof wanted === 'object' && !Array.isArray(wanted))
    return Object.entries(wanted).flatMap(([key, value]) => {
      const isMoney = name === 'money' && typeof value !== 'boolean'
      return differs(
        `${name}.${key}`,
        isMoney ? fen(value as string) : value,
        (found as Found | undefined)?.[key],
      )
    })
  return JSON.stringify(wanted) === JSON.stringify(found)
    ? []
    : [`${name}: expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`]
}

async function proposalFacts(world: World, matter: MatterState): Promise<Found> {
  const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter.id })
  const closed = detail.sittings.some((one: { polls: { status: string }[] }) =>
    one.polls.some((poll) => poll.status === 'closed'),
  )
  const posted = (stage: string) =>
    detail.disclosures.some(
      (one: { stage: string; postedAt: string | null }) => one.stage === stage && one.postedAt,
    )
  return {
    ...detail,
    moves: detail.moves.map((one: { move: string }) => one.move),
    rejections: detail.moves.filter(
      (one: { move: string; from: string }) => one.move === 'reject' && one.from === 'villagerResolution',
    ).length,
    reconvenings: Math.max(0, ...detail.sittings.map((one: { reconvening: number }) => one.reconvening)),
    warning: detail.totalDaysWarning ? 'totalDays' : undefined,
    documents: [
      ...(closed ? ['minutes'] : []),
      ...(detail.resolutionNumber ? ['resolution'] : []),
      ...(posted('resolutionDisclosure') ? ['disclosure'] : []),
      ...(posted('outcomeDisclosure') ? ['outcome'] : []),
      ...(detail.moves.some((one: { move: string }) => one.move === 'sendOpinion') ? ['opinion'] : []),
    ],
  }
}

async function lineFacts(world: World, matter: MatterState): Promise<Found> {
  const sitting = matter.sittings.at(-1)
  if (!sitting) throw new Failed('no meeting has been convened')
  const now = await world.ask(sitting.chair, 'getMeetingNow', { meeting: sitting.meetingId })
  const mine = now.polls.filter((poll: { proposalId: string }) => poll.proposalId === matter.id)
  const poll = mine.find((one: { id: string }) => one.id === matter.lastPoll) ?? mine[0]
  const { places } = await world.ask(sitting.chair, 'getMeeting', { meeting: sitting.meetingId })
  return {
    ...now,
    ...now.bothQuorums,
    poll: poll?.status,
    handsCalled: poll?.handsCalled,
    voted: (poll?.voted ?? 0) + (poll?.slipsOut ?? 0) + (poll?.handsCalled ?? 0),
    places: Object.fromEntries(
      places.map((place: { name: string; present: number }) => [place.name, place.present]),
    ),
  }
}

/** Of each point the figures that the file names. */
async function attendanceFacts(
  world: World,
  matter: MatterState,
  wanted: Expectation['line'],
): Promise<Found> {
  const sitting = matter.sittings.at(-1)
  if (!sitting) throw new Failed('no meeting has been convened')
  const { points, tests } = await world.ask(sitting.chair, 'getAttendanceLine', {
    meeting: sitting.meetingId,
  })
  const test = tests.find((one: { pollId: string }) => one.pollId === matter.lastPoll)
  return {
    line: points.map((point: Found, i: number) =>
      Object.fromEntries(
        Object.keys(wanted?.[i] ?? { inHall: 0, online: 0, present: 0 }).map((key) => [key, point[key]]),
      ),
    ),
    quorumTest: test && { present: test.present, needed: test.quorumNeeded, met: test.quorumMet },
  }
}

async function assistedFacts(world: World, matter: MatterState): Promise<Found> {
  const { rows } = await world.ask('oversightChair', 'listAssisted', { poll: pollOf(matter) })
  const count = (state: string) => rows.filter((row: Found) => row.state === state).length
  return {
    stands: count('stands'),
    replaced: count('replaced'),
    setAside: count('setAside'),
    overCap: rows.filter((row: Found) => row.overCap).length,
  }
}

async function reminderFacts(world: World, matter: MatterState): Promise<Found> {
  const sitting = matter.sittings.at(-1)
  if (!sitting) throw new Failed('no meeting has been convened')
  const { rounds, counts, toRemind } = await world.ask(sitting.chair, 'listDeliveries', {
    meeting: sitting.meetingId,
  })
  return {
    ...counts,
    rounds: rounds.length,
    told: rounds.map((one: { told: number }) => one.told),
    byItself: rounds.filter((one: { by: unknown }) => one.by === null).length,
    toRemind,
  }
}

async function tallyFacts(world: World, matter: MatterState): Promise<Found> {
  if (!matter.lastPoll) throw new Failed('no poll has been closed')
  const sitting = matter.sittings.at(-1)
  const asker = sitting?.chair ?? 'branchSecretary'
  const { outcome, figures, byChannel } = await world.ask(asker, 'getPoll', { poll: matter.lastPoll })
  if (!figures) return { outcome }
  const { households, bothBases, bothQuorums } = figures
  const { sheets } = await world.ask(asker, 'getCount', { poll: matter.lastPoll })
  return {
    ...figures,
    outcome,
    byChannel: byChannel
      ? Object.fromEntries(byChannel.map((one: { channel: string }) => [one.channel, one]))
      : 'hidden',
    sheets: sheets ? 'shown' : 'hidden',
    base: figures.majorityBase,
    needed: figures.majorityNeeded,
    inHall: figures.presentInHall,
    online: figures.presentOnline,
    recused: figures.recusedPresent,
    presentBase: bothBases?.present,
    entitledBase: bothBases?.entitled,
    heads: bothQuorums?.heads,
    households: bothQuorums?.households,
    householdsPresent: households?.quorum.present,
    householdsNeeded: households?.quorum.needed,
    householdsFor: households?.majority.for,
    householdsForNeeded: households?.majority.needed,
  }
}

async function disclosureFacts(world: World, matter: MatterState): Promise<Found> {
  const { disclosures } = await world.ask('branchSecretary', 'getProposal', { proposal: matter.id })
  const last = disclosures.at(-1)
  if (!last) return { disclosure: 'none' }
  const detail = await world.ask('villageDirector', 'getDisclosure', { disclosure: last.id })
  return {
    ...detail,
    disclosure: detail.status,
    endsAt: detail.endsAt ? inShanghai(new Date(detail.endsAt)) : null,
  }
}

async function objectionFacts(world: World, matter: MatterState): Promise<Found> {
  const { rows } = await world.ask('villageDirector', 'listObjections', { proposal: matter.id })
  return {
    objections: rows.length,
    objectionsOpen: rows.filter((row: { needs: string | null }) => row.needs !== null).length,
    objectionsHold: rows.filter((row: { holds: boolean }) => row.holds).length,
    escalated: rows.some((row: { escalatedAt: string | null }) => row.escalatedAt !== null),
  }
}

async function moneyFacts(world: World, matter: MatterState): Promise<Found> {
  const { money } = await world.ask('villageDirector', 'getWork', { proposal: matter.id })
  return { planned: money.planned, spent: money.spent, over: money.overTotal }
}

/** What somebody sees, as text. */
export async function see(
  world: World,
  matter: () => MatterState,
  arg: {
    by?: string | undefined
    what: string
    has?: string[] | undefined
    hasNot?: string[] | undefined
    status?: number | undefined
  },
  by?: string,
) {
  const who = arg.by ?? by ?? 'anyone'
  const text = JSON.stringify(await shown(world, matter, arg.what, who))
  const missing = (arg.has ?? []).filter((word) => !contains(text, word))
  const forbidden = (arg.hasNot ?? []).filter((word) => contains(text, word))
  if (missing.length > 0) throw new Failed(`${who} does not see ${missing.join(', ')} in ${arg.what}`)
  if (forbidden.length > 0) throw new Failed(`${who} sees ${forbidden.join(', ')} in ${arg.what}`)
}
const contains = (text: string, word: string) =>
  text.includes(word) || text.includes(JSON.stringify(word).slice(1, -1))

async function shown(world: World, matter: () => MatterState, what: string, who: string): Promise<unknown> {
  const meeting = () => matter().sittings.at(-1)?.meetingId
  switch (what) {
    case 'board':
      return world.ask(who, 'getPublicBoard')
    case 'publicMatter':
      return world.ask(who, 'getPublicMatter', { proposal: matter().id })
    case 'page':
      return world.send(null, 'GET', `/v/${world.village}/m/${matter().id}`)
    case 'matter':
      return world.ask(who, 'getProposal', { proposal: matter().id })
    case 'poll':
      return world.ask(who, 'getPoll', { poll: matter().lastPoll ?? matter().sittings.at(-1)?.polls[0]?.id })
    case 'meeting':
      return world.ask(who, 'getMeeting', { meeting: meeting() })
    case 'now':
      return world.ask(who, 'getMeetingNow', { meeting: meeting() })
    case 'minutes':
      return world.ask(who, 'getMinutes', { meeting: meeting() })
    case 'receipts':
      return world.ask(who, 'listReceipts', { poll: matter().lastPoll })
    case 'duties':
      return world.ask(who, 'listDuties')
    case 'dangers':
      return world.ask(who, 'listDangers')
    case 'helpers':
      return world.ask(who, 'listHelpers')
    case 'offices':
      return world.ask(who, 'listOffices')
    case 'evidence':
      return world.ask(who, 'getEvidence', { proposalId: matter().id })
    default:
      return world.send(who === 'anyone' ? null : who, 'GET', what)
  }
}
