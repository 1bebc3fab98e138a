/** 公文格式 (GB/T 9704—2012) and the sentences that a paper owes to whoever reads it. */
import { resolutionNotice } from '@cunyi/shared/disclosure/publication.ts'
import { officialNumber } from '@cunyi/shared/papers/official-number.ts'
import { recusedZh } from '@cunyi/shared/poll/recused.ts'
import { expect, test } from 'vitest'

test.each([
  ['R2026-001', '河湾村决〔2026〕1号'],
  ['2026-012', '河湾村议〔2026〕12号'],
  ['R2026-1203', '河湾村决〔2026〕1203号'],
  ['旧字第三号', '旧字第三号'],
])('%s is printed as %s', (kept, printed) => expect(officialNumber('河湾村', kept)).toBe(printed))

const tally = { entitled: 60, present: 40, recusedPresent: 6, majorityBase: 34, quorumNeeded: 40 }
const rule = { recusalMode: 'remove_from_base', majorityBase: 'present' } as const

test('those recused are explained beside the base that they left, or did not', () => {
  expect(recusedZh(tally, rule)).toBe(
    '到会的人中6人回避，不投票，不计入表决基数：到会40人减去6人，为34人；到会人数的要求不因回避降低，仍须40人',
  )
  expect(recusedZh({ ...tally, majorityBase: 60 }, { ...rule, majorityBase: 'entitled' })).toBe(
    '到会的人中6人回避，不投票，仍计入表决基数：应到60人，人数不减',
  )
  expect(recusedZh({ ...tally, majorityBase: 40 }, { ...rule, recusalMode: 'stay_no_vote' })).toBe(
    '到会的人中6人回避，不投票，仍计入表决基数：到会40人，人数不减',
  )
  expect(recusedZh(tally, { ...rule, recusalMode: 'disclose_only' })).toContain('仍可投票')
  expect(
    recusedZh(
      { ...tally, entitled: 9, recused: 2, majorityBase: 7, quorumNeeded: 5 },
      { recusalMode: 'remove_from_base', majorityBase: 'entitled', restVotes: true },
    ),
  ).toContain('应到9人减去2人，为7人')
  expect(recusedZh({ ...tally, recusedPresent: 0 }, rule)).toBe('')
})

test('what hangs on the board does not send its reader to the board, and explains the recused', () => {
  const { text } = resolutionNotice({
    villageName: '河湾村',
    track: 'committeeMatter',
    title: '购置水泵',
    number: '2026-003',
    versionNumber: 1,
    sittings: [
      {
        stepName: '“两委”商议',
        assemblyName: '两委会议',
        date: '2026年3月2日',
        entitled: 9,
        present: 9,
        inHall: 9,
        online: 0,
        for: 7,
        against: 0,
        abstain: 0,
        invalid: 0,
        notCast: 0,
        recusedZh: '回避2人，不投票',
        ruleZh: '超过半数',
        outcomeZh: '通过',
      },
    ],
    text: '购置水泵一台',
    budget: [],
    executor: null,
    legalBasis: [],
    objectionChannel: '村民委员会',
    from: '2026年3月3日',
    lastDay: '2026年3月18日',
    signer: '主任：王某',
  })
  expect(text).toContain('未投0人；回避2人，不投票；超过半数')
  expect(text).not.toMatch(/公示栏|决议|监督意见/)
})
