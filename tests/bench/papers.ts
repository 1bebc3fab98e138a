/** `npm run bench:papers`: how long a paper takes from the model to the file. A typical one within a second, 2,400 names within five. */
import { drawPaper } from '@cunyi/server/views/papers/draw.ts'
import type { Paper } from '@cunyi/server/views/papers/model.ts'

const NAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英'
const nameOf = (i: number) =>
  `${NAMES[i % NAMES.length]}${GIVEN[(i * 7) % GIVEN.length]}${GIVEN[(i * 13 + 5) % GIVEN.length]}`

const sheet = (rows: number): Paper => ({
  kind: 'signInSheet',
  title: '村民会议签到表',
  size: 'a4',
  footer: '河湾村　2026-001',
  issued: { by: '河湾村', on: '2026-03-18' },
  blocks: [
    { is: 'title', text: '河湾村村民会议签到表' },
    {
      is: 'table',
      columns: [7, 13, 24, 12, 26, 18],
      small: true,
      head: ['序号', '姓名', '身份', '到会方式', '说明（请假事由、受托人）', '签字'],
      rows: Array.from({ length: rows }, (_, i) => [
        String(i + 1),
        nameOf(i),
        '村民',
        i % 3 === 0 ? '线上' : '现场',
        '',
        '',
      ]),
    },
  ],
})
const letter: Paper = {
  kind: 'resolution',
  title: '决议书',
  size: 'a4',
  footer: '河湾村　R2026-001',
  issued: { by: '河湾村', on: '2026-03-18' },
  blocks: [
    { is: 'redHead', text: '河湾村村民代表会议', number: '决议编号：R2026-001' },
    { is: 'title', text: '关于村西道路硬化工程的决议' },
    ...Array.from({ length: 8 }, () => ({
      is: 'text' as const,
      text: '应到60人，实到40人（现场19人，线上21人），须到会40人，符合法定人数。表决结果：赞成26票，反对9票，弃权5票。',
    })),
    { is: 'seal', by: '河湾村村民委员会', date: '2026年3月18日' },
  ],
}
const TIMES = 5

const timed = async (paper: Paper, format: 'pdf' | 'docx') => {
  const begun = performance.now()
  const file = await drawPaper(paper, format)
  return { ms: performance.now() - begun, kb: Math.round(file.length / 1024) }
}
const first = await timed(letter, 'pdf')
console.log(`papers: the first letter, worker and type faces started with it: ${Math.round(first.ms)} ms`)
for (const [name, paper] of [
  ['a letter', letter],
  ['a sign-in sheet of 60', sheet(60)],
  ['a sign-in sheet of 2,400', sheet(2400)],
] as const)
  for (const format of ['pdf', 'docx'] as const) {
    const all = []
    for (let i = 0; i < TIMES; i += 1) all.push(await timed(paper, format))
    all.sort((a, b) => a.ms - b.ms)
    const middle = all[Math.trunc(TIMES / 2)]
    console.log(
      `papers: ${name}, ${format}: median ${Math.round(middle?.ms ?? 0)} ms, slowest ${Math.round(all.at(-1)?.ms ?? 0)} ms, ${middle?.kb} KB`,
    )
  }
