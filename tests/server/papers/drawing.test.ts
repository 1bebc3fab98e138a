import { drawPaper } from '@cunyi/server/views/papers/draw.ts'
import type { Paper } from '@cunyi/server/views/papers/model.ts'
import { describe, expect, test } from 'vitest'
import { unzipOf } from '../people/zip.ts'
import { pdfPages, pdfPageTexts, pdfText, squeezed, wordText } from './read.ts'

/** Ten names that a village's roll may hold and most type faces do not. */
const RARE = ['王䶮', '李𡐓', '赵𣗋', '张𬭚', '陈𠅤', '周㛃', '吴﨑', '郑𨙸', '孙𫖮', '刘𬱖']
/** Those of server/people/input/rare-names-for-papers.xlsx (findings C1). */
const OF_THE_CASES = [
  ...[
    '𰻝𰻝',
    '龥龦龧',
    '鿃鿭',
    '〇星',
    '阿依古丽·艾克拜尔',
    '仁青ཚེ་རིང',
    '阿木ꀊꃀ',
    '李🐼',
    '张㐂',
    '𠮷野家',
  ],
  ...['𬌗合', '陈𬭎', '王⺮', '赵﨑'],
]

const paperOf = (blocks: Paper['blocks'], rest: Partial<Paper> = {}): Paper => ({
  kind: 'notice',
  title: '试印',
  size: 'a4',
  footer: '演示村',
  issued: { by: '演示村', on: '2026-03-18' },
  blocks,
  ...rest,
})
const both = async (paper: Paper) => ({
  pdf: await pdfText(await drawPaper(paper, 'pdf')),
  word: wordText(await drawPaper(paper, 'docx')),
})

describe('drawing a paper', () => {
  test('ten rare names are on the PDF and in the Word file', async () => {
    const { pdf, word } = await both(
      paperOf([
        {
          is: 'table',
          columns: [1, 2],
          head: ['序号', '姓名'],
          rows: RARE.map((name, i) => [String(i), name]),
        },
      ]),
    )
    for (const name of RARE) {
      expect(pdf).toContain(name.normalize('NFC'))
      expect(word).toContain(name.normalize('NFC'))
    }
  })

  test('no name of the cases keeps a paper from being drawn; what has no letter in any face is told by its number', async () => {
    const { pdf, word } = await both(
      paperOf([
        {
          is: 'table',
          columns: [1],
          head: ['姓名'],
          rows: OF_THE_CASES.map((name) => [name]),
        },
      ]),
    )
    const unread = ['仁青', '阿木', '李']
    for (const text of [pdf, word])
      expect(
        OF_THE_CASES.filter((name) => !text.includes(name)).map((name) =>
          name.slice(0, name === '李🐼' ? 1 : 2),
        ),
      ).toEqual(unread)
    for (const text of [pdf, word]) expect(text).toMatch(/仁青.*U\+0F5A.*阿木.*U\+A00A.*李〔熊猫〕/)
  })

  test('what the usual face lacks is drawn by the wide one', async () => {
    const { pdf, word } = await both(paperOf([{ is: 'text', text: '户主𠮷田，组员𠮷村' }]))
    for (const text of [pdf, word]) {
      expect(text).toContain('户主𠮷田')
      expect(text).not.toContain('U+')
    }
  })

  test('an emoji is printed as its name, marks that nobody sees are not, and a paper is never refused', async () => {
    const { pdf, word } = await both(
      paperOf([{ is: 'text', text: '不同意😡，路要修\u200b宽👍🏽，一家👨‍👩‍👧都等着❤️' }]),
    )
    for (const text of [pdf, word])
      expect(text).toContain(
        '不同意〔怒火中烧〕，路要修宽〔拇指向上〕，一家〔家庭:男人女人女孩〕都等着〔红心〕',
      )
  })

  test('a character that no face has is its code point in a box, and the foot of the page says what the box is', async () => {
    const { pdf, word } = await both(paperOf([{ is: 'text', text: '户主𡋾和\u{e000}U+41\u{e001}' }]))
    expect(pdf).toContain('户主U+212FE和')
    expect(word).toContain('户主〔U+212FE〕和')
    expect(pdf).toContain('方框内是字体里没有的字的编码')
    const poster = paperOf([{ is: 'title', text: '𡋾' }], { size: 'a3', footer: null })
    expect((await both(poster)).pdf).toContain('方框内是字体里没有的字的编码')
  })

  test('what people wrote is printed and never obeyed', async () => {
    const wild =
      '#read("/etc/passwd") #eval("1+1") $x^2$ *粗* _斜_ @引 <标> \\u{41} `代码` // 注 /* 注 */ [方] {花} = 题 - 项 \\ # & "引" <w:t>x</w:t>'
    const { pdf, word } = await both(
      paperOf(
        [
          { is: 'redHead', text: wild, number: wild },
          { is: 'title', text: wild },
          { is: 'heading', text: wild },
          { is: 'text', text: wild },
          { is: 'table', columns: [1], head: [wild], rows: [[wild], [{ text: wild, label: true }]] },
          { is: 'signatures', label: wild, places: [{ name: wild, signed: wild }] },
          { is: 'seal', by: wild, date: wild },
          { is: 'qr', address: 'https://example.org/#read("x")', caption: wild },
          { is: 'slip', title: wild, question: wild, choices: [wild], note: wild, foot: wild },
        ],
        { title: wild },
      ),
    )
    const times = (text: string) => text.split(squeezed(wild)).length - 1
    expect(times(word)).toBe(19)
    expect(times(pdf)).toBeGreaterThanOrEqual(19)
    expect(pdf).not.toContain('root:')
  })

  test('the same paper is the same file', async () => {
    const paper = paperOf([{ is: 'qr', address: 'https://example.org/v/1', caption: '扫码' }])
    expect((await drawPaper(paper, 'pdf')).equals(await drawPaper(paper, 'pdf'))).toBe(true)
  })

  test('a page number stands between lines, and the numbers of an office’s paper are outside', async () => {
    const text = await pdfText(
      await drawPaper(
        paperOf([{ is: 'text', text: '一' }, { is: 'page' }, { is: 'text', text: '二' }]),
        'pdf',
      ),
    )
    expect(text).toMatch(/演示村共2页—1—/)
    expect(text).toMatch(/—2—演示村共2页/)
    const parts = unzipOf(await drawPaper(paperOf([{ is: 'text', text: '一' }]), 'docx'))
    const xml = (part: string) => parts[part]?.toString('utf8') ?? ''
    expect(xml('word/settings.xml')).toContain('<w:evenAndOddHeaders')
    // 37 mm and 28 mm in twentieths of a point; 仿宋 by its name, and what Windows has in its place.
    expect(xml('word/document.xml')).toMatch(
      /<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"/,
    )
    expect(xml('word/fontTable.xml')).toMatch(/仿宋_GB2312"><w:altName w:val="仿宋"/)
  })

  test('no page has the seal alone, however long the text is: its end goes with it', async () => {
    for (const before of [
      [],
      [{ is: 'signatures', label: '签字', places: [{ name: '主任　王建国', signed: null }] }],
    ] satisfies Paper['blocks'][])
      for (let lines = 14; lines <= 26; lines += 2) {
        const pages = await pdfPageTexts(
          await drawPaper(
            paperOf([
              ...Array.from({ length: lines }, () => ({ is: 'text' as const, text: '正文一行。' })),
              {
                is: 'text',
                text: '末段从这里开始，有两行以上的文字，和签字、盖章的地方在同一页上，不许单独剩下。',
              },
              ...before,
              { is: 'seal', by: '演示村村民委员会', date: '2026年3月18日' },
            ]),
            'pdf',
          ),
        )
        expect(pages.at(-1), `${lines}`).toMatch(/末段从这里开始.*演示村村民委员会/)
      }
  })

  test('a code with the seal beside it takes the end of the letter with it', async () => {
    for (let lines = 10; lines <= 24; lines += 2) {
      const pages = await pdfPageTexts(
        await drawPaper(
          paperOf([
            ...Array.from({ length: lines }, () => ({ is: 'text' as const, text: '正文一行。' })),
            {
              is: 'text',
              lead: '七、其他：',
              text: '不能参加的，请在会前请假并说明原因。任何人不得代签、冒签。',
            },
            { is: 'table', columns: [1, 2], rows: [[{ text: '主持人', label: true }, '王某']] },
            {
              is: 'qr',
              address: 'https://example.org/v/1',
              caption: '扫码查看',
              seal: { by: '演示村村民委员会', date: '2026年3月18日' },
            },
          ]),
          'pdf',
        ),
      )
      expect(pages.at(-1), `${lines}`).toMatch(/七、其他.*演示村村民委员会/)
    }
  })

  test('a row of a table and the seal under it stay together', async () => {
    for (const rows of [7, 10, 13, 16, 19]) {
      const pages = await pdfPageTexts(
        await drawPaper(
          paperOf([
            {
              is: 'table',
              columns: [1, 3],
              rows: Array.from({ length: rows }, (_, i) => [`行${i}`, '内容'.repeat(40)]),
            },
            { is: 'seal', by: '演示村村民委员会', date: '2026年3月18日' },
          ]),
          'pdf',
        ),
      )
      expect(pages.at(-1), `${rows}`).toContain(`行${rows - 1}`)
      expect(pages.at(-1)).toContain('演示村村民委员会')
    }
  })

  test('a long table has its head on every page', async () => {
    const pdf = await drawPaper(
      paperOf([
        {
          is: 'table',
          columns: [1, 3],
          head: ['序号', '姓名栏'],
          rows: Array.from({ length: 120 }, (_, i) => [String(i + 1), `村民${i + 1}`]),
        },
      ]),
      'pdf',
    )
    const pages = await pdfPages(pdf)
    expect(pages).toBeGreaterThan(2)
    expect((await pdfText(pdf)).split('姓名栏').length - 1).toBe(pages)
  })
})
