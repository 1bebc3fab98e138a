/** 会议与表决: rolls, presence, quorum and result of every poll, reckoned again by the same rules from the rows. */
import type { MeetingRule } from '../../shared/src/law/meeting-rules.ts'
import { whyNotSheets } from '../../shared/src/poll/poll.ts'
import { ballotsText, receiptsText } from '../../shared/src/poll/proof.ts'
import { type ChannelCounts, publishedTotals, sizeOf } from '../../shared/src/poll/small-group.ts'
import { decide, type Figures, figuresOf, fromNewNumbers, type Tally } from '../../shared/src/poll/tally.ts'
import type { CountedChannel } from '../../shared/src/words/vocabulary.ts'
import type { Package, Row } from './files.ts'
import { digestOf, type Report, same, sha256 } from './report.ts'
import { checkVoted } from './voted.ts'

const KINDS = ['for', 'against', 'abstain', 'invalid'] as const
const none = () => ({ for: 0, against: 0, abstain: 0, invalid: 0 })

export function checkSittings(pack: Package, report: Report): void {
  report.counted.meetings = pack.rows('meetings').length
  for (const poll of pack.rows('polls')) {
    const at = `polls ${poll.id}`
    report.part(at, () => checkPoll(pack, poll, at, report))
  }
  if (pack.has('roll'))
    for (const meeting of pack.rows('meetings')) {
      const at = `roll ${meeting.id}`
      report.part(at, () => checkRoll(pack, meeting, at, report))
    }
}

function checkPoll(pack: Package, poll: Row, at: string, report: Report): void {
  report.counted.polls += 1
  checkAgainstEvidence(pack, poll, at, report)
  if (poll.status !== 'closed') {
    const left = pack.rows('ballots').some((row) => row.pollId === poll.id)
    report.check(
      !left && poll.figures === null,
      at,
      '未计票的表决却有票数',
      'it was never counted and has figures',
    )
    return
  }
  const rule = poll.rule as MeetingRule
  const tally = poll.figures as Tally
  const facts = pack.has('pollLists') ? attendanceOf(pack, poll, report) : figuresOf(tally)
  const counts = poll.outcome === 'noQuorum' ? none() : countsOf(pack, poll, rule, at, report)
  // Which numbers were new stands in no package: what the result says of them is taken as it is.
  const again = decide({ ...facts, ...counts, ...fromNewNumbers(tally) }, rule)
  report.check(
    same(again, tally) && again.outcome === poll.outcome,
    at,
    `票数、法定人数或结果与重算不符：应为「${again.sentenceZh}」`,
    `figures, quorum or outcome differ from the recount: ${again.sentenceEn}`,
  )
}

/** 应到、到会、委托、回避 of the frozen list, person by person against the roll. */
function attendanceOf(pack: Package, poll: Row, report: Report): Omit<Figures, (typeof KINDS)[number]> {
  const rule = poll.rule as MeetingRule
  const meeting = pack.rows('meetings').find((one) => one.id === poll.meetingId)
  const list = pack.rows('pollLists').filter((row) => row.pollId === poll.id)
  const roll = new Map(
    pack
      .rows('roll')
      .filter((row) => row.meetingId === poll.meetingId)
      .map((row) => [row.personId, row]),
  )
  const attended = new Map(
    pack
      .rows('attendances')
      .filter((row) => row.meetingId === poll.meetingId)
      .map((row) => [row.personId, row]),
  )
  for (const row of list) {
    const where = `pollLists ${poll.id} ${row.personId}`
    const own = roll.get(row.personId)
    report.check(
      own !== undefined,
      where,
      '清单上的人不在名册上',
      'somebody is listed who is not on the roll',
    )
    const came = attended.get(row.personId)
    report.check(
      row.way === null || (came !== undefined && (poll.endsAt === null || came.signedInAt <= poll.endsAt)),
      where,
      '记为到会，却没有结束前的签到',
      'listed as present without having signed in before the end',
    )
  }
  for (const [person, own] of roll)
    if (own.struckAt === null && !list.some((row) => row.personId === person))
      report.check(
        correctedAfter(pack, poll, person),
        `roll ${poll.meetingId} ${person}`,
        '名册上的人不在应到清单上',
        'somebody on the roll is missing from the list',
      )
  const there = (row: Row) =>
    row.way === 'inHall' || (row.way === 'online' && meeting?.onlineCounts) || row.representedBy !== null
  const voters = list.filter((row) => row.entitled)
  const bothWays = figuresOf(poll.figures as Tally).headsAndHouseholds
  const count = (rows: Row[], test: (row: Row) => boolean) => rows.filter(test).length
  const women = voters.filter((row) => roll.get(row.personId)?.isWoman)
  const inFavour = new Set(
    pack
      .rows('ballots')
      .filter((row) => row.pollId === poll.id && row.choice === 'for')
      .map((row) => row.personId),
  )
  const households = (rows: Row[]) => rows.reduce((sum, row) => sum + row.households, 0)
  return {
    entitled: voters.length,
    allMembers: count(list, (row) => roll.get(row.personId)?.member),
    presentInHall: count(voters, (row) => row.way === 'inHall'),
    presentOnline: count(voters, (row) => row.way === 'online'),
    represented: count(voters, (row) => row.representedBy !== null),
    presentWithoutVote: count(list, (row) => roll.get(row.personId)?.member && !row.entitled && there(row)),
    recusedPresent: count(voters, (row) => there(row) && row.recused),
    recused: count(voters, (row) => row.recused),
    women: { entitled: women.length, present: count(women, there) },
    // How many adults and households the village had is in no roll that sits the other way; it decides nothing.
    ...(bothWays ? { headsAndHouseholds: bothWays } : {}),
    households: {
      all: meeting?.householdsAll ?? 0,
      present: households(voters.filter(there)),
      for: rule.secret ? 0 : households(list.filter((row) => inFavour.has(row.personId))),
    },
  }
}

/** Put on the roll when this poll had ended: another poll of the same meeting was still to come. */
const correctedAfter = (pack: Package, poll: Row, person: string): boolean =>
  pack.rows('rollCorrections').some((one) => {
    const confirmed = pack.rows('rollConfirmations').find((row) => row.correctionId === one.id)
    return one.personId === person && confirmed !== undefined && confirmed.confirmedAt >= (poll.endsAt ?? '')
  })

/** 票: the shuffled list and the tellers' sheets, against the digests and the persons who voted. */
function countsOf(pack: Package, poll: Row, rule: MeetingRule, at: string, report: Report) {
  const receipts = pack.rows('receipts').find((row) => row.pollId === poll.id)?.receipts as
    | string[]
    | undefined
  report.check(
    receipts !== undefined && sha256(receiptsText(receipts)) === poll.receiptsDigest,
    `receipts ${poll.id}`,
    '回执清单与封存的摘要不符',
    'the list of receipts is not what was frozen',
  )
  report.counted.receipts += receipts?.length ?? 0
  if (poll.withheld) {
    const why =
      poll.withheld === 'smallGroup'
        ? '某一渠道票数很少，或者投得都一样，为保密不列明细'
        : String(poll.withheld)
    report.remarks.push({
      zh: `表决 ${poll.id}：${why}；总数按公布的重算`,
      en: `poll ${poll.id}: a channel has few ballots, or all alike, its split is withheld; reckoned from the published totals`,
    })
    const { for: yes, against, abstain, invalid, invalidJoined, hands, assisted } = poll.figures as Tally
    return { for: yes, against, abstain, invalid, invalidJoined, hands, assisted }
  }
  const ballots = pack.rows('ballots').filter((row) => row.pollId === poll.id) as (Row & {
    id: string
    choice: 'for'
  })[]
  report.counted.ballots += ballots.length
  report.check(
    sha256(ballotsText(ballots)) === poll.ballotsDigest,
    `ballots ${poll.id}`,
    '票的清单与封存的摘要不符',
    'the list of ballots is not what was frozen',
  )
  report.check(
    receipts?.length === ballots.length,
    `receipts ${poll.id}`,
    `回执 ${receipts?.length ?? 0} 张，票 ${ballots.length} 张`,
    `${receipts?.length ?? 0} receipts for ${ballots.length} ballots`,
  )
  if (poll.secret)
    report.check(
      ballots.every((row) => (row.personId ?? null) === null),
      `ballots ${poll.id}`,
      '无记名的票上有姓名',
      'a secret ballot has a person',
    )
  const sealed = { channel: 'phone' as const, ...none() }
  for (const { choice } of ballots) sealed[choice] += 1
  const heaps = heapsOf(pack, poll, at, report)
  const assisted = pack.has('envelopes')
    ? checkVoters(pack, poll, ballots.length, heaps, report)
    : (poll.figures as Tally).assisted
  const totals = publishedTotals(rule, [sealed, ...heaps])
  const hands = heaps.filter((heap) => heap.channel === 'hands').reduce((sum, heap) => sum + sizeOf(heap), 0)
  return { ...totals, hands, assisted }
}

type Heap = ChannelCounts & { channel: CountedChannel; issued: number }

/** 计票单: of each place and channel the pair that agrees; a public package holds only what was agreed. */
function heapsOf(pack: Package, poll: Row, at: string, report: Report): Heap[] {
  const sheets = pack.rows('countSheets').filter((row) => row.pollId === poll.id)
  const keys = [...new Set(sheets.map((row) => `${row.placeNo} ${row.channel}`))]
  const byChannel = new Map<string, Heap>()
  for (const key of keys) {
    const mine = sheets.filter((row) => `${row.placeNo} ${row.channel}` === key) as (Row &
      Heap & { teller: string; seq: number })[]
    const agreed = pack.has('envelopes')
      ? mine.find((one) =>
          mine.some((other) => other.seq === one.seq && whyNotSheets([one, other], one.issued) === null),
        )
      : mine[0]
    if (
      !report.check(
        agreed !== undefined,
        `countSheets ${poll.id} ${key}`,
        '两名计票人的计票单不一致',
        'no two tellers agree on a count',
      ) ||
      !agreed
    )
      continue
    const sum = byChannel.get(agreed.channel) ?? { channel: agreed.channel, issued: 0, ...none() }
    for (const kind of KINDS) sum[kind] += agreed[kind]
    sum.issued += agreed.issued
    byChannel.set(agreed.channel, sum)
  }
  for (const heap of byChannel.values())
    report.check(
      sizeOf(heap) <= heap.issued,
      at,
      '收回的票多于发出的',
      'more was counted than was handed out',
    )
  return [...byChannel.values()]
}

/** 投票人: each has an envelope whose digest the chain knows, a slip out or a hand called; and nobody twice. Answers how many were helped. */
function checkVoters(
  pack: Package,
  poll: Row,
  ballots: number,
  heaps: readonly Heap[],
  report: Report,
): number {
  const of = (name: string) => pack.rows(name).filter((row) => row.pollId === poll.id)
  const aside = new Set(of('setAsides').map((row) => `${row.personId} ${row.version}`))
  const newest = new Map<string, Row>()
  const known = new Set(
    pack.entries.flatMap((entry) => {
      const { pollId, ballots: cast } = (entry.payload ?? {}) as { pollId?: string; ballots?: Row[] }
      return pollId === poll.id && Array.isArray(cast)
        ? cast.map((one) => `${one.personId} ${one.sha256}`)
        : []
    }),
  )
  for (const row of of('envelopes')) {
    report.check(
      known.has(`${row.personId} ${row.sha256}`),
      `envelopes ${poll.id} ${row.personId}`,
      '这只信封不在留痕里',
      'this envelope is not in the evidence',
    )
    if (aside.has(`${row.personId} ${row.version}`)) continue
    if ((newest.get(row.personId)?.version ?? 0) < row.version) newest.set(row.personId, row)
  }
  report.check(
    newest.size === ballots,
    `envelopes ${poll.id}`,
    `有效信封 ${newest.size} 只，票 ${ballots} 张`,
    `${newest.size} envelopes stand for ${ballots} ballots`,
  )
  const out = new Map<string, string>()
  for (const row of [...of('slips')].sort((a, b) => a.seq - b.seq)) out.set(row.personId, row.event)
  const slips = [...out].filter(([, event]) => event === 'handedOut').map(([person]) => person)
  const hands = of('hands').map((row) => row.personId as string)
  for (const [channel, people] of [
    ['paper', slips],
    ['hands', hands],
  ] as const)
    report.check(
      (heaps.find((heap) => heap.channel === channel)?.issued ?? 0) === people.length,
      `countSheets ${poll.id} ${channel}`,
      '计票单上的发出数与发票、举手记录不符',
      'the number handed out differs from the record of slips or hands',
    )
  const voted = [...newest.keys(), ...slips, ...hands]
  report.check(
    new Set(voted).size === voted.length,
    `pollLists ${poll.id}`,
    '有人投了两次',
    'somebody voted twice',
  )
  const listed = of('pollLists')
    .filter((row) => row.voted)
    .map((row) => row.personId as string)
  report.check(
    same([...listed].sort(), [...new Set(voted)].sort()),
    `pollLists ${poll.id}`,
    '清单上的已投与信封、发票、举手不符',
    'who is listed as having voted differs from envelopes, slips and hands',
  )
  return [...newest.values()].filter((row) => row.channel === 'assisted').length
}

/** What was frozen at closing stands in the chain too: figures, digests and the list. */
function checkAgainstEvidence(pack: Package, poll: Row, at: string, report: Report): void {
  const payloads = pack.entries.flatMap((entry) => {
    const { payload } = entry
    return payload !== null && payload.pollId === poll.id ? [payload] : []
  })
  const closed = payloads.find((one) => one.act === 'closePoll')
  if (
    poll.status === 'closed' &&
    report.check(
      closed !== undefined,
      at,
      '留痕里没有这次表决的结束',
      'the evidence has no closing of this poll',
    ) &&
    closed
  ) {
    for (const key of ['figures', 'outcome', 'receiptsDigest', 'ballotsDigest', 'endsAt'])
      report.check(
        same(closed[key] ?? null, poll[key] ?? null),
        `${at} ${key}`,
        '与留痕所记不符',
        'it is not what the evidence holds',
      )
    if (pack.has('pollLists')) {
      const list = pack.rows('pollLists').filter((row) => row.pollId === poll.id)
      report.check(
        digestOf([...list].sort((a, b) => (a.personId < b.personId ? -1 : 1))) === closed.after,
        `pollLists ${poll.id}`,
        '应到清单与留痕所记不符',
        'the list of persons is not what the evidence holds',
      )
    }
  }
  const opened = payloads.find((one) => one.act === 'openPoll')
  const version = pack.rows('versions').find((row) => row.version === poll.version)
  if (opened)
    report.check(
      opened.version === poll.version && version?.digest === opened.digest,
      at,
      '表决的文本版本与留痕不符',
      'the version of the text that was voted on differs from the evidence',
    )
  checkVoted(pack, poll, opened?.voted, at, report)
}

/** 名册: as it was frozen with the notice, corrections taken back. */
function checkRoll(pack: Package, meeting: Row, at: string, report: Report): void {
  const convened = pack.entries.find(
    (entry) => entry.payload?.act === 'conveneMeeting' && entry.payload.meetingId === meeting.id,
  )?.payload
  if (!convened) return
  const roll = pack.rows('roll').filter((row) => row.meetingId === meeting.id)
  const confirmed = new Set(pack.rows('rollConfirmations').map((row) => row.correctionId))
  const made = pack
    .rows('rollCorrections')
    .filter((row) => row.meetingId === meeting.id && confirmed.has(row.id))
  // Who came by a correction was not there at first; who lost his vote by one had it.
  if (made.some((row) => row.kind === 'representative')) return
  const came = new Set(
    made.filter((row) => row.kind === 'add' || row.kind === 'vote').map((row) => row.personId),
  )
  const lost = new Set(made.filter((row) => row.kind === 'noVote').map((row) => row.personId))
  const first = roll.filter((row) => (row.votes && !came.has(row.personId)) || lost.has(row.personId))
  const composition = convened.composition as { entitled: number }
  report.check(
    first.length === composition.entitled,
    at,
    `名册应到 ${first.length} 人，通知时为 ${composition.entitled} 人`,
    `${first.length} on the roll with a vote; ${composition.entitled} when the notice went out`,
  )
  const struck = roll.filter((row) => row.struckAt !== null)
  report.check(
    struck.every((row) => made.some((one) => one.kind === 'strike' && one.personId === row.personId)),
    at,
    '有人被划掉而没有两人签认的更正',
    'somebody was struck without a correction by two persons',
  )
}
