import type { Contract } from '@cunyi/shared/api/contract.ts'
import { api } from '@cunyi/shared/api/index.ts'
import { FIELDS } from '@cunyi/shared/words/fields.ts'
import { cut, isFit, isOneLine, legible, oneForm } from '@cunyi/shared/words/texts.ts'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { fitting, placesOf, put, shapeOf, typeOf } from '../shapes.ts'

describe('A text', () => {
  test.each([
    ['a rare character of an old name', '李\u{20BB7}、王䶮'],
    ['a picture of several parts', '👨‍👩‍👧 👍🏻 🇨🇳'],
    ['paragraphs and a table', '一、修渠\r\n\t二、清淤\n'],
    ['a letter in two parts', 'cafe\u0301'],
  ])('may hold %s', (_, text) => {
    expect(isFit(text)).toBe(true)
  })

  test.each([
    ['NUL', 'a\u0000'],
    ['a control mark of a terminal', '\u001b[31m'],
    ['DEL', '\u007f'],
    ['a control mark of the second row', '\u0085'],
    ['the first half of a character', '\ud842'],
    ['its second half', '字\udfb7'],
    ['its halves the wrong way round', '\udfb7\ud842'],
    ['what is no character', '\uffff'],
    ['what is none of another plane', '\u{1fffe}'],
    ['the mark of a lost character', '修\ufffd渠'],
  ])('never holds %s, which is shown as a box', (_, text) => {
    expect(isFit(text)).toBe(false)
    expect(isFit(legible(text))).toBe(true)
    expect(legible(text)).toContain('□')
  })

  test('that is a name has no ends of a line and no tabs', () => {
    expect(isOneLine('修 水渠')).toBe(true)
    for (const end of ['\n', '\r', '\t', '\u2028', '\u2029']) expect(isOneLine(`修${end}渠`)).toBe(false)
  })

  test('is cut without halving a character', () => {
    expect(cut('李\u{20BB7}', 2)).toBe('李')
    expect(cut('李\u{20BB7}', 3)).toBe('李\u{20BB7}')
    expect(cut('村', 5)).toBe('村')
  })

  test('of the same letters is the same, however it was typed', () => {
    expect(oneForm('cafe\u0301')).toBe('caf\u00e9')
    expect(oneForm('李\u{20BB7}')).toBe('李\u{20BB7}')
  })

  test('pasted from slides, a letter or a PDF has its soft ends of a line as ends of a line', () => {
    expect(oneForm('一、修渠\v二、清淤\f三、绿化')).toBe('一、修渠\n二、清淤\n三、绿化')
  })
})

/** Every field of a body or a query in which any text may stand, with what a line break in it is told. */
function textFields() {
  const found: { request: string; field: string; many: boolean }[] = []
  for (const [request, contract] of Object.entries<Contract>(api))
    for (const schema of [contract.body, contract.query] as (z.ZodType | undefined)[]) {
      if (!schema) continue
      const shape = shapeOf(schema)
      const whole = fitting(shape)
      for (const { path, shape: one } of placesOf(shape)) {
        if (typeOf(one) !== 'string' || one.enum || one.format || one.pattern || one.const) continue
        const { error } = schema.safeParse(put(whole, path, '一\n二'))
        const many = !error?.issues.some(
          (issue) => issue.message === 'textUnfit' && issue.path.join('.') === path.join('.'),
        )
        found.push({ request, field: path.findLast((key) => key !== '0') ?? '', many })
      }
    }
  return found
}

describe('Every field for a text', () => {
  /** Filled in by programs. */
  const NOT_BY_PEOPLE = ['after', 'name (testSession)', 'status']

  test('has a word that people call it by, and no word is left over', () => {
    const asked = textFields().map(({ request, field }) =>
      request === 'testSession' ? `${field} (${request})` : field,
    )
    const words = [...Object.keys(FIELDS).filter((field) => field !== 'filename'), ...NOT_BY_PEOPLE]
    expect([...new Set(asked)].toSorted()).toEqual(words.toSorted())
  })

  test('is one line where a name, a place or a number stands, and has paragraphs where people write', () => {
    const fields = textFields().filter(({ request }) => request !== 'testSession')
    const names = (many: boolean) => [
      ...new Set(fields.filter((one) => one.many === many).map(({ field }) => field)),
    ]
    expect(names(false).toSorted()).toEqual([
      'approvalNumber',
      'away',
      'awayPlace',
      'birthDate',
      'category',
      'contractNumber',
      'contractor',
      'documentNumber',
      'executor',
      'fullCapacity',
      'group',
      'groups',
      'household',
      'invoice',
      'label',
      'leftOn',
      'leftReason',
      'link',
      'name',
      'partyFullOn',
      'partyJoinedOn',
      'partyStatus',
      'payee',
      'people',
      'place',
      'registered',
      'registration',
      'relation',
      'sex',
      'standard',
      'step',
      'title',
      'villageFull',
      'villageGroup',
      'villageShort',
    ])
    for (const field of ['text', 'body', 'summary', 'reason', 'answer', 'opinion', 'gist'])
      expect(names(true)).toContain(field)
    // The same word is not one thing here and another there.
    expect(names(true).filter((field) => names(false).includes(field))).toEqual([])
  })
})
