/** 推进与公示: every move is a row of the table, at its time; every period has its full days. */
import { disclosureEnd } from '../../shared/src/disclosure/disclosure.ts'
import { PROFILE_KEYS } from '../../shared/src/law/profile-keys.ts'
import { moveAfterMeeting, PROPOSAL_MOVES } from '../../shared/src/matter/moves.ts'
import { lastOnEach } from '../../shared/src/poll/poll.ts'
import { endOfDays } from '../../shared/src/words/days.ts'
import type { Outcome, SittingStage } from '../../shared/src/words/vocabulary.ts'
import type { Package, Row } from './files.ts'
import { type Report, same, sha256 } from './report.ts'

const EVENTS = ['meeting', 'clock', 'recount', 'newResolution']

export function checkMoves(pack: Package, report: Report): void {
  const [proposal] = pack.rows('proposal')
  const moves = [...pack.rows('moves')].sort((a, b) => a.seq - b.seq)
  if (
    !report.check(proposal !== undefined, 'proposal', '没有议题记录', 'there is no record of the matter') ||
    !proposal
  )
    return
  const times = new Set(
    pack.entries.filter((entry) => isAbout(entry.payload, proposal.id, pack)).map((entry) => entry.at),
  )
  let stage = 'drafting'
  let last = ''
  for (const [i, move] of moves.entries()) {
    const at = `moves #${move.seq}`
    report.counted.moves += 1
    const row = PROPOSAL_MOVES.find(
      (one) =>
        one.from === move.from &&
        one.to === move.to &&
        one.move === move.move &&
        one.tracks.includes(proposal.track) &&
        (EVENTS.includes(move.by)
          ? (one.by as readonly string[]).includes(move.by)
          : one.by.some((actor) => !EVENTS.includes(actor))),
    )
    report.check(row !== undefined, at, '步骤表里没有这一步', 'the table of moves has no such row')
    report.check(
      move.seq === i + 1 && move.from === stage && move.at >= last,
      at,
      '与前一步接不上',
      'it does not follow the move before it',
    )
    if (move.move !== 'supersede')
      report.check(times.has(move.at), at, '留痕里没有这一步', 'the evidence has nothing at its time')
    if (move.by === 'meeting') report.part(at, () => checkDecision(pack, proposal, move, moves, at, report))
    stage = move.to
    last = move.at
  }
  report.check(
    proposal.stage === stage,
    'proposal',
    '现在的阶段与步骤不符',
    'its stage is not where the moves lead',
  )
}

const isAbout = (payload: Row | null, proposalId: string, pack: Package): boolean =>
  payload === null
    ? pack.manifest.kind === 'public'
    : payload.proposalId === proposalId || payload.proposalId === undefined

/** 会后的去向 follows from the polls of that meeting. */
function checkDecision(
  pack: Package,
  proposal: Row,
  move: Row,
  moves: readonly Row[],
  at: string,
  report: Report,
): void {
  const meeting = pack.rows('meetings').find((one) => one.id === move.meetingId)
  const polls = lastOnEach(
    pack
      .rows('polls')
      .filter((one) => one.meetingId === move.meetingId)
      .sort((a, b) => a.seq - b.seq) as (Row & { questionId: string | null })[],
  )
  if (
    !report.check(
      meeting !== undefined && polls.length > 0,
      at,
      '没有作出决定的会议',
      'there is no meeting that decided it',
    ) ||
    !meeting
  )
    return
  // A demand ends with a rejection; what was demanded then is not told by the matter as it stands.
  if (proposal.demandedAt !== null) return
  const outcome = (poll: Row | undefined): Outcome => (poll?.outcome ?? 'void') as Outcome
  // A later sitting of the same stage may have asked the same question again.
  const isLast = !moves.some(
    (other) => other.seq > move.seq && other.by === 'meeting' && other.from === move.from,
  )
  const questions = pack.rows('questions')
  const outcomes =
    move.from === 'villagerResolution' && isLast
      ? questions.map((one) => {
          const here = polls.find((poll) => poll.questionId === one.id)
          return here ? outcome(here) : (one.outcome as Outcome)
        })
      : polls.map(outcome)
  const values = proposal.profile?.values ?? {}
  const after = moveAfterMeeting({
    track: proposal.track,
    stage: move.from as SittingStage,
    demanded: false,
    together: proposal.together,
    outcomes,
    reconvened: meeting.reconvening,
    maxReconvene: values.max_reconvene ?? PROFILE_KEYS.max_reconvene.default,
  })
  report.check(
    after.move === move.move,
    at,
    `按表决结果应为 ${after.move ?? '—'}`,
    `by the polls it should be ${after.move ?? 'no move'}`,
  )
}

/** 通知期 and 公示期, each by the one rule that counts days. */
export function checkDays(pack: Package, report: Report): void {
  const [proposal] = pack.rows('proposal')
  for (const meeting of pack.rows('meetings')) {
    const polls = pack.rows('polls').filter((one) => one.meetingId === meeting.id)
    const days = Math.max(0, ...polls.map((one) => one.rule.noticeDays as number))
    report.part(`meetings ${meeting.id}`, () =>
      report.check(
        new Date(meeting.opensAt) >= endOfDays(new Date(meeting.noticeAt), days),
        `meetings ${meeting.id}`,
        `通知不满 ${days} 天`,
        `the notice was given less than ${days} full days before`,
      ),
    )
    for (const poll of polls)
      if (poll.openedAt !== null)
        report.check(
          poll.openedAt >= meeting.opensAt && (poll.endsAt === null || poll.endsAt >= poll.openedAt),
          `polls ${poll.id}`,
          '表决的起止时间不对',
          'its opening and end do not fit the meeting',
        )
  }
  const agreed = proposal?.profile?.values?.['disclosure.days'] as number | undefined
  const floor = PROFILE_KEYS['disclosure.days'].floor as number
  for (const row of pack.rows('disclosures')) {
    report.counted.disclosures += 1
    const at = `disclosures ${row.id}`
    report.check(
      row.days >= Math.max(floor, agreed ?? floor),
      at,
      `公示天数少于 ${Math.max(floor, agreed ?? floor)} 天`,
      `it is to stand for at least ${Math.max(floor, agreed ?? floor)} days`,
    )
    if (row.postedAt === null) continue
    report.part(at, () => {
      const end = disclosureEnd(new Date(row.postedAt), row.days)
      if (row.endsAt !== null)
        report.check(
          same(end.toISOString(), row.endsAt),
          at,
          '公示截止时间与重算不符',
          'its end differs from the days reckoned again',
        )
      const over = pack
        .rows('moves')
        .find((move) => move.by === 'clock' && move.from === row.stage && move.at === row.endedAt)
      if (over) report.check(new Date(over.at) >= end, at, '公示没有满期', 'its days were not full')
    })
    const posted = pack.entries.some(
      (entry) => entry.payload?.act === 'postDisclosure' && entry.at === row.postedAt,
    )
    report.check(posted, at, '留痕里没有这次张贴', 'the evidence has no such posting')
  }
}

/**
 * 附件: found by its digest, a file for each row. What has a digest for a name, as older packages write it, is that, and
 * stands for every row that has it.
 */
export function checkAttachments(pack: Package, report: Report): void {
  const held = new Map<string, number>()
  for (const [path, content] of pack.files)
    if (path.startsWith('attachments/')) {
      const digest = sha256(content)
      const name = path.split(/[/.]/)[1] ?? ''
      const isOlder = /^[0-9a-f]{64}$/.test(name)
      held.set(digest, isOlder ? Number.POSITIVE_INFINITY : (held.get(digest) ?? 0) + 1)
      report.check(
        !isOlder || name === digest,
        path,
        '附件内容与名称不符',
        'the attachment is not what its name says',
      )
    }
  if (!pack.has('attachments')) return
  for (const row of pack.rows('attachments')) {
    const left = held.get(row.digest) ?? 0
    held.set(row.digest, left - 1)
    report.check(
      left > 0,
      `attachments ${row.id}`,
      '记录里的附件不在包里',
      'an attachment of the records is not in the package',
    )
  }
}
