import { disclosureLastDay, reviewUntil, startDisclosureBy } from '@cunyi/shared/disclosure/disclosure.ts'
import { resolutionNotice } from '@cunyi/shared/disclosure/publication.ts'
import { ACTS } from '@cunyi/shared/law/acts.ts'
import { legalBasisZh } from '@cunyi/shared/law/citation.ts'
import { sittingName } from '@cunyi/shared/meeting/extra-step.ts'
import { recusedZh } from '@cunyi/shared/poll/recused.ts'
import { invalidTold } from '@cunyi/shared/poll/tally.ts'
import { dateZh, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { yuan } from '@cunyi/shared/words/money.ts'
import { namesAt } from '@cunyi/shared/words/village-names.ts'
import { ASSEMBLIES, OFFICES, OUTCOMES } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type LoadedProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { type Sitting, sittingsOf } from '#matters/sittings/queries/of-matter.ts'
import { ruleWords } from '#matters/sittings/rule-words.ts'
import { accountOf, accountWords } from '#matters/works/over.ts'
import { findWork, progressOf } from '#matters/works/queries.ts'
import { isHeldToIt, resolvedOf, resolvedShown } from '#matters/works/resolved.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { officersOn } from '#village/people/queries/officers.ts'
import { insertDisclosure } from './queries/disclosures.ts'

const CHANNEL = '村务公开网页、村民委员会或者村务监督委员会'

/**
 * 拟公开: drawn from the records when a matter enters its disclosure, in the same transaction. Whoever posts may add
 * to the words; the oversight committee reviews them; the linter reads them.
 */
export async function prepareDisclosure(
  tx: Tx,
  _parts: Parts,
  proposal: LoadedProposal,
  stage: 'resolutionDisclosure' | 'outcomeDisclosure',
  now: Date,
): Promise<string> {
  const profile = profileOf(proposal)
  const days = profile['disclosure.days']
  const words =
    stage === 'resolutionDisclosure'
      ? await resolutionWords(tx, proposal, days, now)
      : await outcomeWords(tx, proposal, days, now)
  const work = stage === 'outcomeDisclosure' ? await findWork(tx, proposal.villageId, proposal.id) : undefined
  const row = await insertDisclosure(tx, {
    villageId: proposal.villageId,
    proposalId: proposal.id,
    stage,
    title: words.title,
    text: words.text,
    drawn: words.text,
    status: 'prepared',
    days,
    preparedAt: now,
    startDueAt:
      work?.outcomeDueAt ??
      startDisclosureBy(now, profile['disclosure.start_within_days'], proposal.facts.agencyOnly ?? false),
    reviewDueAt: reviewUntil(now, profile['oversight.review_days']),
  })
  return row.id
}

const villageCalled = async (tx: Tx, villageId: string, at: Date) =>
  namesAt((await findDivision(tx, villageId)) ?? { name: villageId }, at)
const DAY = (instant: Date) => dateZh(shanghaiDate(instant))
const lastDay = (now: Date, days: number) => dateZh(disclosureLastDay(now, days))

async function resolutionWords(tx: Tx, proposal: LoadedProposal, days: number, now: Date) {
  const village = await villageCalled(tx, proposal.villageId, now)
  const decided = (await sittingsOf(tx, proposal.villageId, proposal.id)).filter(
    (one) =>
      one.poll.status === 'closed' &&
      one.poll.figures &&
      one.poll.outcome !== 'noQuorum' &&
      one.poll.version !== null,
  )
  const adopted = new Map(proposal.questions.map((one) => [one.id, one.outcome === 'adopt']))
  const severally = proposal.questions.length > 1
  const notice = resolutionNotice({
    villageName: village.short,
    track: proposal.track === 'committeeMatter' ? 'committeeMatter' : 'full',
    title: proposal.title,
    number: proposal.resolutionNumber ?? proposal.number,
    versionNumber: proposal.version,
    sittings: decided
      .filter((one) => one.poll.version === proposal.version || one.meeting.stage === 'branchProposal')
      .map(sittingWords),
    text: proposal.summary,
    ...(severally
      ? {
          questions: proposal.questions.map((one) => ({
            text: one.text,
            adopted: adopted.get(one.id) ?? false,
          })),
        }
      : {}),
    budget: proposal.budget
      .filter((line) => line.kind === 'use')
      .map((line) => ({ label: line.label, fen: line.amount })),
    executor: isHeldToIt(proposal) ? resolvedShown(proposal).executor : null,
    legalBasis: legalBasisZh(decided.flatMap((one) => one.poll.rule.sources)),
    objectionChannel: CHANNEL,
    from: DAY(now),
    lastDay: lastDay(now, days),
    signer: await signerOf(tx, proposal, now),
  })
  return { title: `${notice.heading}：${proposal.title}`, text: notice.lines.join('\n') }
}

function sittingWords({ poll, meeting }: Sitting) {
  const tally = poll.figures
  if (!tally) throw new Error('A closed poll without its figures.')
  return {
    stepName: sittingName(meeting.stage, meeting.extraStep).zh,
    assemblyName: ASSEMBLIES[meeting.assembly].zh,
    date: DAY(meeting.opensAt),
    entitled: tally.entitled,
    present: tally.present,
    inHall: tally.presentInHall,
    online: tally.presentOnline,
    for: tally.for,
    against: tally.against,
    abstain: tally.abstain,
    invalid: invalidTold(tally),
    notCast: tally.notCast,
    hands: tally.hands,
    recusedZh: recusedZh(tally, poll.rule),
    ruleZh: ruleWords(poll.rule).zh,
    outcomeZh: poll.outcome ? OUTCOMES[poll.outcome].zh : '',
  }
}

async function outcomeWords(tx: Tx, proposal: LoadedProposal, days: number, now: Date) {
  const { villageId, id } = proposal
  const village = await villageCalled(tx, villageId, now)
  const account = await accountOf(tx, proposal)
  const { money } = account
  const said = accountWords(account)
  const work = await findWork(tx, villageId, id)
  const progress = await progressOf(tx, villageId, id)
  const last = progress.at(-1)?.entry
  const lines = [
    `${village.short}　${proposal.resolutionNumber ?? proposal.number}`,
    `事项：${proposal.title}`,
    ...(work
      ? [
          `组织实施：${work.executor}${work.contractor ? `；承包：${work.contractor}` : ''}${work.contractNumber ? `；合同编号：${work.contractNumber}` : ''}`,
        ]
      : []),
    ...resolvedLines(proposal),
    ...(last ? [`进展：${last.text}（${last.percent}%）`] : []),
    ...(money.planned > 0
      ? [
          ...money.lines
            .filter((line) => line.kind === 'use')
            .map(
              (line) =>
                `${line.label}：预算${yuan(line.planned)}元，实际支出${yuan(line.spent)}元${said.ofLine(line.id)}`,
            ),
          ...said.payees,
          `合计：预算${yuan(money.planned)}元，实际支出${yuan(money.spent)}元`,
          `资金来源：${money.lines
            .filter((line) => line.kind === 'source')
            .map((line) => `${line.label}${yuan(line.planned)}元`)
            .join('；')}`,
        ]
      : isHeldToIt(proposal)
        ? ['账目：没有预算，没有支出']
        : []),
    ...(work?.acceptedOn && work.acceptance
      ? [
          `验收：${dateZh(work.acceptedOn)}，${work.acceptance.people.length}人参加，意见：${work.acceptance.opinion}`,
        ]
      : []),
    ...(work?.acceptance?.remaining ? [`遗留问题：${work.acceptance.remaining}`] : []),
    `公示时间：${DAY(now)}至${lastDay(now, days)}。有异议的，可在${lastDay(now, days)}前通过${CHANNEL}提出。`,
    await signerOf(tx, proposal, now),
  ]
  return { title: `实施结果公开：${proposal.title}`, text: lines.join('\n') }
}

/** What was resolved of the place, the scope and whom it is for stands beside what came of it. */
function resolvedLines(proposal: LoadedProposal): string[] {
  if (!isHeldToIt(proposal)) return []
  const { place, scope, beneficiaries, dueOn } = resolvedOf(proposal)
  return [
    ...(place ? [`地点：${place}`] : []),
    ...(scope ? [`建设内容：${scope}`] : []),
    ...(beneficiaries ? [`受益范围：${beneficiaries}`] : []),
    ...(dueOn
      ? [`${proposal.track === 'committeeMatter' ? '商定' : '决议'}的完成期限：${dateZh(dueOn)}`]
      : []),
  ]
}

/** 落款: the officer who signs, with office and name. */
async function signerOf(tx: Tx, proposal: LoadedProposal, now: Date): Promise<string> {
  const officers = await officersOn(
    tx,
    proposal.villageId,
    shanghaiDate(now),
    ACTS.post[proposal.route].slice(0, 1),
  )
  const first = officers[0]
  return first
    ? `${OFFICES[first.office].zh}：${first.name}`
    : (await villageCalled(tx, proposal.villageId, now)).full
}
