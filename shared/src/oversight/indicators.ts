/** 指标: what a township or village may be measured by; each a fraction of two counts, with the list behind both (seed 003). */
export const INDICATORS = {
  I1: {
    zh: '程序完整',
    en: 'Procedure whole',
    sayZh: '本期办结的事项中，没有被县、法院、纪检首先查出程序问题的',
    sayEn:
      'Of the matters ended in the period: those in which county, court or discipline staff were not the first to find a fault',
    numZh: '没有被查出程序问题的事项',
    denZh: '办结的事项',
    scored: true,
  },
  I2: {
    zh: '按时',
    en: 'On time',
    sayZh: '本期到期的应办事项中，按期办好的',
    sayEn: 'Of the duties that fell due in the period: those done by their day',
    numZh: '按期办好的',
    denZh: '到期的应办事项',
    scored: true,
  },
  I3: {
    zh: '一次开成',
    en: 'Met at the first notice',
    sayZh: '第一次通知的会议中，到会人数够、一次开成的',
    sayEn: 'Of the first notices whose sitting fell in the period: those that met the quorum',
    numZh: '一次开成的会议',
    denZh: '第一次通知的会议',
    scored: true,
  },
  // 国办函〔2026〕12号: how many use an app is nobody's mark; it is shown and never scored.
  I4: {
    zh: '在外参与',
    en: 'Members away who took part',
    sayZh: '本期会议名册上登记在外的人中，签到参会的',
    sayEn: 'Of the persons recorded away on the rolls of the sittings: those who signed in',
    numZh: '签到的在外人员',
    denZh: '名册上的在外人员',
    scored: false,
  },
  I5: {
    zh: '公开到位',
    en: 'Disclosed as it should be',
    sayZh: '本期结束的公示中，审过（或者到期视为审过）、前后照片齐、天数够的',
    sayEn:
      'Of the disclosures ended in the period: those reviewed or past the day for it, with both photos and all their days',
    numZh: '到位的公示',
    denZh: '结束的公示',
    scored: true,
  },
  I6: {
    zh: '异议答复',
    en: 'Objections answered',
    sayZh: '本期应答复的异议中，按期答复的',
    sayEn: 'Of the objections due for an answer: those answered in time',
    numZh: '按期答复的异议',
    denZh: '应答复的异议',
    scored: true,
  },
  I7: {
    zh: '结果公开',
    en: 'Outcomes disclosed',
    sayZh: '本期应公布的实施结果中，按期公布的',
    sayEn: 'Of the outcomes due: those disclosed in time',
    numZh: '按期公布的结果',
    denZh: '应公布的结果',
    scored: true,
  },
  I8: {
    zh: '档案完整',
    en: 'Archive whole',
    sayZh: '本期归档的事项中，材料齐、会议记录签完的',
    sayEn: 'Of the matters archived: those with all their papers and signed minutes',
    numZh: '材料齐全的事项',
    denZh: '归档的事项',
    scored: true,
  },
  I9: {
    zh: '整改',
    en: 'Findings closed',
    sayZh: '本期到期的整改中，按期销号的',
    sayEn: 'Of the findings due: those closed in time',
    numZh: '按期销号的整改',
    denZh: '到期的整改',
    scored: true,
  },
  I10: {
    zh: '活动',
    en: 'Activity',
    sayZh: '本期每千户办成的事项（只看，不计分）',
    sayEn: 'Matters decided for every 1,000 households (shown, never scored)',
    numZh: '办成的事项',
    denZh: '千户',
    scored: false,
  },
} as const satisfies Record<
  string,
  { zh: string; en: string; sayZh: string; sayEn: string; numZh: string; denZh: string; scored: boolean }
>
export type Indicator = keyof typeof INDICATORS
export const INDICATOR_CODES = Object.keys(INDICATORS) as [Indicator, ...Indicator[]]
/** What a scheme may weigh: I4 and I10 are shown and never scored (国办函〔2026〕12号). */
export const mayScore = (code: Indicator): boolean => INDICATORS[code].scored

/** 分子、分母: whole counts of one unit in one period. */
export type Count = { num: number; den: number }
export type Figures = Readonly<Partial<Record<Indicator, Count>>>

/** A township's counts are sums over its villages, never a mean of their rates. */
export function sumOfFigures(of: readonly Figures[]): Figures {
  const sum: Partial<Record<Indicator, Count>> = {}
  for (const figures of of)
    for (const [code, { num, den }] of Object.entries(figures) as [Indicator, Count][]) {
      const so = sum[code] ?? { num: 0, den: 0 }
      sum[code] = { num: so.num + num, den: so.den + den }
    }
  return sum
}
