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

const article = (text: string) =>
  text.replace(
    /^(\d+)(?:\((\d+)\))?$/,
    (_, n: string, item?: string) =>
      `第${numeralZh(Number(n))}条${item ? `第${numeralZh(Number(item))}项` : ''}`,
  )

/** Sources that are no law (a local rule, the platform) stay as they are. */
export function citationZh(source: string): string {
  return source
    .split('；')
    .map((one) => {
      const match = /^(\S+) arts? (.+)$/.exec(one.trim())
      if (!match) return one.trim()
      const [, law = '', list = ''] = match
      const articles = list
        .split(/,\s*/)
        .map((part) => part.split('–').map(article).join('至'))
        .join('、')
      return `《${FULL[law] ?? law}》${articles}`
    })
    .join('；')
}
