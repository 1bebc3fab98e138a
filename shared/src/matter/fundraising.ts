/**
 * 筹资筹劳限额: what a household member may be asked for in one year, where the province has a cap; all that the village
 * raises in the year counts together. 0: no cap. (一事一议筹资筹劳办法)
 */
import type { ProfileValues } from '../law/profile-keys.ts'
import { yuan } from '../words/money.ts'
import { type Refusal, refuse } from '../words/refusal.ts'

/** 每人筹资、每个劳动力筹劳. */
export type Asked = { perHead?: number | undefined; labourDays?: number | undefined }

export function whyOverCap(
  asked: Asked,
  /** Of the other matters of the year. */
  earlier: readonly Asked[],
  profile: Pick<ProfileValues, 'fundraising.cap_yuan' | 'fundraising.cap_days'>,
): Refusal | null {
  const caps = { perHead: 100 * profile['fundraising.cap_yuan'], labourDays: profile['fundraising.cap_days'] }
  const sum = (of: keyof Asked) => [asked, ...earlier].reduce((all, one) => all + (one[of] ?? 0), 0)
  const capped = (['perHead', 'labourDays'] as const).filter((of) => caps[of] > 0)
  if (capped.length > 0 && asked.perHead === undefined && asked.labourDays === undefined)
    return refuse('fundraisingShare')
  const over = capped.find((of) => sum(of) > caps[of])
  if (!over) return null
  const words = (n: number) =>
    over === 'perHead'
      ? { zh: `每人${yuan(n)}元`, en: `${yuan(n)} yuan a head` }
      : { zh: `每个劳动力${n}个工日`, en: `${n} days a worker` }
  return refuse('fundraisingAboveCap', { sum: words(sum(over)), cap: words(caps[over]) })
}

/** 谁不出: whose share nobody asks for, in money or in labour. Which of them the province knows stands in the profile. */
export const EXEMPT = {
  soldiers: { zh: '现役军人', en: 'soldiers in service' },
  minimumLiving: { zh: '低保对象', en: 'persons on minimum living allowance' },
  extremePoverty: { zh: '特困供养人员', en: 'persons supported in extreme poverty' },
  disabledVeterans: { zh: '伤残退役军人', en: 'disabled ex-soldiers' },
  students: { zh: '在校学生', en: 'students at school' },
  pregnant: { zh: '孕妇、分娩未满一年的妇女', en: 'women who are pregnant or gave birth within a year' },
} as const
export type Exempt = keyof typeof EXEMPT

/** 免出的人, as the draft, the matter and the resolution name them; null where the rules name nobody. */
export function exemptions(
  profile: Pick<ProfileValues, 'fundraising.exempt_money' | 'fundraising.exempt_labour'>,
): { zh: string; en: string; source: string } | null {
  const [money, labour] = [profile['fundraising.exempt_money'], profile['fundraising.exempt_labour']]
  const named = (language: 'zh' | 'en', who: readonly Exempt[], what: { zh: string; en: string }) =>
    who.length === 0
      ? []
      : [`${what[language]}${who.map((one) => EXEMPT[one][language]).join(language === 'zh' ? '、' : ', ')}`]
  const list = (language: 'zh' | 'en') => [
    ...named(language, money, { zh: '不承担筹资：', en: 'no money is asked of: ' }),
    ...named(language, labour, { zh: '不承担筹劳：', en: 'no labour is asked of: ' }),
  ]
  const [zh, en] = [list('zh').join('；'), list('en').join('; ')]
  return zh === '' ? null : { zh, en, source: '一事一议筹资筹劳办法（各省）' }
}
