import { pinyin } from 'pinyin-pro'

/** 复姓 that are still met; every other family name is one character. */
const COMPOUND =
  /^(欧阳|司马|诸葛|上官|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|端木|夏侯|轩辕|独孤|南宫|百里|呼延)(?=.)/
/** A name that was Chinese letters for another tongue's sounds (买买提·艾力) has a spelling of its own, which pinyin is not. */
const HAN = /^\p{Script=Han}{2,4}$/u

const syllables = (part: string, mode: 'surname' | 'normal') =>
  pinyin(part, {
    mode,
    surname: mode === 'surname' ? 'head' : 'off',
    toneType: 'none',
    type: 'array',
    v: true,
  })
    .join('')
    .replace(/v/g, 'ü')
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** 单立人 → Shan Liren (GB/T 28039: family name first, the given name in one word); null for what is no Chinese name. */
export function pinyinOf(name: string): string | null {
  if (!HAN.test(name)) return null
  const cut = COMPOUND.exec(name)?.[0].length ?? [...name][0]?.length ?? 1
  const family = syllables(name.slice(0, cut), 'surname')
  const given = syllables(name.slice(cut), 'normal')
  const read = [family, given].map(capital).join(' ')
  // A character the dictionary does not have stays as it is: half a reading helps nobody.
  return /\p{Script=Han}/u.test(read) ? null : read
}
