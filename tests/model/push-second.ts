/** 第二人: what waits for somebody is done by somebody who may. */
import type { Row } from './feed.ts'
import { ok, type Player } from './player.ts'
import type { Random } from './random.ts'

/** By their own kinds those who could be asked; the product decides whether they may. */
const CANDIDATES = [
  'villager-4',
  'oversightChair',
  'oversightCommittee-1',
  'township-1',
  'township-2',
  'county-1',
  'supervisor',
  'villageDirector',
  'branchSecretary',
  'representative-1',
  'representative-2',
  'representative-5',
] as const

/** Acts by which somebody may lose an office, and who may say no. */
const ENDS: Record<string, string> = {
  endSeat: 'oversightChair',
  officeOfVillage: 'oversightChair',
  officeOfParty: 'township-1',
  officeOfOversight: 'township-1',
  officeOfCollective: 'supervisor',
}
const ASKED_FIRST: Record<string, readonly string[]> = {
  castAssisted: ['villager-4'],
  nameHelpers: ['oversightChair'],
  dangerToLife: ['township-1'],
  officeOfVillage: ['oversightChair'],
  officeOfCollective: ['supervisor'],
  correctRoll: ['oversightChair'],
  changeNumber: ['oversightChair'],
  importList: ['oversightChair'],
  identityCall: ['representative-5'],
  maskDisclosure: ['oversightChair'],
  correctDisclosure: ['oversightChair'],
  recountPoll: ['oversightChair', 'township-1'],
  contestClass: ['township-1'],
  returnSlip: ['oversightChair'],
  withdrawEntry: ['oversightChair'],
  setAsideEnvelope: ['oversightChair'],
  officeOfOversight: ['township-1'],
  officeOfParty: ['township-1'],
}

/** True where something waited and was brought further. */
export async function pushSecond(play: Player, random: Random): Promise<boolean> {
  const { mirror } = play.world
  const isReady = ({ confirms_from: from }: Row) => !from || new Date(String(from)) <= play.world.now()
  const act = random.of(mirror.where('acts', { state: 'waiting' }).filter(isReady))
  if (act) {
    // A village that ends its offices one after the other comes to nothing.
    const no = ENDS[String(act.what)]
    if (no && random.chance(3, 4)) {
      const refused = await play.ask(no, 'refuseAct', {
        params: { act: String(act.id) },
        body: { ground: '没有文件', officeGround: 'paperMissing' },
      })
      if (ok(refused)) return true
    }
    const meeting = mirror.one('meetings', { id: act.meeting_id })
    const chair = act.what === 'setAsideEnvelope' && meeting ? [play.world.nameOf(meeting.chair_id)] : []
    const tellers =
      act.what === 'invalidCount' && meeting ? play.world.tellersOf(meeting).map(play.world.nameOf) : []
    const first = [...chair, ...tellers, ...(ASKED_FIRST[String(act.what)] ?? [])]
    for (const who of [...first, ...random.some(CANDIDATES, 3)]) {
      const params = { act: String(act.id) }
      if (play.world.id(who) === act.by) continue
      const reply = await play.ask(who, 'confirmAct', { params }, String(act.what))
      if (ok(reply)) return true
    }
    return true
  }
  const judgement = random.of(mirror.where('judgements', { state: 'open' }))
  if (!judgement) return false
  const said = new Set(
    mirror.where('judgement_votes', { judgement_id: judgement.id }).map((row) => row.person_id),
  )
  const next = (judgement.members as string[]).find((id) => !said.has(id))
  if (!next) return false
  const agrees = random.chance(2, 3)
  await play.ask(
    play.world.nameOf(next),
    'judge',
    { params: { judgement: String(judgement.id) }, body: { agrees, ground: agrees ? null : '看法不同' } },
    String(judgement.what),
  )
  return true
}
