/** A meeting of a test, by request: convened at the earliest lawful time unless it says otherwise. */
import { randomBytes } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import {
  agendaOf,
  figuresFor,
  loadMeeting,
  pollsOf,
} from '@cunyi/server/matters/sittings/queries/meetings.ts'
import { placesOf } from '@cunyi/server/matters/sittings/queries/places.ts'
import type { Choice, SittingStage } from '@cunyi/shared/words/vocabulary.ts'
import { CHOICES } from '@cunyi/shared/words/vocabulary.ts'
import { paper } from '../paper.ts'
import { authorise, charter, propose, put } from '../proposals/matter.ts'
import type { Counts, Reply, Village } from '../village.ts'
import { buildVillage } from '../village.ts'

export { paper }

const CONVENES = {
  branchProposal: 'branchSecretary',
  committeeDeliberation: 'branchSecretary',
  partyReview: 'branchSecretary',
  villagerResolution: 'villageDirector',
} as const
const OFFICERS = { recorder: 'accountant', tellers: ['oversightCommittee-1', 'oversightCommittee-2'] }

export type Convening = {
  chair?: string
  recorder?: string
  tellers?: string[]
  opensAt?: string
  windowHours?: number
  by?: string
  more?: Record<string, unknown>
}

/** A village whose representatives are authorised and whose online presence has a basis, with one matter at a stage. */
export async function villageWith(
  counts: Counts = {},
  stage: SittingStage = 'villagerResolution',
  matter: Parameters<typeof propose>[1] = {},
) {
  const village = await buildVillage(counts)
  await authorise(village)
  await charter(village, 'onlinePresence')
  const proposal = await propose(village, matter)
  await at(village, proposal, stage)
  return { village, proposal }
}

/** Puts a matter where a test begins; the steps before are tested where they belong. */
export const at = (village: Village, proposal: string, stage: SittingStage) =>
  put(village, proposal, {
    stage,
    stageSince: village.clock.now(),
    lastDecidedAt: stage === 'branchProposal' ? null : village.clock.now(),
  })

const bodyOf = (
  village: Village,
  proposals: string[],
  stage: SittingStage,
  { chair, recorder, tellers, opensAt, windowHours, more }: Convening,
) => ({
  proposalIds: proposals,
  place: '村部',
  chairId: village.id(chair ?? CONVENES[stage]),
  recorderId: village.id(recorder ?? OFFICERS.recorder),
  tellerIds: (tellers ?? OFFICERS.tellers).map(village.id),
  ...(opensAt ? { opensAt } : {}),
  ...(windowHours === undefined ? {} : { windowHours }),
  ...more,
})

export async function tryConvene(
  village: Village,
  proposals: string | string[],
  stage: SittingStage,
  convening: Convening = {},
): Promise<Reply> {
  const ids = [proposals].flat()
  const by = convening.by ?? CONVENES[stage]
  const opensAt =
    convening.opensAt ??
    (await village.must(by, 'checkConvening', { body: { proposalIds: ids, ...convening.more } })).earliest
  const ask = () =>
    village.ask(by, 'conveneMeeting', { body: bodyOf(village, ids, stage, { ...convening, opensAt }) })
  const reply = await ask()
  if (reply.body.code !== 'papersMissing') return reply
  await layPapers(village, ids, reply.body.params.keys)
  return ask()
}

/** What is missing is brought; the lack of it is tried where the papers are (scenario law/papers-before-convening). */
async function layPapers(village: Village, proposals: string[], keys: string) {
  for (const proposal of proposals)
    for (const kind of keys.split(' ')) {
      const subjectId = await paper(village, 'proposal', kind, 'branchSecretary')
      const body = { kind: 'consultation', text: '材料已经交来', paper: kind, subjectId }
      await village.must('branchSecretary', 'addNote', { params: { proposal }, body })
    }
}

export async function convene(
  village: Village,
  proposals: string | string[],
  stage: SittingStage = 'villagerResolution',
  convening: Convening = {},
): Promise<string> {
  const { status, body } = await tryConvene(village, proposals, stage, convening)
  if (status !== 200) throw new Error(`${body.code}: ${body.messageEn}`)
  return body.id
}

export const check = (
  village: Village,
  proposals: string[],
  stage: SittingStage,
  body: Record<string, unknown> = {},
) => village.must(CONVENES[stage], 'checkConvening', { body: { proposalIds: proposals, ...body } })

/** The clock to the opening. */
export async function begin(village: Village, meeting: string): Promise<void> {
  await village.clock.set((await rowOf(village, meeting)).opensAt)
}

export const rowOf = (village: Village, meeting: string) =>
  inVillage(village.db, village.villageId, (tx) => loadMeeting(tx, village.villageId, meeting))
export const pollRows = (village: Village, meeting: string) =>
  inVillage(village.db, village.villageId, (tx) => pollsOf(tx, village.villageId, meeting))
export const figures = (village: Village, meeting: string) =>
  inVillage(village.db, village.villageId, async (tx) => {
    const row = await loadMeeting(tx, village.villageId, meeting)
    const [first] = await agendaOf(tx, village.villageId, meeting)
    return figuresFor(tx, row, first?.proposalId ?? null)
  })

export const signIn = (village: Village, meeting: string, name: string, hallCode?: string) =>
  village.ask(name, 'signIn', { params: { meeting }, body: hallCode ? { hallCode } : {} })
export const inHall = (village: Village, meeting: string, names: string[], by = 'accountant') =>
  village.must(by, 'signInPeople', { params: { meeting }, body: { personIds: names.map(village.id) } })

/** 推选: those there take whom the notice proposed. Where nobody is there, what needs tellers is refused later. */
export async function chooseTellers(village: Village, meeting: string, recorder = OFFICERS.recorder) {
  const row = await rowOf(village, meeting)
  if (row.tellersBy !== null) return
  const places = await inVillage(village.db, village.villageId, (tx) => placesOf(tx, row))
  const further = places.map((place) => place.tellerIds)
  const { presentInHall, presentOnline } = await figures(village, meeting)
  await village.ask(recorder, 'chooseTellers', {
    params: { meeting },
    body: {
      by: 'meeting',
      tellerIds: row.tellerIds.filter((id) => !further.flat().includes(id)),
      ...(further.length > 0 ? { placeTellers: further } : {}),
      agreed: presentInHall || presentOnline,
    },
  })
}
export const openPolls = async (village: Village, meeting: string, chair = 'villageDirector') => {
  await chooseTellers(village, meeting)
  for (const poll of await pollRows(village, meeting))
    await village.must(chair, 'openPoll', { params: { meeting, poll: poll.id }, body: {} })
}
export async function closePoll(village: Village, meeting: string, chair = 'villageDirector') {
  const poll = (await pollRows(village, meeting)).find((one) => one.status === 'open')
  const ofPoll = { params: { meeting, poll: poll?.id ?? '' }, body: {} }
  const ended = await village.ask(chair, 'closePoll', ofPoll)
  if (ended.body.code === 'votingJustBegun')
    await village.clock.set(new Date(village.clock.now().getTime() + 5 * 60_000))
  return ended.status === 200 ? ended.body : village.must(chair, 'closePoll', ofPoll)
}
export const vote = async (village: Village, meeting: string, name: string, choice: Choice = 'for') => {
  const [poll] = await pollRows(village, meeting)
  return village.ask(name, 'castBallot', {
    params: { poll: poll?.id ?? '' },
    body: { ref: randomBytes(16).toString('hex'), choice: CHOICES[choice].code },
  })
}

export const numbered = (name: string, n: number, from = 1) =>
  Array.from({ length: n }, (_, i) => `${name}-${i + from}`)
/** All who are on the roll of the default village's representatives: 15 elected and the committee of 3. */
export const REPRESENTATIVES = [
  ...numbered('representative', 15),
  'villageDirector',
  'villageCommittee-1',
  'villageCommittee-2',
]
