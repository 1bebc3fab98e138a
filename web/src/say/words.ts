import type { Problem } from '@cunyi/shared/api/contract.ts'
import { lawInWords } from './law.ts'
import { useTranslator } from './translate.ts'

type Bilingual = { zh: string; en: string }

/** The words of the field and the server's sentences in the reader's language. */
export function useWords() {
  const { t, te, locale, dress } = useTranslator()
  const chinese = () => locale.value !== 'en'
  /** A word of a vocabulary table by its key; an unknown key is shown as it is. */
  const word = (table: Record<string, Bilingual>, key: string | null | undefined) =>
    key ? dress.value(table[key]?.[chinese() ? 'zh' : 'en'] ?? key) : ''
  const either = (zh: string | null | undefined, en: string | null | undefined) => (chinese() ? zh : en) ?? ''
  /** The same of our own words, as this place calls its bodies. */
  const ours = (zh: string | null | undefined, en: string | null | undefined) => dress.value(either(zh, en))
  const message = (problem: Pick<Problem, 'messageZh' | 'messageEn'>) =>
    either(problem.messageZh, problem.messageEn)
  const law = (source: string) => lawInWords(source, chinese())
  return { t, te, locale, word, either, ours, message, law }
}

/** 元 from fen, for reading: 12,300 or 12,300.50. */
export function yuan(fen: number): string {
  const whole = Math.trunc(fen / 100)
  const rest = Math.abs(fen % 100)
  const text = Math.abs(whole).toLocaleString('en-US')
  return `${fen < 0 ? '-' : ''}${text}${rest ? `.${String(rest).padStart(2, '0')}` : ''}`
}

/** A receipt in four groups, as it is read aloud. */
export const inGroups = (receipt: string) => receipt.replace(/(.{4})(?=.)/g, '$1 ')
