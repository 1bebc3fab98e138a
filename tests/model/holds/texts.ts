/** 原则三: from the vote to the board one text; in between only words that were agreed to be words. */
import type { Change, Row } from '../feed.ts'
import type { Moment } from '../rule.ts'
import { confirmedIn } from './acts.ts'

const PCT = 10
const DECIDING = ['committeeDeliberation', 'partyReview', 'villagerResolution']

export function textsAreOne(it: Moment): string[] {
  return [...it.txs.values()].flatMap((tx) => tx.flatMap((change) => drawn(tx, change))).concat(resolved(it))
}

/** What is drawn from the resolution changes by two persons only; the days are drawn when it is posted. */
function drawn(tx: readonly Change[], { table, before, after }: Change): string[] {
  if (table !== 'disclosures' || !before || !after || typeof after.drawn !== 'string') return []
  if (confirmedIn(tx, 'maskDisclosure', 'correctDisclosure')) return []
  const rest = (text: unknown) =>
    String(text ?? '')
      .split('\n')
      .filter((line) => !line.startsWith('公示时间'))
      .join('\n')
  return rest(before.drawn) === rest(after.drawn) ? [] : ['what was drawn from the resolution was edited']
}

function resolved(it: Moment): string[] {
  return it.changes
    .filter(({ table, op }) => table === 'proposals' && op === 'UPDATE')
    .flatMap(({ before, after }) =>
      before?.stage !== after?.stage && after?.stage === 'resolutionDisclosure' ? decided(it, after) : [],
    )
}

function decided({ world, changes }: Moment, matter: Row): string[] {
  const { mirror } = world
  const versions = mirror.where('proposal_versions', { proposal_id: matter.id })
  const last = versions.find((row) => row.version === matter.version)
  if (!last) return ['a resolution without its text']
  const said: string[] = []
  for (const stage of DECIDING) {
    const poll = mirror
      .where('polls', { proposal_id: matter.id, status: 'closed' })
      .filter((row) => mirror.one('meetings', { id: row.meeting_id })?.stage === stage)
      .filter((row) => row.outcome === 'adopt' || row.outcome === 'support')
      .at(-1)
    if (!poll) continue
    const voted = versions.find((row) => row.version === poll.version)
    const since = versions.filter((row) => Number(row.version) > Number(poll.version))
    const other = since.find((row) => row.kind !== 'editorial')
    if (other) said.push(`after ${stage} version ${other.version} is ${other.kind}`)
    const facts = voted ? differing(voted.facts as Row, last.facts as Row) : ['all']
    if (facts.length > 0) said.push(`after ${stage} other facts: ${facts.join(', ')}`)
  }
  const posted = changes.find(
    ({ table, op, after }) => table === 'disclosures' && op === 'INSERT' && after?.proposal_id === matter.id,
  )?.after
  if (!posted) return [...said, 'a resolution without its disclosure']
  for (const part of [last.title, last.summary])
    if (!`${posted.title}\n${posted.text}`.includes(String(part).trim()))
      said.push(`the disclosure does not say: ${part}`)
  return said
}

/** Numbers may differ by what is no change of substance; all else is the same. */
const differing = (before: Row, after: Row): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => {
    const [a, b] = [before[key], after[key]]
    if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) * 100 > PCT * a
    return JSON.stringify(a) !== JSON.stringify(b)
  })
