/** 会议: convening, signing in. */
import { REQUIRED_PAPERS } from '@cunyi/shared/matter/required-papers.ts'
import { helpedByName } from './assist.ts'
import { placeNamed } from './counts.ts'
import type { Step } from './file.ts'
import { eachOf, pickBySum } from './pick.ts'
import { nextMorning, timeOf } from './time.ts'
import type { ArgumentOf } from './verbs.ts'
import { Failed, type MatterState, refusedPerPerson, type Sitting, type World } from './world.ts'

const AT_ONCE = 12
const OFFICER: Record<string, string> = {
  branch: 'branchSecretary',
  committees: 'branchSecretary',
  partyMembers: 'branchSecretary',
  representatives: 'villageDirector',
  villagers: 'villageDirector',
  households: 'villageDirector',
  members: 'boardChair',
  memberRepresentatives: 'boardChair',
  groupVillagers: 'groupHead-1',
  groupHouseholds: 'groupHead-1',
}
/** Who records and counts where the file does not say: never the chair, always of the body. */
const STAFF: Record<string, string[]> = {
  branch: ['branchCommittee-3', 'branchCommittee-2', 'branchCommittee-3'],
  committees: ['branchCommittee-3', 'branchCommittee-2', 'branchCommittee-3'],
  partyMembers: ['branchCommittee-3', 'branchCommittee-2', 'branchCommittee-3'],
  representatives: ['villageCommittee-3', 'representative-3', 'representative-4'],
  villagers: ['villageCommittee-3', 'representative-3', 'representative-4'],
  households: ['villageCommittee-3', 'representative-3', 'representative-4'],
  members: ['boardMember-2', 'boardMember-3', 'boardMember-2'],
  memberRepresentatives: ['boardMember-2', 'memberRepresentative-3', 'memberRepresentative-4'],
  groupVillagers: ['villageCommittee-3', 'representative-3', 'representative-4'],
  groupHouseholds: ['villageCommittee-3', 'representative-3', 'representative-4'],
}
const REPRESENTATIVES = ['villageCommittee-3', 'representative-3', 'representative-4']
const HALL = '村部会议室'
const BODY: Record<string, string> = {
  branchProposal: 'branch',
  committeeDeliberation: 'committees',
  partyReview: 'partyMembers',
}

/** An honest clerk brings what the county's list asks for; a file that tries its lack says `papers: none`. */
async function layPapers(world: World, by: string, asked: Record<string, unknown>) {
  const { refusal } = await world.ask(by, 'checkConvening', {}, asked)
  if (refusal?.code !== 'papersMissing') return
  // Of several matters the first that lacks a paper is named; each gets it.
  for (const paper of String(refusal.params.keys).split(' ').filter(isAsked))
    for (const proposal of asked.proposalIds as string[])
      await world.ask(
        'branchSecretary',
        'addNote',
        { proposal },
        {
          kind: 'consultation',
          text: '材料已经交来',
          paper,
          subjectId: await world.upload('branchSecretary', 'proposal'),
        },
      )
}
const isAsked = (paper: string) => Object.hasOwn(REQUIRED_PAPERS, paper)

export async function convene(
  world: World,
  step: Step,
  arg: NonNullable<ArgumentOf<'convene'>>,
  matter: MatterState,
): Promise<Sitting> {
  const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter.id })
  const assembly = arg.assembly ?? detail.extraNext?.assembly ?? BODY[detail.stage] ?? detail.assembly
  const isThere = (name: string | undefined) => name !== undefined && world.population.byAlias.has(name)
  const officer = isThere(OFFICER[assembly]) ? (OFFICER[assembly] as string) : 'villageDirector'
  const by = step.by ?? officer
  const usual = STAFF[assembly] ?? REPRESENTATIVES
  const staff = isThere(usual[0]) ? usual : REPRESENTATIVES
  const chair = arg.chair ?? officer
  const recorder = arg.recorder ?? (staff[0] as string)
  const tellers = arg.tellers ?? staff.slice(1)
  const proposalIds = (arg.matters ?? [matter.name]).map((name) => world.matter(name).id)
  const chosen = arg.assembly ? { assembly: arg.assembly } : {}
  const further = arg.places ?? []
  if (arg.papers !== 'none') await layPapers(world, by, { proposalIds, ...chosen })
  let opensAt: Date
  if (arg.opens === undefined || arg.opens === 'earliest') {
    const { earliest } = await world.ask(
      by,
      'checkConvening',
      {},
      { proposalIds, ...chosen, ...(arg.window === undefined ? {} : { windowHours: arg.window }) },
    )
    const soonest = new Date(Math.max(new Date(earliest).getTime(), world.now.getTime() + 60_000))
    opensAt = new Date(earliest) <= world.now ? soonest : nextMorning(soonest)
  } else opensAt = timeOf(arg.opens, world.now)
  const { id } = await world.ask(
    by,
    'conveneMeeting',
    {},
    {
      proposalIds,
      opensAt: opensAt.toISOString(),
      place: arg.place ?? HALL,
      chairId: await world.idOf(chair),
      recorderId: await world.idOf(recorder),
      tellerIds: await Promise.all([...new Set(tellers)].map((name) => world.idOf(name))),
      ...chosen,
      ...(arg.window === undefined ? {} : { windowHours: arg.window }),
      ...(arg.title ? { title: arg.title } : {}),
      ...(arg.guests ? { guestIds: await Promise.all(arg.guests.map((name) => world.idOf(name))) } : {}),
      ...(arg.secretFor ? { secretFor: arg.secretFor.map((name) => world.matter(name).id) } : {}),
      ...(further.length > 0
        ? {
            places: await Promise.all(
              further.map(async ({ name, tellers: two }) => ({
                name,
                tellerIds: await Promise.all(two.map((who) => world.idOf(who))),
              })),
            ),
          }
        : {}),
    },
  )
  const sitting = await look(world, {
    meetingId: id,
    chair,
    recorder,
    tellers: [...new Set(tellers)],
    assembly,
    places: [{ name: arg.place ?? HALL, tellers: [...new Set(tellers)] }, ...further].map(
      (place, placeNo) => ({
        placeNo,
        ...place,
      }),
    ),
  })
  for (const name of arg.matters ?? [matter.name]) {
    world.matter(name).sittings.push(sitting)
    if (arg.beside) turnBeside(world.matter(name))
  }
  return sitting
}

/** The meeting called before the last one comes to the front. */
export function turnBeside({ sittings }: MatterState) {
  sittings.push(...sittings.splice(-2, 1))
}

async function look(
  world: World,
  known: Pick<Sitting, 'meetingId' | 'chair' | 'recorder' | 'tellers' | 'assembly' | 'places'>,
): Promise<Sitting> {
  const meeting = await world.ask(known.chair, 'getMeeting', { meeting: known.meetingId })
  const roll: Sitting['roll'] = []
  for (let after: string | undefined; ; ) {
    const page = await world.ask(known.recorder, 'getRoll', { meeting: known.meetingId, after, limit: 100 })
    for (const row of page.rows)
      roll.push({ id: row.person.id, name: row.person.name, votes: row.votes, households: row.households })
    if (!page.next) break
    after = page.next
  }
  return {
    ...known,
    polls: meeting.polls,
    live: meeting.windowEnd === null,
    opensAt: meeting.opensAt,
    windowEnd: meeting.windowEnd,
    roll,
    inHall: [],
    online: [],
    proxies: [],
    helped: [],
    placeOf: new Map(),
    slips: new Map(),
    voted: new Map(),
    recused: new Set(),
  }
}

export const sittingOf = (matter: MatterState): Sitting => {
  const sitting = matter.sittings.at(-1)
  if (!sitting) throw new Failed('no meeting has been convened')
  return sitting
}

export const begin = (world: World, matter: MatterState) =>
  world.moveClock(new Date(sittingOf(matter).opensAt))

const placed = (sitting: Sitting) =>
  new Set([...sitting.inHall, ...sitting.online, ...sitting.proxies.map((one) => one.principal)])

export async function attend(world: World, matter: MatterState, arg: ArgumentOf<'attend'>, by?: string) {
  const sitting = sittingOf(matter)
  const hall: string[] = []
  const online: { id: string; name: string }[] = []
  for (const [who, way] of Object.entries(arg.people ?? {})) {
    const id = await world.idOf(who)
    if (way === 'inHall') hall.push(id)
    else online.push({ id, name: world.nameOf(who) })
  }
  const taken = new Set([...placed(sitting), ...hall, ...online.map((one) => one.id)])
  const helped = await helpedByName(world)
  const here = sitting.roll.filter((row) => row.votes && !taken.has(row.id))
  const free = [...here.filter((row) => !helped.has(row.id)), ...here.filter((row) => helped.has(row.id))]
  const elsewhere = Object.entries(arg.places ?? {}).map(([name, n]) => ({ ...placeNamed(sitting, name), n }))
  const there = elsewhere.reduce((total, place) => total + place.n, 0)
  const [many, away] = [(arg.inHall ?? 0) + there, arg.online ?? 0]
  // Agents must be there for whom they represent.
  const agents = new Set(sitting.proxies.map((one) => one.agent))
  let chosen = [...free.filter((row) => agents.has(row.id)), ...free.filter((row) => !agents.has(row.id))]
  if (arg.households !== undefined) {
    const fit = pickBySum(chosen, many + away, arg.households)
    if (!fit) throw new Failed(`no ${many + away} persons stand for ${arg.households} households`)
    chosen = fit
  }
  if (chosen.length < many + away) throw new Failed(`only ${chosen.length} on the roll are not yet placed`)
  hall.push(...chosen.slice(0, many - there).map((row) => row.id))
  for (let at = many - there, i = 0; i < elsewhere.length; i += 1) {
    const { placeNo, n } = elsewhere[i] as (typeof elsewhere)[number]
    const ids = chosen.slice(at, at + n).map((row) => row.id)
    await signInAll(world, sitting, ids, placeNo, by)
    for (const id of ids) sitting.placeOf.set(id, placeNo)
    sitting.inHall.push(...ids)
    at += n
  }
  online.push(...chosen.slice(many, many + away))
  await signInAll(world, sitting, hall, 0, by)
  await eachOf(online, AT_ONCE, (one) => world.ask(one.name, 'signIn', { meeting: sitting.meetingId }, {}))
  // Those the file names come last, so that counts leave them to it.
  const named = new Set(await Promise.all(Object.keys(arg.people ?? {}).map((who) => world.idOf(who))))
  const last = (ids: string[]) => [
    ...ids.filter((id) => !named.has(id)),
    ...ids.filter((id) => named.has(id)),
  ]
  sitting.inHall.push(...last(hall))
  sitting.online.push(...last(online.map((one) => one.id)))
  for (let n = 0; n < (arg.excused ?? 0); n += 1) {
    const one = sitting.roll.find((row) => row.votes && !placed(sitting).has(row.id))
    if (one)
      await world.ask(
        sitting.recorder,
        'excuse',
        { meeting: sitting.meetingId },
        { personId: one.id, reason: '请假' },
      )
  }
}

async function signInAll(world: World, sitting: Sitting, ids: string[], placeNo: number, by?: string) {
  for (let at = 0; at < ids.length; at += 500) {
    const { refused } = await world.ask(
      by ?? sitting.recorder,
      'signInPeople',
      { meeting: sitting.meetingId },
      { personIds: ids.slice(at, at + 500), ...(sitting.places.length > 1 ? { placeNo } : {}) },
    )
    if (refused.length > 0) throw refusedPerPerson('sign-in', refused)
  }
}
