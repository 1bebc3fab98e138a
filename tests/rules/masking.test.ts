import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mask, maskIfAny, maskPassages } from '@cunyi/shared/words/masking.ts'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const sources = ['shared/src', 'server/src', 'web/src'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|vue)$/.test(name))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(ROOT, folder, name), 'utf8') })),
)
/** How somebody who masks by hand gives himself away. */
const BY_HAND = [
  /'\*+'|\*{4,}/,
  /[█●•]{2,}|'[█●•]'/,
  /\b(phone|idNumber|idCard|bankCard)\w*\??\.(slice|substring|substr)\(/,
]
const byHand = (text: string) => BY_HAND.some((sign) => sign.test(text))

describe('脱敏', () => {
  test.each([
    ['phone', '13812345678', '138****5678'],
    ['idNumber', '990000199003071234', '990*************34'],
    ['bankCard', '6222021234567890123', '***************0123'],
    ['name', '欧阳明', '欧**'],
    ['name', '李', '*'],
    ['phone', '12345', '123**'],
  ] as const)('%s %s is shown as %s', (kind, text, shown) => expect(mask(kind, text)).toBe(shown))

  test('a third of what is there goes at least, however short it is', () => {
    for (const kind of ['phone', 'idNumber', 'bankCard', 'name'] as const)
      for (let length = 1; length <= 20; length++) {
        const shown = mask(kind, 'x'.repeat(length))
        expect(shown).toHaveLength(length)
        expect(shown.replaceAll('*', '').length).toBeLessThanOrEqual((length * 2) / 3)
      }
  })

  test('of a passage nothing stays, and it goes wherever it stands', () => {
    expect(maskPassages('张三住村西，张三电话13812345678', ['张三', '13812345678'])).toBe(
      '〔略〕住村西，〔略〕电话〔略〕',
    )
    expect(maskIfAny('phone', null)).toBeNull()
  })

  test('nobody masks by hand', () => {
    expect(sources.length).toBeGreaterThan(300)
    const found = sources.filter(({ name, text }) => name !== 'shared/src/words/masking.ts' && byHand(text))
    expect(found.map(({ name }) => name)).toEqual([])
  })

  test('and somebody who does is found', () => {
    for (const text of ["phone.slice(0, 3) + '****'", "'*'.repeat(4)", '██', 'person.idNumber?.slice(-2)'])
      expect(byHand(text), text).toBe(true)
  })
})
