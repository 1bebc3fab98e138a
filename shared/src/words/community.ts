/**
 * 社区的叫法: in a community (城市居民委员会组织法) the same bodies and people have other names. The words of the pages are
 * written for a village; here each has its community word, the longer first. What stands in 《》 is a law's own name, and so
 * is that of the villages' law without them.
 */
const CHINESE: readonly (readonly [string, string])[] = [
  ['村民委员会', '居民委员会'],
  ['村务监督委员会', '居务监督委员会'],
  ['村民（代表）会议', '居民（代表）会议'],
  ['村民代表会议', '居民代表会议'],
  ['村规民约', '居民公约'],
  ['村党支部', '社区党支部'],
  ['村党组织', '社区党组织'],
  ['村委会', '居委会'],
  ['村“两委”', '社区“两委”'],
  ['村干部', '社区干部'],
  ['村集体', '集体'],
  ['村民', '居民'],
  ['村务', '居务'],
  ['驻村', '驻社区'],
  ['本村', '本社区'],
  ['全村', '全社区'],
  ['村里', '社区里'],
]
const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/\bvillage committee/g, 'residents’ committee'],
  [/\bVillage committee/g, 'Residents’ committee'],
  [/\bvillager/g, 'resident'],
  [/\bVillager/g, 'Resident'],
  [/\bvillage/g, 'community'],
  [/\bVillage/g, 'Community'],
]
const LAW = /(《[^《》]*》|村(?:民委员会|委会)组织法)/
const IS_LAW_IN_ENGLISH = /\bLaw of\b|\bRegulations\b/

/** A sentence of ours as a community says it. Never of what people wrote themselves. */
export function inCommunity(text: string): string {
  if (!/村/.test(text))
    return IS_LAW_IN_ENGLISH.test(text)
      ? text
      : ENGLISH.reduce((said, [from, to]) => said.replace(from, to), text)
  return text
    .split(LAW)
    .map((part) =>
      LAW.test(part) ? part : CHINESE.reduce((said, [from, to]) => said.replaceAll(from, to), part),
    )
    .join('')
}
