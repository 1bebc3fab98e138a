/** 付表决的内容: what the verifier holds a poll's text to. */
import { VOTED, type Voted, votedText } from '../../shared/src/poll/proof.ts'
import type { Package, Row } from './files.ts'
import { type Report, sha256 } from './report.ts'

/** 付表决的内容: title, text, money, questions and facts are those that were voted on. */
export function checkVoted(pack: Package, poll: Row, told: unknown, at: string, report: Report): void {
  const digest = poll.votedDigest ?? null
  report.check(
    digest === (told ?? null),
    at,
    '付表决的内容与留痕不符',
    'what was voted on differs from the evidence',
  )
  if (digest === null || !pack.has('questions') || !pack.has('budgetLines')) return
  const of = (row: Row) => row.version === poll.version
  const version = pack.rows('versions').find(of)
  const budget = pack.rows('budgetLines').filter(of)
  const voted = { ...version, budget, questions: pack.rows('questions') } as unknown as Voted
  report.check(
    digest === `${VOTED}:${sha256(votedText(voted))}`,
    at,
    '付表决的标题、文本、金额、事项或要点与开始表决时不同',
    'title, text, money, questions or facts are not those that were voted on',
  )
}
