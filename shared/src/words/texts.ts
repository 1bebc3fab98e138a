/** 文字: which texts can be kept, drawn and read again, whoever sent them: a form, a program or a workbook. */

/**
 * Control marks but tab and the ends of a line, half a rare character, code points that are no characters, and the
 * mark of a character that was lost on the way.
 */
const UNFIT = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]/u
const EACH_UNFIT = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]/gu

export const isFit = (text: string): boolean => !UNFIT.test(text)

/** A name, a title, a number: it stands in a line of a table. */
export const isOneLine = (text: string): boolean => !/[\t\n\r\u2028\u2029]/.test(text)

/**
 * One form for the same letters, however they were typed, so that they are found and compared as the same (NFC). The soft
 * ends of a line that a paste from slides, a letter or a PDF brings (\v, \f) are ends of a line: nobody sees them.
 */
export const oneForm = (text: string): string => text.replace(/[\v\f]/g, '\n').normalize('NFC')

/** Not longer than `most`, and no rare character halved. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')

/** For who is told what was wrong: each mark that cannot be kept is shown as a box. */
export const legible = (text: string): string => text.replace(EACH_UNFIT, '□')
