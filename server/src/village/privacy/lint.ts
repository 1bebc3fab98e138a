import { type Finding, lintPublicText } from '@cunyi/shared/disclosure/publication.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'

/** 检查: what may not stand in a public text. */
export const findingsIn = (text: string): Finding[] => lintPublicText(text)

/** A text with forbidden data is not kept, so that it cannot be posted by mistake. */
export function lintOrRefuse(text: string): void {
  const findings = findingsIn(text)
  if (findings.length === 0) return
  const list = (language: 'zh' | 'en') =>
    [...new Set(findings.map((one) => one[language]))].join(language === 'zh' ? '、' : ', ')
  throw new Refused('forbiddenContent', { findings: { zh: list('zh'), en: list('en') } })
}
