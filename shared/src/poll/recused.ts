/** 回避的说明: wherever a base is printed, one sentence says how those recused stand to it (integrity D6). */
import type { MeetingRule } from '../law/meeting-rules.ts'
import { recusalLeaves, type Tally } from './tally.ts'

/** Nothing where nobody was recused. */
export function recusedZh(
  tally: Pick<Tally, 'entitled' | 'present' | 'recusedPresent' | 'recused' | 'majorityBase' | 'quorumNeeded'>,
  rule: Pick<MeetingRule, 'recusalMode' | 'majorityBase' | 'restVotes'>,
): string {
  const base = rule.majorityBase === 'present' ? '到会' : '应到'
  const gone = tally.recused ?? 0
  const quorum = `到会人数的要求不因回避降低，仍须${tally.quorumNeeded}人`
  if (gone > 0 && base === '应到')
    return `回避${gone}人，不投票，不计入表决基数：应到${tally.entitled}人减去${gone}人，为${tally.majorityBase}人；${quorum}`
  const here = tally.recusedPresent
  if (here === 0) return ''
  if (rule.recusalMode === 'disclose_only') return `到会的人中${here}人说明有利害关系，仍可投票，表决基数不变`
  return recusalLeaves(rule) && base === '到会'
    ? `到会的人中${here}人回避，不投票，不计入表决基数：到会${tally.present}人减去${here}人，为${tally.majorityBase}人；${quorum}`
    : `到会的人中${here}人回避，不投票，仍计入表决基数：${base}${tally.majorityBase}人，人数不减`
}
