/**
 * 法律条文: our tables name a source as `村委会组织法 arts 26, 30；…`; a Chinese sentence says 《村民委员会组织法》第二十六条、
 * 第三十条, an English one "Arts. 26, 30 of the Organic Law of Villagers' Committees".
 */
const DIGITS = '零一二三四五六七八九'
function numeral(n: number): string {
  const [tens, ones] = [Math.trunc(n / 10), n % 10]
  if (n >= 100) {
    const rest = n % 100
    const tail = rest === 0 ? '' : `${rest < 10 ? '零' : rest < 20 ? '一' : ''}${numeral(rest)}`
    return `${DIGITS[Math.trunc(n / 100)]}百${tail}`
  }
  if (tens === 0) return DIGITS[ones] ?? ''
  return `${tens > 1 ? DIGITS[tens] : ''}十${ones ? DIGITS[ones] : ''}`
}
const VILLAGES = '村委会组织法'
const NAMES: Record<string, string> = { [VILLAGES]: '村民委员会组织法' }

/** 28 · 28(3) · 43–45 */
const article = (text: string) =>
  text
    .split('–')
    .map((one) => {
      const [, n = '', part] = /^(\d+)(?:\((\d+)\))?$/.exec(one.trim()) ?? []
      return n ? `第${numeral(Number(n))}条${part ? `（${numeral(Number(part))}）` : ''}` : one
    })
    .join('至')

export const lawInWords = (source: string, chinese: boolean): string =>
  source
    .split('；')
    .map((part) => {
      const [, name = '', articles = ''] = /^(.+?) arts? ([\d(),–\s]+)$/.exec(part) ?? []
      if (!name) return part
      if (chinese) return `《${NAMES[name] ?? name}》${articles.split(',').map(article).join('、')}`
      const law = name === VILLAGES ? 'the Organic Law of Villagers’ Committees' : name
      return `${/[,–]/.test(articles) ? 'Arts.' : 'Art.'} ${articles} of ${law}`
    })
    .join(chinese ? '；' : '; ')
