/** 引用: a source of the tables ("村委会组织法 arts 29, 30") as a Chinese paper writes it. */

const FULL: Record<string, string> = {
  村委会组织法: '中华人民共和国村民委员会组织法',
  城市居委会组织法: '中华人民共和国城市居民委员会组织法',
  农村集体经济组织法: '中华人民共和国农村集体经济组织法',
  农村土地承包法: '中华人民共和国农村土地承包法',
  土地管理法: '中华人民共和国土地管理法',
  支部工作条例: '中国共产党支部工作条例（试行）',
}
const DIGITS = '〇一二三四五六七八九'

/** 1 to 999 as numerals: 十, 二十八, 一百零五. */
export function numeralZh(n: number): string {
  const [hundreds, tens, ones] = [Math.trunc(n / 100), Math.trunc(n / 10) % 10, n % 10]
  const digit = (d: number) => DIGITS[d] ?? ''
  const high = hundreds ? `${digit(hundreds)}百` : ''
  const middle = tens ? `${tens === 1 && !hundreds ? '' : digit(tens)}十` : hundreds && ones ? '零' : ''
  return `${high}${middle}${ones || (!hundreds && !tens) ? digit(ones) : ''}`
}

const ONE = /^(\d+)(?:\((\d+)\)| para (\d+))?$/
const articleZh = (text: string): string =>
  text.replace(
    ONE,
    (_, n: string, item?: string, para?: string) =>
      `第${numeralZh(Number(n))}条${item ? `第${numeralZh(Number(item))}项` : ''}${para ? `第${numeralZh(Number(para))}款` : ''}`,
  )

const LAW = /^(\S+) arts? ((?:[\d(),–\s]|para)+)(.*)$/
const listZh = (articles: readonly string[]): string =>
  articles.map((one) => one.split('–').map(articleZh).join('至')).join('、')

/** As people say it, where our tables shorten it. */
const SPOKEN: Record<string, string> = { 村委会组织法: '村民委员会组织法' }

/** 依据, as a page says it in Chinese: the same source with its articles in Chinese, 《村民委员会组织法》第二十五条、第二十八条. */
export const sourceZh = (source: string): string =>
  source
    .split('；')
    .map((one) => {
      const [, law = '', list = '', rest = ''] = LAW.exec(one.trim()) ?? []
      if (!law) return one.replace(/ ch\. (\d+)/, (_, n: string) => `第${numeralZh(Number(n))}章`)
      return `《${SPOKEN[law] ?? law}》${listZh(list.split(',').map((article) => article.trim()))}${rest}`
    })
    .join('；')

/**
 * 依据: the laws and Party rules among these sources, each once with its articles in order. Local rules, this platform's
 * own values and methods of work are no legal basis and are left out.
 */
export function legalBasisZh(sources: readonly string[]): string[] {
  const laws = new Map<string, Set<string>>()
  for (const source of sources.flatMap((one) => one.split('；'))) {
    const [, law = '', list = ''] = LAW.exec(source.trim()) ?? []
    if (!law) continue
    const articles = laws.get(law) ?? new Set<string>()
    for (const one of list.split(',')) articles.add(one.trim())
    laws.set(law, articles)
  }
  return [...laws].map(([law, articles]) => {
    const inOrder = [...articles].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    return `《${FULL[law] ?? law}》${listZh(inOrder)}`
  })
}
