import { sourceZh } from '@cunyi/shared/law/citation.ts'

const NAMES: Record<string, string> = { 村委会组织法: 'the Organic Law of Villagers’ Committees' }

const sourceEn = (source: string): string =>
  source
    .split('；')
    .map((part) => {
      const [, name = '', articles = '', para, note = ''] =
        /^(.+?) arts? ([\d(),–\s]+?)(?: para (\d+))?(（.*）)?$/.exec(part) ?? []
      if (!name) return part
      const which = `${/[,–]/.test(articles) ? 'Arts.' : 'Art.'} ${articles}${para ? `, para. ${para},` : ''}`
      return `${which} of ${NAMES[name] ?? name}${note}`
    })
    .join('; ')

/**
 * 法律条文: our tables name a source as `村委会组织法 arts 26, 30；…`; a Chinese sentence says 《村民委员会组织法》第二十六条、
 * 第三十条, an English one "Arts. 26, 30 of the Organic Law of Villagers' Committees".
 */
export const lawInWords = (source: string, chinese: boolean): string =>
  chinese ? sourceZh(source) : sourceEn(source)
