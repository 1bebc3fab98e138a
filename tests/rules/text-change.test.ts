import { saysTheSame, wholeOf, whyNotAdd, withDays } from '@cunyi/shared/disclosure/drawn.ts'
import { whyNotMask, whyNotTypo } from '@cunyi/shared/disclosure/masking.ts'
import { lintPublicText } from '@cunyi/shared/disclosure/publication.ts'
import { asksBranch, changeOf, isFar, type Version } from '@cunyi/shared/matter/text-change.ts'
import { describe, expect, test } from 'vitest'

const version = (text: string, more: Partial<Version> = {}): Version => ({
  text,
  facts: {},
  binds: [],
  budget: [],
  ...more,
})
const kindOf = (before: string, after: string) => changeOf(version(before), version(after), { pct: 10 })

describe('文字改动: what a change of the text is', () => {
  test.each([
    ['修一条路，长三公里。', '修一条路；长三公里'],
    ['宽4米（含路肩）', '宽 4 米(含路肩)'],
  ])('%s → %s: marks', (before, after) => expect(kindOf(before, after).kind).toBe('marks'))

  test.each([
    ['每户≤300棵', '每户≥300棵'],
    ['误差±5', '误差+5'],
    ['不超<5人', '不超>5人'],
    ['5‰', '5'],
  ])('%s → %s: more than marks', (before, after) => expect(kindOf(before, after).kind).not.toBe('marks'))

  test('a word is for others to judge', () => {
    expect(kindOf('树坑深六十公分。', '树坑深八十公分。')).toEqual({ kind: 'toJudge', grounds: [] })
  })

  // biome-ignore format: one row, one change
  test.each([
    ['村民应清理门前。', '村民可清理门前。', 'mustAndMay'],
    ['未到的按弃权算。', '没到的按弃权算。', 'mustAndMay'],
    ['苗木由村集体采购。', '苗木由村民采购。', 'whoPays'],
    ['付款人：村集体。', '付款人：各户。', 'whoPays'],
    ['每户另交三百元。', '每户另交五百元。', 'whoPays'],
    ['工程造价三百元。', '工程造价五百元。', 'amountFen'],
    ['占地三亩。', '占地五亩。', 'areaCentiMu'],
    ['村民不出工，外来户出工。', '村民出工，外来户不出工。', 'mustAndMay'],
    ['先交12,000元。', '先交1,2000元。', 'amountFen'],
    ['先交1.2万元。', '先交12万元。', 'amountFen'],
    ['先交两万元。', '先交两元。', 'amountFen'],
    ['先交5元。', '先交５０元。', 'amountFen'],
  ])('%s → %s: substantive, %s', (before, after, ground) => {
    const change = kindOf(before, after)
    expect(change.kind).toBe('substantive')
    expect(change.grounds).toContain(ground)
  })

  test('C7: a number that is its fact, within the percentage, is no change of text; another number is', () => {
    const was = version('流转土地420亩。', { facts: { areaCentiMu: 42_000 } })
    const is = (text: string) => version(text, { facts: { areaCentiMu: 40_540 } })
    expect(changeOf(was, is('流转土地405.4亩。'), { pct: 10 }).kind).toBe('marks')
    expect(changeOf(was, is('流转土地305.4亩。'), { pct: 10 }).kind).toBe('substantive')
    expect(changeOf(was, is('流转土地405.4亩。'), { pct: 3 }).grounds).toEqual(['areaCentiMu'])
  })

  test('where the money comes from is who pays; whom it binds is a right', () => {
    const line = (label: string, amount = 5_000_000) => ({ kind: 'source', label, amount })
    const of = (label: string, binds: string[] = []) => version('x', { budget: [line(label)], binds })
    expect(changeOf(of('村集体'), of('各户'), { pct: 10 }).grounds).toEqual(['whoPays'])
    expect(changeOf(of('村集体'), of('村集体', ['groupProperty']), { pct: 10 }).grounds).toEqual([
      'rightsOrDuties',
    ])
  })

  test('small steps are told together: the text is compared with what was decided, whatever stood between', () => {
    const decided = '甲乙丙丁戊己庚辛'.repeat(60)
    const step = (n: number) => 'X'.repeat(10 * n) + decided.slice(10 * n)
    for (const n of [1, 2, 3]) expect(isFar(step(n - 1), step(n))).toBe(false)
    expect([isFar(decided, step(2)), isFar(decided, step(3))]).toEqual([false, true])
  })
})

describe('编辑距离: 100·d > 5·L and d > 20', () => {
  const distance = (a: string, b: string): number => {
    let before = Array.from({ length: b.length + 1 }, (_, i) => i)
    for (let i = 1; i <= a.length; i++) {
      const now = [i]
      for (let j = 1; j <= b.length; j++)
        now[j] = Math.min(
          (before[j] ?? 0) + 1,
          (now[j - 1] ?? 0) + 1,
          (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        )
      before = now
    }
    return before[b.length] ?? 0
  }
  test('is what the plain table says', () => {
    let seed = 7
    const next = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % n
    }
    const words = (length: number) => Array.from({ length }, () => 'abc'[next(3)]).join('')
    for (let i = 0; i < 400; i++) {
      const [a, b] = [words(next(70)), words(next(70))]
      const d = distance(a, b)
      expect(isFar(a, b), `${a} ${b}`).toBe(d > 20 && 100 * d > 5 * Math.max(a.length, b.length))
    }
  })
  test('two long texts cost little, whatever they are', () => {
    const long = '甲乙丙丁戊己庚辛'.repeat(2500)
    const begun = performance.now()
    expect(isFar(long, [...long].reverse().join(''))).toBe(true)
    expect(isFar('ab'.repeat(10_000), 'ba'.repeat(10_000))).toBe(false)
    expect(isFar(long, `${long.slice(0, 9000)}${'X'.repeat(1001)}${long.slice(10_001)}`)).toBe(true)
    expect(performance.now() - begun).toBeLessThan(5000)
  })
})

describe('取自决议', () => {
  const drawn = '宏村　R2026-001\n事项：绿化（第1稿）\n资金：树苗50,000元；合计50,000元\n村委会主任：王成'
  test('what is added stands before who signs, and is marked', () =>
    expect(wholeOf(drawn, '浇水三个月。').split('\n').slice(-2)).toEqual([
      '补充说明（非决议内容）：浇水三个月。',
      '村委会主任：王成',
    ]))
  test('with sums of the resolution only, however they are written', () => {
    const why = (added: string) => whyNotAdd({ drawn, added, listed: [80_000] })?.code ?? null
    expect([why('共5万元'), why('共五万元'), why('每户八百元'), why('共99万元'), why('另交三百元')]).toEqual([
      null,
      null,
      null,
      'figureNotResolved',
      'figureNotResolved',
    ])
  })
  // biome-ignore format: one row, one writing
  test.each([
    ['另交叁佰元', 'figureNotResolved'], ['另交三百块', 'figureNotResolved'], ['另交三百块钱', 'figureNotResolved'],
    ['另交300圆', 'figureNotResolved'], ['共6萬元', 'figureNotResolved'], ['另交￥300', 'figureNotResolved'],
    ['另交300人民币', 'figureNotResolved'], ['另交廿元', 'figureNotResolved'], ['共伍万圆', null], ['共5萬元', null],
    ['另立三块牌子', null], ['收拾队伍', null],
    ['共6w', 'figureNotResolved'], ['共陆万', 'figureNotResolved'], ['总价6万左右', 'figureNotResolved'], ['另交8千元', 'figureNotResolved'],
    ['共6\u200b万 元', 'figureNotResolved'], ['合计5,00,00元', 'figureNotResolved'], ['费用60000。', 'figureNotResolved'], ['每户三百', 'figureNotResolved'],
    ['共5w', null], ['合计５００００元', null], ['五万元整', null], ['百分之百，2026年5月1日浇水三百天', null],
  ])('in capitals or in the speech of the market: %s', (added, code) =>
    expect(whyNotAdd({ drawn, added, listed: [] })?.code ?? null).toBe(code))
  test('its days are those of the posting', () =>
    expect(
      withDays(
        '公示时间：2026年1月1日至2026年1月16日。可在2026年1月16日前提出。',
        '2026年2月1日',
        15,
        new Date('2026-02-01T02:00:00Z'),
      ),
    ).toBe('公示时间：2026年2月1日至2026年2月16日。可在2026年2月16日前提出。'))
  test('a full stop says nothing new', () => {
    expect(saysTheSame('', '。')).toBe(true)
    expect(saysTheSame('甲', '乙')).toBe(false)
  })
  const held = { drawn, facts: ['青山绿化队', '王成'] }
  const mask = (passage: string) =>
    whyNotMask([drawn, '由青山绿化队负责，张三腿脚不便'], passage, held)?.code ?? null
  test('personal data may be masked, facts and public names never', () =>
    expect(['张三腿脚不便', '由青山绿化队负责', '王成', '50,000元', '事项：绿化', '李四'].map(mask)).toEqual([
      null,
      'maskOfFact',
      'maskOfFact',
      'maskOfFact',
      'maskOfFact',
      'maskNotThere',
    ]))
  const mask2 = (passage: string) => whyNotMask([whole], passage, { drawn: whole, facts: [] })?.code ?? null
  const whole =
    '宏村\n资金：树苗50,000.00元\n决议内容：不得向农户收费，由村集体出资，管护三年，李四家有病人\n第1项：种树（未通过）\n王成'
  // biome-ignore format: one row, one passage
  test.each([
    ['50,000', 'maskOfFact'], ['不得', 'maskOfFact'], ['不', 'maskOfFact'], ['三', 'maskOfFact'], ['由村集体出资', 'maskOfFact'], ['未', 'maskOfFact'],
    ['李四家有病人', null], ['李四', null], ['病人', null],
  ])('a mask that leaves another meaning: %s', (passage, code) => expect(mask2(passage)).toBe(code))
  const typo = (before: string, after: string) =>
    whyNotTypo('树苗本周到位，须养护3个月，由青山绿化队负责。', before, after, held)?.code ?? null
  test('a typo is a slip of the pen: no figure, no fact, no must', () =>
    expect([
      typo('本周到位', '本周到齐'),
      typo('3个月', '1个月'),
      typo('须养护', '可养护'),
      typo('青山绿化队', '青川绿化队'),
      typo('下周', '本周'),
    ]).toEqual([null, 'notATypo', 'notATypo', 'notATypo', 'amendmentTextMissing']))
  // biome-ignore format: one row, one slip
  test.each([
    ['渠长3.2公里', '3.2', '32', 'notATypo'], ['渠长3.2公里', '公里', '米', 'notATypo'], ['渠宽四米', '四米', '三米', 'notATypo'],
    ['管护三年', '三年', '三十年', 'notATypo'], ['过三分之二', '三分之二', '三分之一', 'notATypo'], ['共陆万', '陆万', '玖万', 'notATypo'],
    ['每户≤3棵', '≤', '≥', 'notATypo'], ['村民不出工，外来户出工', '村民不出工，外来户出工', '村民出工，外来户不出工', 'notATypo'],
    ['禁止外来户通行', '禁止', '准许', 'notATypo'], ['修村东的路', '村东', '村西', 'notATypo'], ['由甲队施工养护', '由甲队施工养护', '请乙方的人来照看', 'notATypo'],
    ['帐目公开', '帐目', '账目', null], ['五月分完工', '月分', '月份', null], ['意见一至', '一至', '一致', null],
  ])('%s: %s → %s', (text, before, after, code) =>
    expect(whyNotTypo(text, before, after, { drawn: text, facts: [] })?.code ?? null).toBe(code))
})

describe('录入时检查: what is nobody’s business of a person', () => {
  const kinds = (text: string) => lintPublicText(text).map(({ kind }) => kind)
  test.each(['由张三（低保户，肝癌）负责', '张三患肝癌', '王小明（低保户）'])('%s is found', (text) =>
    expect(kinds(text)).toContain('privateFact'),
  )
  test.each([
    '困难家庭（低保户、五保户）不出工',
    '全村（低保户除外）',
    '资助癌症患者',
    '为残疾人修坡道',
    '马路（含残疾人坡道）',
    '张三家门口',
  ])('%s is not', (text) => expect(kinds(text)).toEqual([]))
  test('a long text of names costs little', () => {
    const begun = performance.now()
    lintPublicText(`张三（${'，'.repeat(9000)}${'张三（'.repeat(3000)}`)
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})

describe('书面确认: whether each of the branch committee is asked (domain 1.2.9)', () => {
  const atStep2 = {
    stage: 'committeeDeliberation',
    demanded: false,
    changedAt: null,
    hasCommittee: true,
    members: 3,
  } as const
  test('a change after step 1 that the offices or the two committees made, before the two committees vote', () => {
    expect(asksBranch(atStep2)).toBe(true)
    expect(asksBranch({ ...atStep2, members: 2 })).toBe(true)
  })
  test.each([
    ['while it is at step 1: the branch meets on it anyhow', { stage: 'branchProposal' }],
    ['what people demand by law is not the branch’s to decline', { demanded: true }],
    ['what Party members or villagers changed in their own meeting', { changedAt: 'villagerResolution' }],
    ['a branch without a committee meets at step 3', { hasCommittee: false }],
    ['fewer than two are left of it', { members: 1 }],
  ] as const)('not %s', (_why, other) => expect(asksBranch({ ...atStep2, ...other })).toBe(false))
})
