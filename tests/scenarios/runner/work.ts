/** 实施 and 实施结果: the work, its money, the outcome, what the county confirmed. */
import { fen, type Handlers, today } from './handlers.ts'
import { Failed } from './world.ts'

export const WORK_VERBS: Handlers = {
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
}
