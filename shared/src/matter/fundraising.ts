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
