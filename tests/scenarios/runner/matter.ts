/** 议题, 公开, 异议, 实施 …: everything of a matter that is not a meeting. */
import { fenOf } from '@cunyi/shared/words/money.ts'
import * as counts from './counts.ts'
import type { ArgumentOf, Matter, Step, Verb } from './file.ts'
import { sittingOf } from './meeting.ts'
import { eachOf } from './pick.ts'
import { timeOf } from './time.ts'
import { Failed, type MatterState, setProfile, type World } from './world.ts'

export function fen(value: number | string): number {
  const sum = typeof value === 'number' ? value : fenOf(value)
  if (sum === null) throw new Failed(`not a sum of money: ${value}`)
  return sum
}
const lines = (
  kind: 'source' | 'use',
  table: Record<string, number | string> | undefined,
  whole: number | undefined,
  label: string,
) =>
  table
    ? Object.entries(table).map(([name, amount]) => ({ kind, label: name, amount: fen(amount) }))
    : whole
      ? [{ kind, label, amount: whole }]
      : []

function draftOf(world: World, matter: Matter) {
  const amount = matter.amount === undefined ? undefined : fen(matter.amount)
  return {
    title: matter.title,
    summary: matter.summary ?? `${matter.title}。`,
    body: matter.body ?? `${matter.title}的实施方案。`,
    codes: matter.codes,
    facts: { ...(amount === undefined ? {} : { amount }), ...matter.facts },
    budget: [
      ...lines('source', matter.sources, amount, '村集体经济收入'),
      ...lines('use', matter.uses, amount, matter.title),
    ],
    questions: (matter.questions ?? ['您同意这项决议吗？']).map((text) => ({
      text,
      sensitive: matter.sensitive ?? false,
    })),
    together: matter.together ?? true,
    initiative: matter.initiative ?? 'cadres',
    initiator: matter.initiator ?? 'branch',
    ...(matter.assembly ? { assembly: matter.assembly } : {}),
    ...(matter.group ? { villageGroup: matter.group } : {}),
    ...(matter.urgent ? { urgentReason: matter.urgent } : {}),
    ...(matter.linkedTo ? { linkedTo: world.matter(matter.linkedTo).id } : {}),
    ...(matter.petition && world.petitionId ? { petitionId: world.petitionId } : {}),
  }
}

async function draft(world: World, name: string, by: string): Promise<MatterState> {
  const known = world.matters.get(name)
  if (known) return known
  const matter = world.scenario.matters?.[name] ?? (name === 'matter' ? world.scenario.matter : undefined)
  if (!matter) throw new Failed(`the file has no matter ${name}`)
  const { id } = await world.ask(by, 'draftProposal', {}, draftOf(world, matter))
  const state: MatterState = { name, matter, id, sittings: [] }
  world.matters.set(name, state)
  world.current = state
  return state
}

const disclosureOf = async (world: World, matter: MatterState): Promise<string> => {
  const { disclosures } = await world.ask('branchSecretary', 'getProposal', { proposal: matter.id })
  const last = disclosures.at(-1)
  if (!last) throw new Failed('there is no disclosure')
  matter.disclosureId = last.id
  return last.id
}
const poster = (detail: { route: string }) => (detail.route === 'B' ? 'boardChair' : 'villageDirector')
const township = 'township-1'

type Handlers = {
  [V in Verb]?: (world: World, step: Step, arg: ArgumentOf<V>, matter: () => MatterState) => Promise<unknown>
}

export const MATTER_VERBS: Handlers = {
  draft: (world, step) => draft(world, step.matter ?? 'matter', step.by ?? 'branchSecretary'),
  submit: async (world, step) => {
    const state = await draft(world, step.matter ?? 'matter', step.by ?? 'branchSecretary')
    await world.ask(step.by ?? 'branchSecretary', 'submitProposal', { proposal: state.id }, {})
  },
  revise: async (world, step, arg, matter) => {
    const now = await world.ask('branchSecretary', 'getProposal', { proposal: matter().id })
    const amount = arg.amount === undefined ? undefined : fen(arg.amount)
    const use = now.budget.filter((line: { kind: string }) => line.kind === 'use')
    const budget =
      amount === undefined && !arg.uses && !arg.sources
        ? now.budget.map(({ kind, label, amount: sum }: { kind: string; label: string; amount: number }) => ({
            kind,
            label,
            amount: sum,
          }))
        : [
            ...lines('source', arg.sources, amount, '村集体经济收入'),
            ...lines('use', arg.uses, amount, use[0]?.label ?? now.title),
          ]
    await world.ask(
      step.by ?? 'branchSecretary',
      'reviseProposal',
      { proposal: matter().id },
      {
        title: arg.title ?? now.title,
        summary: now.summary,
        body: arg.body ?? now.body,
        facts: { ...now.facts, ...(amount === undefined ? {} : { amount }), ...arg.facts },
        budget,
        reason: arg.reason,
        ...(arg.touchesRights ? { touchesRights: true } : {}),
      },
    )
  },
  oversightNote: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'oversightChair',
      'addNote',
      { proposal: matter().id },
      { kind: 'oversightNote', text: arg?.text ?? '情况属实，同意按程序办理' },
    ),
  challenge: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'oversightChair',
      'addNote',
      { proposal: matter().id },
      { kind: 'challenge', text: arg?.text ?? '建议召开会议研究' },
    ),
  branchConsent: (world, step, _arg, matter) =>
    world.ask(
      step.by ?? 'branchSecretary',
      'addNote',
      { proposal: matter().id },
      { kind: 'branchConsent', text: '同意提请村民会议' },
    ),
  withdraw: (world, step, arg, matter) =>
    world.ask(step.by ?? 'branchSecretary', 'withdrawProposal', { proposal: matter().id }, arg),
  refer: (world, step, arg, matter) =>
    world.ask(step.by ?? 'villageDirector', 'referProposal', { proposal: matter().id }, arg),
  shelve: (world, step, arg, matter) =>
    world.ask(step.by ?? 'branchSecretary', 'shelveProposal', { proposal: matter().id }, arg),
  archive: (world, step, _arg, matter) =>
    world.ask(step.by ?? 'villageDirector', 'archiveProposal', { proposal: matter().id }, {}),
  township: async (world, step, arg, matter) => {
    const by = step.by ?? township
    const at = { proposal: matter().id }
    if (arg.giveOpinion) await world.ask(by, 'giveOpinion', at, { text: arg.giveOpinion })
    if (arg.file) await world.ask(by, 'fileProposal', at, { documentNumber: arg.file })
    if (arg.orderCorrection)
      await world.ask(by, 'orderCorrection', at, {
        documentNumber: arg.orderCorrection.document,
        article: arg.orderCorrection.article ?? '村民委员会组织法第三十一条',
        reason: arg.orderCorrection.reason ?? '内容违法',
      })
    if (arg.approve) await world.ask(by, 'approveProposal', at, { documentNumber: arg.approve })
    if (arg.refuseApproval)
      await world.ask(by, 'refuseApproval', at, {
        documentNumber: arg.refuseApproval.document,
        reason: arg.refuseApproval.reason ?? '不符合规定',
      })
  },
  mandates: async (world, step, arg, matter) => {
    const ids = new Set<string>()
    for (let after: string | undefined; ids.size < arg.consent + arg.refuse; ) {
      const page = await world.ask('villageDirector', 'listHouseholds', { after, limit: 100 })
      for (const row of page.rows) ids.add(row.id)
      if (!page.next) break
      after = page.next
    }
    const households = [...ids].slice(0, arg.consent + arg.refuse)
    if (households.length < arg.consent + arg.refuse) throw new Failed('there are not so many households')
    const share = (total: number, parts: number, i: number) =>
      Math.floor(total / parts) + (i < total % parts ? 1 : 0)
    const rows = households.map((householdId, i) =>
      i < arg.consent
        ? {
            householdId,
            consents: true,
            area: share(arg.area - arg.refusedArea, arg.consent, i),
            paperId: world.paperId,
          }
        : { householdId, consents: false, area: share(arg.refusedArea, arg.refuse, i - arg.consent) },
    )
    await world.ask(step.by ?? 'villageDirector', 'recordMandates', { proposal: matter().id }, { rows })
  },

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
    await MATTER_VERBS.review?.(world, { ...step, by: undefined }, { agree: true }, matter)
    const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter().id })
    await MATTER_VERBS.photo?.(world, { ...step, by: poster(detail) }, { moment: 'start' }, matter)
    await MATTER_VERBS.post?.(world, step, null, matter)
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
    const now = await world.ask('villageDirector', 'getDisclosure', { disclosure })
    await world.ask(
      step.by ?? 'villageDirector',
      'editDisclosure',
      { disclosure },
      {
        title: arg.title ?? now.title,
        text: arg.text,
        ...(arg.list ? { namedList: arg.list.map((row) => ({ ...row, amount: fen(row.amount) })) } : {}),
      },
    )
  },
  endDisclosure: async (world, step, _arg, matter) => {
    const disclosure = await disclosureOf(world, matter())
    const { endsAt } = await world.ask('villageDirector', 'getDisclosure', { disclosure })
    if (!endsAt) throw new Failed('the disclosure is not posted')
    await world.moveClock(new Date(new Date(endsAt).getTime() - 3_600_000))
    const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter().id })
    await MATTER_VERBS.photo?.(world, { ...step, by: poster(detail) }, { moment: 'end' }, matter)
    await world.moveClock(new Date(endsAt))
  },
  object: async (world, step, arg, matter) => {
    const { id } = await world.ask(
      arg.by ?? step.by ?? 'villager-200',
      'raiseObjection',
      { disclosure: await disclosureOf(world, matter()) },
      { text: arg.text, ...(arg.class ? { class: arg.class } : {}) },
    )
    matter().objectionId = id
  },
  classify: (world, step, arg, matter) =>
    world.ask(step.by ?? 'villageDirector', 'classifyObjection', { objection: matter().objectionId }, arg),
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
      { answer: arg.text },
    ),
  recount: async (world, step, arg, matter) => {
    const ids = async (names: string[] | undefined) =>
      names ? { ids: await Promise.all(names.map((name) => world.idOf(name))) } : undefined
    const [notPresent, present, wrongful] = [
      await ids(arg.notPresent),
      await ids(arg.present),
      await ids(arg.wrongful),
    ]
    world.lastRecount = await world.ask(
      step.by ?? 'villageDirector',
      'recountPoll',
      { poll: matter().lastPoll },
      {
        ...(matter().objectionId ? { objectionId: matter().objectionId } : {}),
        ...(notPresent ? { notPresent: notPresent.ids } : {}),
        ...(present ? { present: present.ids } : {}),
        ...(wrongful ? { wrongfulBallots: wrongful.ids } : {}),
        ...(arg.paper ? { paper: { for: 0, against: 0, abstain: 0, invalid: 0, ...arg.paper } } : {}),
        secondId: await world.idOf('oversight-2'),
        reason: arg.reason ?? '复核',
      },
    )
  },

  work: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villageDirector',
      'startWork',
      { proposal: matter().id },
      {
        executor: arg.executor,
        contractor: arg.contractor ?? null,
        tender: arg.tender ?? 'none',
        contractNumber: arg.contract ?? null,
        contractAmount: arg.amount === undefined ? null : fen(arg.amount),
        startedOn: null,
        dueOn: null,
      },
    ),
  progress: async (world, step, arg, matter) => {
    const by = step.by ?? 'villageDirector'
    await world.ask(
      by,
      'addProgress',
      { proposal: matter().id },
      { ...arg, photoIds: [await world.upload(by, 'progress')] },
    )
  },
  expense: async (world, step, arg, matter) => {
    const { budget } = await world.ask('branchSecretary', 'getProposal', { proposal: matter().id })
    const line = budget.find(
      (one: { label: string; kind: string }) => one.label === arg.line && one.kind === 'use',
    )
    if (!line) throw new Failed(`the budget has no line ${arg.line}`)
    await world.ask(
      step.by ?? 'accountant',
      'addExpense',
      { proposal: matter().id },
      {
        budgetLineId: line.id,
        amount: fen(arg.amount),
        payee: arg.payee ?? '承包方',
        invoice: null,
        paidOn: today(world),
        note: null,
      },
    )
  },
  accept: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villageDirector',
      'acceptWork',
      { proposal: matter().id },
      {
        completedOn: arg?.on ?? today(world),
        acceptedOn: arg?.on ?? today(world),
        people: Array.from({ length: arg?.people ?? 5 }, (_, i) => `验收人${i + 1}`),
        opinion: arg?.opinion ?? '验收合格',
        remaining: '',
      },
    ),
  outcome: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villageDirector',
      'reportOutcome',
      { proposal: matter().id },
      { ...(arg?.reason ? { overrunReason: arg.reason } : {}), ...(arg?.text ? { text: arg.text } : {}) },
    ),
  confirmation: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villageDirector',
      'postConfirmation',
      {},
      {
        proposalId: matter().id,
        title: arg.title,
        rows: arg.rows.map((row) => ({ ...row, amount: fen(row.amount) })),
      },
    ),

  petition: async (world, step, arg) => {
    const { id } = await world.ask(
      arg.by ?? step.by ?? 'villager-300',
      'raisePetition',
      {},
      { title: arg.title, text: arg.text ?? arg.title },
    )
    world.petitionId = id
  },
  sign: async (world, _step, arg) => {
    const demand = arg.demand ? { demand: arg.demand } : {}
    // Whoever put it forward has signed; villagers without any office sign first.
    const free = world.population.people
      .filter((one) => one.isAdult && one.registered && one.offices.length === 0)
      .map((one) => one.name)
    const names = [
      ...(arg.people ?? []),
      ...free.slice(400, 400 + (arg.villagers ?? 0)),
      ...Array.from({ length: arg.representatives ?? 0 }, (_, i) => `representative-${i + 3}`),
    ]
    await eachOf(names, 8, (name) => world.ask(name, 'signPetition', { petition: world.petitionId }, demand))
  },
  answerPetition: (world, step, arg) =>
    world.ask(
      step.by ?? 'branchSecretary',
      'answerPetition',
      { petition: world.petitionId },
      { answer: arg.text },
    ),
  opinion: async (world, step, arg, matter) => {
    const meetingId = matter().sittings.at(-1)?.meetingId
    await world.ask(
      arg.by ?? step.by ?? 'representative-5',
      'sayOpinion',
      { proposal: matter().id },
      { kind: arg.kind ?? 'opinion', text: arg.text, ...(meetingId ? { meetingId } : {}) },
    )
  },
  answerOpinion: async (world, step, arg, matter) => {
    const { rows } = await world.ask('branchSecretary', 'listOpinions', { proposal: matter().id })
    const open = rows.find((row: { answer: string | null }) => !row.answer)
    if (!open) throw new Failed('no opinion is unanswered')
    await world.ask(
      step.by ?? 'branchSecretary',
      'answerOpinion',
      { proposal: matter().id, opinion: open.id },
      { answer: arg.text, adopted: arg.adopted },
    )
  },

  recuse: async (world, step, arg, matter) => {
    const sitting = sittingOf(matter())
    for (const who of arg.people)
      await world.ask(
        step.by ?? sitting.recorder,
        'recuse',
        { meeting: sitting.meetingId },
        {
          proposalId: matter().id,
          personId: await world.idOf(who),
          reason: arg.reason ?? '与事项有利害关系',
        },
      )
  },
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
    const meeting = sittingOf(matter()).meetingId
    const { id } = await world.ask(
      step.by ?? sittingOf(matter()).recorder,
      'correctRoll',
      { meeting },
      { personId: await world.idOf(arg.person), kind: arg.kind, reason: arg.reason ?? '名册更正' },
    )
    await world.ask('oversightChair', 'confirmCorrection', { meeting, correction: id }, {})
    const detail = await world.ask(sittingOf(matter()).chair, 'getMeeting', { meeting })
    Object.assign(sittingOf(matter()), { opensAt: detail.opensAt, windowEnd: detail.windowEnd })
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
  returnSlip: async (world, step, arg, matter) =>
    world.ask(
      step.by ?? sittingOf(matter()).recorder,
      'returnSlip',
      { poll: counts.pollOf(matter()) },
      { personId: await world.idOf(arg.person), secondId: await world.idOf('oversightChair') },
    ),
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
  setAside: async (world, step, arg, matter) =>
    world.ask(
      step.by ?? sittingOf(matter()).chair,
      'setAsideEnvelope',
      { poll: counts.pollOf(matter()) },
      {
        personId: await world.idOf(arg.person),
        secondId: await world.idOf('oversightChair'),
        reason: arg.reason ?? '误投',
      },
    ),
  endOffice: async (world, step, arg) => {
    const { rows } = await world.ask('branchSecretary', 'listOffices', {})
    const id = await world.idOf(arg.person)
    const held = rows.find(
      (row: { person: { id: string }; office: string }) => row.person.id === id && row.office === arg.office,
    )
    if (!held) throw new Failed(`${arg.person} does not hold the office ${arg.office}`)
    await world.ask(
      step.by ?? 'villageDirector',
      'endOffice',
      { id: held.id },
      { on: today(world), reason: arg.reason ?? '离任' },
    )
  },
  profile: (world, _step, arg) => setProfile(world, arg),
  clock: (world, _step, arg) => world.moveClock(timeOf(arg, world.now)),
}

const refusedOne = (code: string) => Object.assign(new Failed(`refused: ${code}`), { code })
const today = (world: World) => new Date(world.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
