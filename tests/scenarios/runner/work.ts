/** 实施 and 实施结果: the work, its money, the outcome, what the county confirmed. */
import { addDays } from '@cunyi/shared/words/days.ts'
import { fen, type Handlers, today } from './handlers.ts'
import { Failed, type World } from './world.ts'

const TERM_DAYS = 60
/** Who accepts unless a file names them: nobody of those who carry it out. */
const ACCEPTORS = ['oversightChair', ...[10, 11, 12, 13, 14, 15].map((n) => `representative-${n}`)]

const idsOf = (world: World, names: readonly string[]) => Promise.all(names.map((name) => world.idOf(name)))

async function lineOf(world: World, proposal: string, label: string): Promise<string> {
  const { budget } = await world.ask('branchSecretary', 'getProposal', { proposal })
  const line = budget.find(
    (one: { label: string; kind: string }) => one.label === label && one.kind === 'use',
  )
  if (!line) throw new Failed(`the budget has no line ${label}`)
  return line.id
}

export const WORK_VERBS: Handlers = {
  work: async (world, step, arg, matter) => {
    const by = step.by ?? 'villageDirector'
    const papers = arg.papers ?? (arg.contractor && (arg.tender ?? 'none') !== 'none' ? 1 : 0)
    const paperIds: string[] = []
    for (let i = 0; i < papers; i++) paperIds.push(await world.upload(by, 'paper'))
    return world.ask(
      by,
      'startWork',
      { proposal: matter().id },
      {
        executor: arg.executor,
        contractor: arg.contractor ?? null,
        tender: arg.tender ?? 'none',
        contractNumber: arg.contract ?? null,
        contractAmount: arg.amount === undefined ? null : fen(arg.amount),
        startedOn: null,
        dueOn: arg.due ?? addDays(today(world), TERM_DAYS),
        ...(arg.place ? { place: arg.place } : {}),
        ...(arg.scope ? { scope: arg.scope } : {}),
        ...(arg.beneficiaries ? { beneficiaries: arg.beneficiaries } : {}),
        paperIds,
      },
    )
  },
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
    const proposal = matter().id
    const by = step.by ?? 'accountant'
    const { contractor } = await world.ask('branchSecretary', 'getWork', { proposal })
    const paperIds: string[] = []
    for (let i = 0; i < (arg.papers ?? 1); i++) paperIds.push(await world.upload(by, 'paper'))
    await world.ask(
      by,
      'addExpense',
      { proposal },
      {
        budgetLineId: await lineOf(world, proposal, arg.line),
        amount: fen(arg.amount),
        payee: arg.payee ?? contractor ?? '本村劳力',
        invoice: null,
        paidOn: today(world),
        note: arg.note ?? null,
        ...(arg.papers === 0 ? {} : { paperIds }),
      },
    )
  },
  overLine: async (world, step, arg, matter) => {
    const proposal = matter().id
    return world.ask(
      step.by ?? 'villageDirector',
      'askOverLine',
      { proposal, line: await lineOf(world, proposal, arg.line) },
      { fromLineId: await lineOf(world, proposal, arg.from), reason: arg.reason ?? '价格涨了' },
    )
  },
  accept: async (world, step, arg, matter) => {
    const by = step.by ?? 'villageDirector'
    const proposal = matter().id
    const who = Array.isArray(arg?.people) ? arg.people : ACCEPTORS.slice(0, arg?.people ?? 5)
    await world.ask(
      by,
      'acceptWork',
      { proposal },
      {
        completedOn: arg?.on ?? today(world),
        acceptedOn: arg?.on ?? today(world),
        ...(arg?.names
          ? { people: ['甲', '乙', '丙', '丁', '戊'].slice(0, arg.names) }
          : { acceptorIds: await idsOf(world, who) }),
        opinion: arg?.opinion ?? '验收合格',
        remaining: '',
      },
    )
    if (arg?.sign === false || arg?.names) return
    const onSheet = arg?.sheet ?? []
    for (const name of who.filter((one) => !onSheet.includes(one)))
      await world.ask(name, 'signAcceptance', { proposal }, { agrees: true, text: null })
    if (onSheet.length === 0) return
    const paperId = await world.upload(by, 'paper')
    const people = await idsOf(world, onSheet)
    const { actId } = await world.ask(by, 'acceptOnSheet', { proposal }, { people, paperId })
    return world.ask('oversightChair', 'confirmAct', { act: actId })
  },
  signAcceptance: (world, _step, arg, matter) =>
    world.ask(
      arg.person,
      'signAcceptance',
      { proposal: matter().id },
      { agrees: arg.agrees ?? true, text: arg.text ?? null },
    ),
  outcome: (world, step, arg, matter) =>
    world.ask(
      step.by ?? 'villageDirector',
      'reportOutcome',
      { proposal: matter().id },
      {
        ...(arg?.reason ? { overrunReason: arg.reason } : {}),
        ...(arg?.text ? { text: arg.text } : {}),
        ...(arg?.nothingSpent ? { nothingSpent: true } : {}),
      },
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
}
