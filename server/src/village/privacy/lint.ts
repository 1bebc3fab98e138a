import { type Finding, type FindingKind, lintPublicText } from '@cunyi/shared/disclosure/publication.ts'
import { FIELDS } from '@cunyi/shared/words/fields.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'

/** 检查: what may not stand in a public text. */
export const findingsIn = (text: string): Finding[] => lintPublicText(text)

type Said = (language: 'zh' | 'en') => string
const refuseAll = (said: readonly Said[]) => {
  const list = (language: 'zh' | 'en') =>
    [...new Set(said.map((one) => one(language)))].join(language === 'zh' ? '、' : ', ')
  throw new Refused('forbiddenContent', { findings: { zh: list('zh'), en: list('en') } })
}

/** A text with forbidden data is not kept, so that it cannot be posted by mistake. */
export function lintOrRefuse(text: string): void {
  const findings = findingsIn(text)
  if (findings.length > 0) refuseAll(findings.map((one) => (language) => one[language]))
}

export type Field = keyof typeof FIELDS
const EVERYWHERE: readonly FindingKind[] = ['idNumber', 'bankCard', 'phone', 'privateFact']

/**
 * 录入时检查: what will stand on a public page is not kept with personal data in it, and the place is named: field, sign
 * and what stands there, in part. That somebody agrees is no ballot before there was a poll.
 */
export function lintFields(
  fields: readonly (readonly [Field, string | null | undefined])[],
  kinds: readonly FindingKind[] = EVERYWHERE,
): void {
  const found = fields.flatMap(([field, text]) =>
    findingsIn(text ?? '')
      .filter(({ kind }) => kinds.includes(kind))
      .map((one): Said => {
        const at = one.at + 1
        return (language) =>
          language === 'zh'
            ? `${FIELDS[field].zh}第${at}字起“${one.masked}”（${one.zh}）`
            : `${FIELDS[field].en}, from sign ${at}: “${one.masked}” (${one.en})`
      }),
  )
  if (found.length > 0) refuseAll(found)
}
/** After a poll somebody's choice too. */
export const ALL_KINDS: readonly FindingKind[] = [...EVERYWHERE, 'namedBallot']
/** 号码: where names belong, as in minutes. */
export const NUMBERS: readonly FindingKind[] = ['idNumber', 'bankCard', 'phone']
