import { PROFILE_KEYS, type ProfileKey } from '@cunyi/shared/law/profile-keys.ts'
import { EXEMPT } from '@cunyi/shared/matter/fundraising.ts'
import { STATE_SUBJECTS } from '@cunyi/shared/matter/matter-table.ts'
import { REQUIRED_PAPERS } from '@cunyi/shared/matter/required-papers.ts'
import { SHARES } from '@cunyi/shared/words/share.ts'
import { ASSEMBLIES, MATTER_CODES } from '@cunyi/shared/words/vocabulary.ts'
import { useWords, yuan } from '../../say/words.ts'
import type { Band, ChoosingBand, ExtraStep, Range, Row } from './profile.ts'

/** A value of the rule profile in words. */
export function useValueWords() {
  const { t, te, word, either } = useWords()
  const named = (value: string) => (te(`settings.values.${value}`) ? t(`settings.values.${value}`) : value)
  const share = (value: string) => (value in SHARES ? word(SHARES, value) : named(value))
  const bands = (list: Band[]) =>
    list
      .map((band) =>
        t('settings.bandOf', {
          codes: band.codes.map((code) => word(MATTER_CODES, code)).join('、'),
          from: yuan(band.fromFen),
          way: t(`settings.tracks.${band.track}`),
          note: band.oversightNote ? t('settings.withNote') : '',
        }),
      )
      .join('；')
  const choosing = (list: ChoosingBand[]) =>
    list
      .map((band) =>
        t('settings.choosingOf', {
          codes: band.codes.map((code) => word(MATTER_CODES, code)).join('、'),
          from: yuan(band.fromFen),
          way: t(`settings.ways.${band.way}`),
        }),
      )
      .join('；')
  /** The words for so many of what a rule counts: 3 天; nothing for a rule without a unit. */
  const inUnit = (key: string, n: number | '') => {
    const rule = key in PROFILE_KEYS ? PROFILE_KEYS[key as ProfileKey] : {}
    const words = `settings.units.${'unit' in rule ? rule.unit : ''}`
    return te(words) ? t(words, { n }).trim() : String(n)
  }
  const ranges = (list: Range[]) =>
    list.length
      ? list
          .map(({ key, least, most }) =>
            t('settings.rangeOf', {
              what: word(PROFILE_KEYS, key),
              least: inUnit(key, least),
              most: inUnit(key, most),
            }),
          )
          .join('；')
      : t('settings.values.none')
  const steps = (list: ExtraStep[]) =>
    list.length
      ? list
          .map((step) => {
            const what = t('settings.stepOf', { n: step.beforeStep, what: either(step.zh, step.en) })
            return step.assembly ? `${what}（${word(ASSEMBLIES, step.assembly)}）` : what
          })
          .join('；')
      : t('settings.values.none')
  const listWord = (key: string, one: string) =>
    word(
      key === 'papers_required' ? REQUIRED_PAPERS : key.startsWith('fundraising') ? EXEMPT : STATE_SUBJECTS,
      one,
    )
  const listed = (key: string, list: string[]) =>
    list.length ? list.map((one) => listWord(key, one)).join('、') : t('settings.values.none')
  function valueWords(row: Pick<Row, 'key' | 'kind' | 'range'>, value: unknown): string {
    if (value === null || value === undefined) return t('settings.asAbove')
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
    if (typeof value === 'number')
      return row.range && te(`settings.units.${row.range.unit}`)
        ? t(`settings.units.${row.range.unit}`, { n: value })
        : String(value)
    if (row.kind === 'bands') return bands(value as Band[])
    if (row.kind === 'choosing') return choosing(value as ChoosingBand[])
    if (row.kind === 'ranges') return ranges(value as Range[])
    if (row.kind === 'choices') return listed(row.key, value as string[])
    if (row.kind === 'steps') return steps(value as ExtraStep[])
    return row.kind === 'share' ? share(String(value)) : named(String(value))
  }
  /** 底线 stands as a number, a share in words or names of choices. */
  function floorWords(row: Row): string {
    if (!row.floor) return t('settings.noFloor')
    if (row.kind === 'integer') return valueWords(row, Number(row.floor))
    if (row.kind === 'choice') return row.floor.split('、').map(named).join('、')
    return either(row.floor, row.floorEn)
  }
  return { valueWords, floorWords, named, share, listWord, inUnit }
}
