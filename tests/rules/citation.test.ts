import { legalBasisZh, numeralZh, sourceZh } from '@cunyi/shared/law/citation.ts'
import { PROFILE_KEY_NAMES, PROFILE_KEYS } from '@cunyi/shared/law/profile-keys.ts'
import { MATTER_RULES } from '@cunyi/shared/matter/matter.ts'
import { REFUSALS } from '@cunyi/shared/words/refusals.ts'
import { describe, expect, test } from 'vitest'

describe('the law as a Chinese paper cites it', () => {
  test.each([
    [1, '一'],
    [10, '十'],
    [18, '十八'],
    [30, '三十'],
    [100, '一百'],
    [105, '一百零五'],
    [265, '二百六十五'],
  ])('%i is %s', (n, words) => expect(numeralZh(n)).toBe(words))

  test('one law once, its articles in order; local rules are no legal basis', () => {
    expect(
      legalBasisZh([
        '村委会组织法 arts 29, 30',
        '村委会组织法 art 28(5)',
        '村委会组织法 art 34（少数服从多数）',
        '支部工作条例 art 11；四议两公开地方文本：会前3天',
        '城市居委会组织法 arts 26–30',
        '平台默认',
        '浙江、重庆实施办法：3天',
      ]),
    ).toEqual([
      '《中华人民共和国村民委员会组织法》第二十八条第五项、第二十九条、第三十条、第三十四条',
      '《中国共产党支部工作条例（试行）》第十一条',
      '《中华人民共和国城市居民委员会组织法》第二十六条至第三十条',
    ])
  })

  test('a page in Chinese names articles in Chinese, whatever the tables write', () => {
    expect(sourceZh(MATTER_RULES.M03.source)).toBe(
      '《村民委员会组织法》第二十八条第一项、第二十八条第四项、第二十八条第三款',
    )
    expect(sourceZh('社会救助法 arts 43–45')).toBe('《社会救助法》第四十三条至第四十五条')
    expect(sourceZh('支部工作条例 art 11；四议两公开工作法')).toBe(
      '《支部工作条例》第十一条；四议两公开工作法',
    )
    const sources = [
      ...Object.values(REFUSALS),
      ...Object.values(PROFILE_KEYS),
      ...Object.values(MATTER_RULES),
    ].map(({ source }) => sourceZh(source))
    expect(sources.filter((one) => /\b(arts?|para|ch)\b/.test(one))).toEqual([])
  })

  test('a road rests on items 1 and 4, and on the Party organisation’s first word', () =>
    expect(legalBasisZh([MATTER_RULES.M03.source])).toEqual([
      '《中华人民共和国村民委员会组织法》第二十八条第一项、第二十八条第四项、第二十八条第三款',
    ]))
  test('delegation rests on arts 28 and 29; only the villagers’ assembly is called at short notice by art 25', () => {
    const urgent = PROFILE_KEY_NAMES.filter(
      (key) => key.startsWith('urgent.') && PROFILE_KEYS[key].source.includes('art 25'),
    )
    expect(urgent).toEqual(['urgent.notice_days.assembly'])
    expect(REFUSALS.outsideAuthorisation.source).toContain('arts 28, 29')
    expect(REFUSALS.countExceedsIssued.source).toContain('河南省实施村委会组织法办法')
    expect(REFUSALS.tellerInterested.source).toContain('河南省实施村委会组织法办法')
    expect(REFUSALS.reviewOutstanding.source).toContain('重庆市实施村委会组织法办法 art 29')
  })
})
