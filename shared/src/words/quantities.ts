/** 数量: every number of a text with what it counts, in figures or in words; what stands in it, and what was moved. */

/** 三分之二；3.2公里、12,000元、6w；三年、十二盏；六万. What is counted in a village, longer ones first. */
const QUANTITIES =
  /[〇零一二三四五六七八九两几半壹贰叁肆伍陆柒捌玖十百千万亿廿卅拾佰仟萬億\d]{1,8}分之[〇零一二三四五六七八九两几半壹贰叁肆伍陆柒捌玖十百千万亿廿卅拾佰仟萬億\d]{1,8}|\d(?:[\d.,]{0,16}\d)?[十百千万亿廿卅拾佰仟萬億wWkK]{0,4}(?:平方公里|平方米|立方米|公里|千米|厘米|毫米|公分|公顷|公斤|千克|小时|分钟|个月|[里米尺寸亩顷元角分块斤克吨升年月日号天周时户人名口位个件台盏座间棵株辆袋吊次期批倍成折组队层条项款页瓦%‰])?|[〇零一二三四五六七八九两几半壹贰叁肆伍陆柒捌玖十百千万亿廿卅拾佰仟萬億点]{1,12}(?:平方公里|平方米|立方米|公里|千米|厘米|毫米|公分|公顷|公斤|千克|小时|分钟|个月|[里米尺寸亩顷元角分块斤克吨升年月日号天周时户人名口位个件台盏座间棵株辆袋吊次期批倍成折组队层条项款页瓦%‰])|[〇零一二三四五六七八九两几半壹贰叁肆伍陆柒捌玖][〇零一二三四五六七八九两几半壹贰叁肆伍陆柒捌玖十百千万亿廿卅拾佰仟萬億]{0,8}[百千万亿佰仟萬億]/g

export type Quantity = { said: string; at: number }

/** Of a text of one width: where the figures stand matters, so nothing is changed here. */
export const quantitiesIn = (text: string): Quantity[] =>
  [...text.matchAll(QUANTITIES)].map(({ 0: said, index }) => ({ said, at: index }))

/** 数量一个都没有变: the same ones in the same order. */
export const sameQuantities = (before: string, after: string): boolean => {
  const said = (text: string) => quantitiesIn(text.normalize('NFKC')).map((one) => one.said)
  return said(before).join(' ') === said(after).join(' ')
}

/** 张三个…: a name may end in what looks like a number; a number with a figure or a tens sign is one. */
const IS_SURE = /[\d十百千万亿廿卅拾佰仟萬億]|分之/

/** 截断数量: a passage that takes a part out of a number, and leaves another one. */
export function cutsQuantity(text: string, passage: string): boolean {
  const all = quantitiesIn(text)
  for (let at = text.indexOf(passage); passage !== '' && at >= 0; at = text.indexOf(passage, at + 1)) {
    const end = at + passage.length
    const cuts = all.some((one) => {
      const last = one.at + one.said.length
      const lies = one.at <= at && end <= last
      const overlaps = at < last && one.at < end
      const isWhole = at <= one.at && last <= end
      return overlaps && !isWhole && (lies || IS_SURE.test(one.said))
    })
    if (cuts) return true
  }
  return false
}
