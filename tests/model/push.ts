/** 往前推: the next lawful step of a matter under way, by whoever may, as an honest village would do it. */
import type { AskOptions } from '../server/village.ts'
import { draftBody } from './bodies.ts'
import type { Row } from './feed.ts'
import { SITTING } from './law.ts'
import { ok, type Player } from './player.ts'
import { pushPosting } from './push-posting.ts'
import { pushSecond } from './push-second.ts'
import { pushSitting } from './push-sitting.ts'
import type { Random } from './random.ts'

const AT_ONCE = 3
const DAY = 86_400_000
const UNDER_WAY: readonly string[] = [
  'drafting',
  ...SITTING,
  'awaitingApproval',
  'resolutionDisclosure',
  'implementation',
  'outcomeDisclosure',
  'opinionSent',
]

export async function push(play: Player, random: Random): Promise<void> {
  const { mirror, village } = play.world
  const open = mirror
    .where('proposals', { village_id: village.villageId })
    .filter((row) => UNDER_WAY.includes(String(row.stage)))
  if (open.length < AT_ONCE && random.chance(open.length === 0 ? 1 : 1, open.length === 0 ? 1 : 12)) {
    await play.ask('branchSecretary', 'draftProposal', { body: draftBody(play, random) })
    return
  }
  if (random.chance(1, 2) && (await pushSecond(play, random))) return
  // Mostly the oldest, so that matters come to their end.
  const matter = random.chance(3, 4) ? open[0] : random.of(open)
  if (matter) await pushMatter(play, random, matter)
}

async function pushMatter(play: Player, random: Random, matter: Row): Promise<void> {
  const id = String(matter.id)
  const tried = (play.stuck.get(id) ?? 0) + 1
  // What no lawful step helps, time does.
  if (tried > 3) {
    play.stuck.set(id, 0)
    await play.clock(new Date(play.world.now().getTime() + 3 * DAY))
    return
  }
  const good = await nextStep(play, random, matter)
  play.stuck.set(id, good ? 0 : tried)
}

async function nextStep(play: Player, random: Random, matter: Row): Promise<boolean> {
  const params = { proposal: String(matter.id) }
  switch (matter.stage) {
    case 'drafting':
      return ok(await play.ask('branchSecretary', 'submitProposal', { params }))
    case 'awaitingApproval':
      return ok(
        await play.ask('township-1', 'approveProposal', {
          params,
          body: { documentNumber: '镇批〔2026〕1号' },
        }),
      )
    case 'opinionSent':
      return ok(await play.ask('villageDirector', 'archiveProposal', { params }))
    case 'resolutionDisclosure':
    case 'outcomeDisclosure':
      return pushPosting(play, random, matter)
    case 'implementation':
      return pushWork(play, random, matter)
    default:
      return pushSitting(play, random, matter)
  }
}

const ACCEPTORS = [
  'oversightChair',
  'oversightCommittee-1',
  'oversightCommittee-2',
  'representative-4',
  'representative-5',
]
/** 验收: asked for, then one who has not signed yet does. */
async function pushAcceptance(play: Player, work: Row): Promise<boolean> {
  const { today, id } = play.world
  const params = { proposal: String(work.proposal_id) }
  const asked = work.acceptance_asked as { signed: { personId: string }[] } | null
  if (!asked)
    return ok(
      await play.ask('villageDirector', 'acceptWork', {
        params,
        body: {
          completedOn: today(),
          acceptedOn: today(),
          acceptorIds: ACCEPTORS.map(id),
          opinion: '合格',
          remaining: '',
        },
      }),
    )
  const next = ACCEPTORS.find((name) => !asked.signed.some((one) => one.personId === id(name)))
  if (!next) return false
  return ok(await play.ask(next, 'signAcceptance', { params, body: { agrees: true, text: null } }))
}

/** 组织实施: contract, progress with its picture, money, acceptance, outcome. */
async function pushWork(play: Player, random: Random, matter: Row): Promise<boolean> {
  const { mirror, today } = play.world
  const params = { proposal: String(matter.id) }
  const by = (request: string, options: AskOptions) =>
    play.ask('villageDirector', request, { params, ...options })
  const work = mirror.one('works', { proposal_id: matter.id })
  if (!work)
    return ok(
      await by('startWork', {
        body: {
          executor: '村民委员会',
          contractor: null,
          tender: 'none',
          contractNumber: null,
          contractAmount: null,
          startedOn: null,
          dueOn: today(),
        },
      }),
    )
  if (mirror.where('progress_entries', { proposal_id: matter.id }).length === 0) {
    const photo = await play.upload('villageDirector', 'progress')
    return ok(
      await by('addProgress', { body: { text: '完工', percent: 100, photoIds: photo ? [photo] : [] } }),
    )
  }
  const lines = mirror.where('budget_lines', {
    proposal_id: matter.id,
    kind: 'use',
    version: matter.version,
  })
  const unpaid = lines.find((line) => !mirror.one('expenses', { budget_line_id: line.id, struck: false }))
  if (unpaid) {
    const receipt = await play.upload('villageDirector', 'paper')
    return ok(
      await play.ask('villageDirector', 'addExpense', {
        params,
        body: {
          budgetLineId: unpaid.id,
          amount: unpaid.amount,
          payee: work.contractor ?? '河湾建筑队',
          invoice: null,
          paidOn: today(),
          note: null,
          paperIds: receipt ? [receipt] : [],
        },
      }),
    )
  }
  if (!work.accepted_on) return pushAcceptance(play, work)
  return ok(await by('reportOutcome', { body: random.chance(1, 2) ? {} : { overrunReason: '无' } }))
}
