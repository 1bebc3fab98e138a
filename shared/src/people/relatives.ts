/**
 * 近亲属 (民法典 art 1045): spouse, parents, children, brothers and sisters, grandparents, grandchildren. The roster
 * knows of them what 与户主关系 says within one household; what it does not say is looked at by whoever confirms.
 */
type Member = { householdId: string | null; relation: string | null }

const HEAD = '户主'
const SPOUSE = ['配偶', '夫', '妻', '丈夫', '妻子']
const CHILD = /^(长|次|二|三|四|五|小|养|继)?(子|女|儿子|女儿)$/
const PARENT = /^(养|继)?(父|母|父亲|母亲)$/
const SIBLING = /^(哥哥?|弟弟?|姐姐?|妹妹?|兄|兄弟|姐妹)$/
const GRAND = /^(外?孙子?|外?孙女|外?祖父|外?祖母|爷爷|奶奶|外公|外婆)$/

const isNearHead = (relation: string) =>
  SPOUSE.includes(relation) || [CHILD, PARENT, SIBLING, GRAND].some((words) => words.test(relation))

/** Certain by the roster; a daughter-in-law of the head is none of his. */
export function areNearRelatives(one: Member, other: Member): boolean {
  if (!one.householdId || one.householdId !== other.householdId || !one.relation || !other.relation)
    return false
  const [a, b] = [one.relation, other.relation]
  if (a === HEAD || b === HEAD) return isNearHead(a === HEAD ? b : a)
  const both = (words: RegExp) => words.test(a) && words.test(b)
  const isParentOf = (x: string, y: string) => SPOUSE.includes(x) && CHILD.test(y)
  return both(CHILD) || both(PARENT) || isParentOf(a, b) || isParentOf(b, a)
}

/** May be near relatives: of one household, and the roster does not say. */
export const mayBeRelatives = (one: Member, other: Member): boolean =>
  one.householdId !== null && one.householdId === other.householdId && !areNearRelatives(one, other)
