/** 议题: drafting, revising, what is said of it in writing, the township; and every verb that is not a meeting's. */
import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { wayFactsOf } from '@cunyi/shared/matter/way-facts.ts'
import { DISCLOSURE_VERBS } from './disclosure.ts'
import type { Matter } from './file.ts'
import { setProfile } from './fill.ts'
import { fen, type Handlers, today, township } from './handlers.ts'
import { SITTING_VERBS } from './sitting.ts'
import { TALK_VERBS } from './talk.ts'
import { timeOf } from './time.ts'
import { WORK_VERBS } from './work.ts'
import { Failed, type MatterState, type World } from './world.ts'

/** The township in the oversight committee's place. */
const standIn = (
  world: World,
  by: string,
  arg: { text?: string | undefined; agrees?: boolean | undefined } | null,
  proposal: string,
) => world.ask(by, 'standInNote', { proposal }, { text: arg?.text ?? '同意', agrees: arg?.agrees ?? true })

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
    facts: {
      ...(amount === undefined ? {} : { amount }),
      ...(matter.danger ? { danger: world.dangerId } : {}),
      ...matter.facts,
    },
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

/** A paper for each fact that changes the way, unless the file lays its own, or none (`proofs: []`). */
async function provenBy(world: World, by: string, facts: MatterFacts): Promise<Pick<MatterFacts, 'proofs'>> {
  if (facts.proofs) return {}
  const proofs: NonNullable<MatterFacts['proofs']> = []
  for (const fact of wayFactsOf(facts)) proofs.push({ fact, paperId: await world.upload(by, 'proposal') })
  return proofs.length > 0 ? { proofs } : {}
}

async function draft(world: World, name: string, by: string): Promise<MatterState> {
  const known = world.matters.get(name)
  if (known) return known
  const matter = world.scenario.matters?.[name] ?? (name === 'matter' ? world.scenario.matter : undefined)
  if (!matter) throw new Failed(`the file has no matter ${name}`)
  const text = draftOf(world, matter)
  const facts = { ...text.facts, ...(await provenBy(world, by, text.facts)) }
  const { id } = await world.ask(by, 'draftProposal', {}, { ...text, facts })
  const state: MatterState = { name, matter, id, sittings: [] }
  world.matters.set(name, state)
  world.current = state
  return state
}

async function challengedLast(world: World, by: string, proposal: string): Promise<{ id: string }> {
  const { notes } = await world.ask(by, 'getProposal', { proposal })
  const note = notes.findLast((one: { kind: string }) => one.kind === 'challenge')
  if (!note) throw new Failed('nobody has challenged anything')
  return note
}

const PROPOSAL_VERBS: Handlers = {
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
  objectToChange: async (world, step, arg, matter) => {
    const by = step.by ?? 'partyMember-1'
    const { rows } = await world.ask(by, 'listTextChanges', { proposal: matter().id })
    const [newest] = rows
    if (!newest) throw new Failed('the text has not changed')
    await world.ask(by, 'objectToChange', { proposal: matter().id, change: newest.id }, { ground: arg })
  },
  oversightNote: (world, step, arg, matter) =>
    step.by?.startsWith('township')
      ? standIn(world, step.by, arg, matter().id)
      : world.ask(
          step.by ?? 'oversightChair',
          'addNote',
          { proposal: matter().id },
          {
            kind: 'oversightNote',
            text: arg?.text ?? '情况属实，同意按程序办理',
            agrees: arg?.agrees ?? true,
          },
        ),
  fullWay: async (world, _step, arg, matter) => {
    for (const who of arg.people)
      await world.ask(who, 'askFullWay', { proposal: matter().id }, { reason: arg.reason ?? '应当大家定' })
  },
  apart: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'branchSecretary',
      'askApart',
      { proposal: matter().id },
      { question: arg.question, reason: arg.reason ?? '不是一回事' },
    ),
  judge: async (world, step, arg) => {
    for (const by of arg.people ?? [step.by ?? 'oversight-2']) {
      const { rows } = await world.ask(by, 'listJudgements', {})
      const open = rows.find((row: { state: string }) => row.state === 'open')
      if (!open) throw new Failed('nothing waits to be judged')
      await world.ask(
        by,
        'judge',
        { judgement: open.id },
        { agrees: arg.yes, ground: arg.reason ?? '核对过' },
      )
    }
  },
  extraStep: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villageDirector',
      'reportExtraStep',
      { proposal: matter().id },
      { step: arg.step, done: arg.done, text: arg.text ?? '已办理，有记录' },
    ),
  challenge: async (world, step, arg, matter) => {
    const by = step.by ?? 'oversightChair'
    return world.ask(
      by,
      'addNote',
      { proposal: matter().id },
      {
        ...(arg?.notAccepted ? { notAccepted: (await challengedLast(world, by, matter().id)).id } : {}),
        kind: 'challenge',
        text: arg?.text ?? '建议召开会议研究',
        ...(arg?.addressee ? { addressee: arg.addressee } : {}),
        ...(arg?.meeting ? { asksMeeting: true } : {}),
      },
    )
  },
  answerChallenge: async (world, step, arg, matter) => {
    const proposal = matter().id
    const by = step.by ?? 'villageDirector'
    const note = await challengedLast(world, by, proposal)
    return world.ask(
      by,
      'answerChallenge',
      { proposal, note: note.id },
      {
        text: arg?.text ?? '已向监督委员会说明',
        ...(arg?.meeting
          ? { meetingOn: arg.on ?? today(world), paperId: await world.upload(by, 'paper') }
          : {}),
      },
    )
  },
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
}

/** Of the village, not of one matter. */
const VILLAGE_VERBS: Handlers = {
  appoint: async (world, step, arg) =>
    world.ask(
      step.by ?? 'villageDirector',
      'appoint',
      {},
      {
        personId: await world.idOf(arg.person),
        office: arg.office,
        from: arg.from ?? today(world),
        to: arg.to ?? null,
        villageGroup: arg.villageGroup ?? null,
        households: [],
        paperId: world.paperId,
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
      {
        on: today(world),
        reason: arg.reason ?? '离任',
        paperId: world.paperId,
        ...(arg.ground ? { ground: arg.ground } : {}),
      },
    )
  },
  profile: (world, _step, arg) => setProfile(world, arg),
  clock: (world, _step, arg) => world.moveClock(timeOf(arg, world.now)),
}

export const MATTER_VERBS: Handlers = {
  ...PROPOSAL_VERBS,
  ...DISCLOSURE_VERBS,
  ...WORK_VERBS,
  ...TALK_VERBS,
  ...SITTING_VERBS,
  ...VILLAGE_VERBS,
}
