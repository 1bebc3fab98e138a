/** 拼音首字母: the first letter of each character of a name, by the order of the Chinese dictionary (Unicode CLDR, pinyin). */
const ORDER = new Intl.Collator('zh-Hans-u-co-pinyin')
/** The first character of each letter. No syllable begins with i, u or v. */
const FIRST = [
  ...[
    'a阿',
    'b八',
    'c嚓',
    'd哒',
    'e妸',
    'f发',
    'g旮',
    'h哈',
    'j讥',
    'k咔',
    'l垃',
    'm痳',
    'n拏',
    'o噢',
    'p妑',
    'q七',
  ],
  ...['r呥', 's扨', 't它', 'w穵', 'x夕', 'y丫', 'z帀'],
].map((pair): [letter: string, character: string] => [pair.slice(0, 1), pair.slice(1)])
/** Read otherwise as a family name than elsewhere. */
const FAMILY: Readonly<Record<string, string>> = {
  ...{
    单: 's',
    曾: 'z',
    解: 'x',
    仇: 'q',
    查: 'z',
    朴: 'p',
    区: 'o',
    盖: 'g',
    乐: 'y',
    缪: 'm',
    种: 'c',
    翟: 'z',
    尉: 'y',
  },
}

function letterOf(character: string): string {
  if (/^[a-z]$/i.test(character)) return character.toLowerCase()
  if (!/^\p{Script=Han}$/u.test(character)) return ''
  let found = ''
  for (const [letter, first] of FIRST) {
    if (ORDER.compare(first, character) > 0) break
    found = letter
  }
  return found
}

/** wds for 王大山. Characters of other scripts and signs are left out. */
export const initialsOf = (name: string): string => {
  const [first = '', ...rest] = name
  return (FAMILY[first] ?? letterOf(first)) + rest.map(letterOf).join('')
}
