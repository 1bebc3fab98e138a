/** What happens in a sitting besides signing in and voting: recusals, amendments, corrections, slips. */
import * as counts from './counts.ts'
import { fen, type Handlers } from './handlers.ts'
import { sittingOf } from './meeting.ts'
import { timeOf } from './time.ts'
import { Failed } from './world.ts'

const refusedOne = (code: string) => Object.assign(new Failed(`refused: ${code}`), { code })

export const SITTING_VERBS: Handlers = {
  recuse: async (world, step, arg, matter) => {
    const sitting = sittingOf(matter())
    for (const who of arg.people) {
      const personId = await world.idOf(who)
      await world.ask(
        step.by ?? sitting.recorder,
        'recuse',
        { meeting: sitting.meetingId },
        {
          proposalId: matter().id,
          personId,
          interest: arg.interest ?? 'relative',
          reason: arg.reason ?? '与事项有利害关系',
        },
      )
      sitting.recused.add(personId)
    }
  },
  contestRecusal: (world, _step, arg, matter) =>
    world.ask(
      arg.person,
      'contestRecusal',
      { meeting: sittingOf(matter()).meetingId },
      { proposalId: matter().id, reason: arg.reason ?? '没有利害关系' },
    ),
  excuse: async (world, step, arg, matter) => {
    for (const who of arg.people)
      await world.ask(
        step.by ?? sittingOf(matter()).recorder,
        'excuse',
        { meeting: sittingOf(matter()).meetingId },
        { personId: await world.idOf(who), reason: arg.reason ?? '请假' },
      )
  },
  leave: async (world, step, arg, matter) => {
    for (const who of arg.people)
      await world.ask(
        step.by ?? sittingOf(matter()).recorder,
        'leaveMeeting',
        { meeting: sittingOf(matter()).meetingId },
        { personId: await world.idOf(who) },
      )
  },
  correctRoll: async (world, step, arg, matter) => {
    const sitting = sittingOf(matter())
    const meeting = sitting.meetingId
    const by = step.by ?? sitting.chair
    const { actId } = await world.ask(
      by,
      'correctRoll',
      { meeting },
      {
        personId: await world.idOf(arg.person),
        kind: arg.kind,
        ground: arg.ground ?? (arg.kind === 'add' ? 'leftOut' : 'wrongRecord'),
        paperId: await world.upload(by, 'paper'),
        reason: arg.reason ?? '名册更正',
      },
    )
    await world.ask(arg.second ?? 'oversightChair', 'confirmAct', { act: actId })
    const detail = await world.ask(sitting.chair, 'getMeeting', { meeting })
    Object.assign(sitting, { opensAt: detail.opensAt, windowEnd: detail.windowEnd })
  },
  takeBack: async (world, step, arg, matter) => {
    const sitting = sittingOf(matter())
    const personId = await world.idOf(arg.person)
    const { actId } = await world.ask(
      step.by ?? sitting.recorder,
      'withdrawEntry',
      { meeting: sitting.meetingId },
      {
        personId,
        entry: arg.entry,
        ...(arg.entry === 'recusal' ? { proposalId: matter().id } : {}),
        reason: arg.reason ?? '误记',
      },
    )
    await world.ask(arg.second ?? 'oversightChair', 'confirmAct', { act: actId })
    if (arg.entry === 'signIn') sitting.inHall = sitting.inHall.filter((id) => id !== personId)
  },
  amend: async (world, step, arg, matter) => {
    const sitting = sittingOf(matter())
    const { id } = await world.ask(
      step.by ?? sitting.recorder,
      'moveAmendment',
      { meeting: sitting.meetingId },
      {
        proposalId: matter().id,
        movedBy: arg.movedBy ? await world.idOf(arg.movedBy) : (sitting.inHall[0] ?? sitting.roll[0]?.id),
        oldText: arg.from,
        newText: arg.to,
        facts: { ...(arg.amount === undefined ? {} : { amount: fen(arg.amount) }), ...arg.facts },
        touchesRights: arg.touchesRights ?? false,
      },
    )
    const supporters = sitting.inHall.slice(0, arg.supporters ?? 0)
    await world.ask(
      sitting.chair,
      'decideAmendment',
      { meeting: sitting.meetingId, amendment: id },
      { takeUp: arg.takeUp ?? true, ...(supporters.length > 0 ? { supporters } : {}) },
    )
  },
  adjourn: (world, step, arg, matter) =>
    world.ask(
      step.by ?? sittingOf(matter()).chair,
      'adjournMeeting',
      { meeting: sittingOf(matter()).meetingId },
      { to: timeOf(arg.to, world.now).toISOString(), reason: arg.reason ?? '休会' },
    ),
  handOut: async (world, step, arg, matter) => {
    const { refused } = await world.ask(
      step.by ?? sittingOf(matter()).recorder,
      'handOutSlips',
      { poll: counts.pollOf(matter()) },
      { personIds: await Promise.all(arg.people.map((who) => world.idOf(who))) },
    )
    if (refused.length > 0) throw refusedOne(refused[0].code)
  },
  returnSlip: async (world, step, arg, matter) => {
    const { actId } = await world.ask(
      step.by ?? sittingOf(matter()).recorder,
      'returnSlip',
      { poll: counts.pollOf(matter()) },
      { personId: await world.idOf(arg.person) },
    )
    await world.ask('oversightChair', 'confirmAct', { act: actId })
  },
  slips: (world, step, arg, matter) => counts.printSlips(counts.named(world, step, matter()), arg),
  read: (world, step, arg, matter) => counts.read(counts.named(world, step, matter()), arg),
  callHands: (world, step, _arg, matter) => {
    const { sitting, poll } = counts.named(world, step, matter())
    return world.ask(step.by ?? sitting.chair, 'callHands', { poll }, {})
  },
  hands: (world, step, arg, matter) => counts.hands(counts.named(world, step, matter()), arg),
  countSheet: (world, step, arg, matter) => counts.countSheet(counts.named(world, step, matter()), arg),
  declareInvalid: (world, step, arg, matter) =>
    counts.declareInvalid(counts.named(world, step, matter()), arg),
  newTellers: (world, step, arg, matter) => counts.newTellers(counts.named(world, step, matter()), arg),
  setAside: async (world, step, arg, matter) => {
    const { actId } = await world.ask(
      step.by ?? sittingOf(matter()).chair,
      'setAsideEnvelope',
      { poll: counts.pollOf(matter()) },
      {
        personId: await world.idOf(arg.person),
        reason: arg.reason ?? '误投',
      },
    )
    await world.ask('oversightChair', 'confirmAct', { act: actId })
  },
}
