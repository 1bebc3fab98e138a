import { deflateSync } from 'node:zlib'
import { faultOfPdf } from '@cunyi/server/base/files/pdf.ts'
import { describe, expect, test } from 'vitest'

const pdf = (...objects: (string | Buffer)[]) =>
  Buffer.concat([
    Buffer.from('%PDF-1.5\n'),
    ...objects.map((one, i) =>
      Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(one), Buffer.from('\nendobj\n')]),
    ),
    Buffer.from('trailer<</Root 1 0 R>>\n%%EOF\n'),
  ])
const stream = (dictionary: string, content: Buffer) =>
  Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${content.length}>>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ])

describe('PDF: a paper that only shows', () => {
  test('a plain paper is kept, with its outlines, links to its own pages and packed objects', () => {
    expect(faultOfPdf(pdf('<</Type/Catalog/OpenAction[2 0 R /Fit]>>', '<</S/GoTo/D[2 0 R]>>'))).toBeNull()
    const packed = stream('/Type/ObjStm/Filter/FlateDecode', deflateSync(Buffer.from('4 0 <</Type/Page>>')))
    expect(faultOfPdf(pdf('<</Type/Catalog>>', packed))).toBeNull()
  })

  test.each([
    ['a script', '<</S/JavaScript/JS(app.alert\\(1\\))>>'],
    ['a script under a disguised name', '<</S/J#61va#53cript>>'],
    ['a program to start', '<</S/Launch/F(cmd.exe)>>'],
    ['a link into another file', '<</S/GoToR/F(other.pdf)/D[0 /Fit]>>'],
    ['a link into a file inside it', '<</S/GoToE/T<</R/C/N(a)>>>>'],
    ['files inside', '<</Names<</EmbeddedFiles 9 0 R>>>>'],
    ['a form that is a program', '<</XFA 9 0 R>>'],
    ['a form that sends itself off', '<</S/SubmitForm/F(http://example.org)>>'],
  ])('one with %s is refused', (_, object) =>
    expect(faultOfPdf(pdf('<</Type/Catalog>>', object))).toBe('active'),
  )

  test('a script packed out of sight is found', () => {
    const hidden = deflateSync(Buffer.from('4 0 <</S/JavaScript/JS(app.alert\\(1\\))>>'))
    expect(faultOfPdf(pdf('<</Type/Catalog>>', stream('/Type/ObjStm/Filter/FlateDecode', hidden)))).toBe(
      'active',
    )
  })

  test('what nobody can look into is not kept: locked, or packed so that it would fill the memory', () => {
    expect(faultOfPdf(pdf('<</Type/Catalog>>', '<</Encrypt 5 0 R>>'))).toBe('locked')
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024, 32))
    expect(faultOfPdf(pdf(stream('/Type/ObjStm/Filter/FlateDecode', bomb)))).toBe('locked')
    expect(faultOfPdf(pdf(stream('/Type/ObjStm/Filter/LZWDecode', Buffer.from('?'))))).toBe('locked')
  })

  test('the noise of a picture is no name', () =>
    expect(
      faultOfPdf(pdf('<</Type/Catalog>>', stream('/Subtype/Image', Buffer.from('xx/JavaScript /JS xx')))),
    ).toBeNull())
})
