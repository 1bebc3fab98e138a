import { MONTHS_EN } from './times.ts'
import { useWords } from './words.ts'

/** 2025年1月10日: the day of a paper or a term, always with its year. */
export function fullDay(day: string, locale: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return locale === 'en' ? `${date} ${MONTHS_EN[month - 1]} ${year}` : `${year}年${month}月${date}日`
}

/** Days and terms in the reader's language; `open` is the word for a term without end. */
export function useDays() {
  const { locale } = useWords()
  const day = (one: string | null | undefined) => (one ? fullDay(one, locale.value) : '')
  const term = (row: { from: string | null; to: string | null }, open: string) =>
    `${day(row.from)} – ${row.to ? day(row.to) : open}`
  return { day, term }
}
