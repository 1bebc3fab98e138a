/** 公开 and 异议: review, photos, posting, objections, recount. */
import { county, fen, type Handlers, township } from './handlers.ts'
import { Failed, type MatterState, type World } from './world.ts'

const disclosureOf = async (world: World, matter: MatterState): Promise<string> => {
  const { disclosures } = await world.ask('branchSecretary', 'getProposal', { proposal: matter.id })
  const last = disclosures.at(-1)
  if (!last) throw new Failed('there is no disclosure')
  matter.disclosureId = last.id
  return last.id
}
const poster = (detail: { route: string }) => (detail.route === 'B' ? 'boardChair' : 'villageDirector')

export const DISCLOSURE_VERBS: Handlers = {
  review: async (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'oversightChair',
      'reviewDisclosure',
      { disclosure: await disclosureOf(world, matter()) },
      { agree: arg.agree, text: arg.text ?? (arg.agree ? '同意公示' : '有意见') },
    ),
  photo: async (world, step, arg, matter) => {
    const by = step.by ?? 'villageDirector'
    await world.ask(
      by,
      'addBoardPhoto',
      { disclosure: await disclosureOf(world, matter()) },
      { moment: arg.moment, attachmentId: await world.upload(by, 'disclosure'), place: '村部公开栏' },
    )
  },
  post: async (world, step, _arg, matter) => {
    const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter().id })
    await world.ask(
      step.by ?? poster(detail),
      'postDisclosure',
      { disclosure: await disclosureOf(world, matter()) },
      {},
    )
  },
  disclose: async (world, step, _arg, matter) => {
    await DISCLOSURE_VERBS.review?.(world, { ...step, by: undefined }, { agree: true }, matter)
    const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter().id })
    await DISCLOSURE_VERBS.photo?.(
      world,
      { ...step, by: step.by ?? poster(detail) },
      { moment: 'start' },
      matter,
    )
    await DISCLOSURE_VERBS.post?.(world, step, null, matter)
  },
  takeDown: async (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villageDirector',
      'reportTakenDown',
      { disclosure: await disclosureOf(world, matter()) },
      arg,
    ),
  edit: async (world, step, arg, matter) => {
    const disclosure = await disclosureOf(world, matter())
    await world.ask(
      step.by ?? 'villageDirector',
      'editDisclosure',
      { disclosure },
      {
        ...(arg.title === undefined ? {} : { title: arg.title }),
        ...(arg.text === undefined ? {} : { text: arg.text }),
        ...(arg.add === undefined ? {} : { added: arg.add }),
        ...(arg.corrects ? { answers: [matter().objectionId] } : {}),
        ...(arg.list ? { namedList: arg.list.map((row) => ({ ...row, amount: fen(row.amount) })) } : {}),
      },
    )
  },
  endDisclosure: async (world, step, _arg, matter) => {
    const disclosure = await disclosureOf(world, matter())
    const { endsAt } = await world.ask(step.by ?? 'villageDirector', 'getDisclosure', { disclosure })
    if (!endsAt) throw new Failed('the disclosure is not posted')
    await world.moveClock(new Date(new Date(endsAt).getTime() - 3_600_000))
    const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter().id })
    await DISCLOSURE_VERBS.photo?.(
      world,
      { ...step, by: step.by ?? poster(detail) },
      { moment: 'end' },
      matter,
    )
    await world.moveClock(new Date(endsAt))
  },
  object: async (world, step, arg, matter) => {
    const { id } = await world.ask(
      arg.by ?? step.by ?? 'villager-200',
      'raiseObjection',
      { disclosure: await disclosureOf(world, matter()) },
      {
        text: arg.text,
        ...(arg.class ? { class: arg.class } : {}),
        ...(arg.concerned ? { concerned: arg.concerned } : {}),
        ...(arg.aboutOversight ? { aboutOversight: arg.aboutOversight } : {}),
      },
    )
    matter().objectionId = id
  },
  classify: (world, step, arg, matter) =>
    world.ask(step.by ?? 'oversight-2', 'classifyObjection', { objection: matter().objectionId }, arg),
  answer: async (world, step, arg, matter) => {
    const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter().id })
    await world.ask(
      step.by ?? poster(detail),
      'answerObjection',
      { objection: matter().objectionId },
      { verdict: arg.verdict, answer: arg.text ?? '已核实并答复' },
    )
  },
  townshipAnswer: (world, step, arg, matter) =>
    world.ask(
      step.by ?? township,
      'townshipAnswer',
      { objection: matter().objectionId },
      { verdict: arg.verdict ?? 'dismissed', answer: arg.text },
    ),
  countyAnswer: (world, step, arg, matter) =>
    world.ask(
      step.by ?? county,
      'countyAnswer',
      { objection: matter().objectionId },
      { verdict: arg.verdict ?? 'dismissed', answer: arg.text },
    ),
  contest: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villageDirector',
      'contestObjection',
      { objection: matter().objectionId },
      { class: arg.class, reason: arg.reason ?? '不属于这一类' },
    ),
  takeFurther: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villager-200',
      'takeObjectionFurther',
      { objection: matter().objectionId },
      { reason: arg.reason ?? '对答复不服' },
    ),
  recount: async (world, step, arg, matter) => {
    const ids = async (names: string[] | undefined) =>
      names ? { ids: await Promise.all(names.map((name) => world.idOf(name))) } : undefined
    const [notPresent, present, wrongful] = [
      await ids(arg.notPresent),
      await ids(arg.present),
      await ids(arg.wrongful),
    ]
    const { actId, tellers } = await world.ask(
      step.by ?? 'villageDirector',
      'recountPoll',
      { poll: matter().lastPoll },
      {
        ...(matter().objectionId ? { objectionId: matter().objectionId } : {}),
        ...(notPresent ? { notPresent: notPresent.ids } : {}),
        ...(present ? { present: present.ids } : {}),
        ...(wrongful ? { wrongfulBallots: wrongful.ids } : {}),
        ...(arg.paper ? { paper: { for: 0, against: 0, abstain: 0, invalid: 0, ...arg.paper } } : {}),
        reason: arg.reason ?? '复核',
      },
    )
    world.recounters = tellers.map((one: { name: string }) => world.aliasOf(one.name))
    if (arg.waits) return
    for (const who of world.recounters)
      world.lastRecount = (await world.ask(who, 'confirmAct', { act: actId })).recount
    if (world.recounters.length > 0) return
    // The oversight committee confirms what others found, and the township what it found itself.
    const second = step.by?.startsWith('oversight') ? township : 'oversight-2'
    world.lastRecount = (await world.ask(second, 'confirmAct', { act: actId })).recount
  },
  countAgain: async (world, _step, { teller, no }) => {
    const [who, act] = [world.recounters[teller - 1] ?? '', { act: world.lastAct }]
    if (no) return world.ask(who, 'refuseAct', act, { ground: no })
    world.lastRecount = (await world.ask(who, 'confirmAct', act)).recount ?? undefined
  },
}
