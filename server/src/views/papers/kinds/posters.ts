/** 决议公开公告、实施结果公开公告: A3 for the board, the words as they were reviewed and posted, a code to the page. */
import { lastDayOf } from '@cunyi/shared/words/days.ts'
import { yuan } from '@cunyi/shared/words/money.ts'
import { isOneOf, PUBLIC_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { issuerOf, type Matter } from '../matter.ts'
import type { Block, Cell, Sheet } from '../model.ts'
import { type Kind, sketch } from '../sketch.ts'
import { dayZh } from '../words.ts'
import { REVIEW_VERDICTS } from './register-rows.ts'

type Disclosure = Matter['disclosures'][number]

const POSTERS = [
  { kind: 'resolutionPoster', stage: 'resolutionDisclosure', heading: '决议公开公告' },
  { kind: 'outcomePoster', stage: 'outcomeDisclosure', heading: '实施结果公开公告' },
] as const

export const posters: Kind = (matter) =>
  matter.proposal.track === 'opinion'
    ? []
    : POSTERS.flatMap(({ kind, stage, heading }) => {
        const disclosure = matter.disclosures.findLast((one) => one.stage === stage)
        if (!disclosure) return []
        // Withdrawn or returned: what hung is a record of the offices, no longer for everybody.
        const hangs = disclosure.postedAt !== null && isOneOf(PUBLIC_STAGES, matter.proposal.stage)
        return [
          sketch({
            kind,
            about: disclosure.postedAt ? dayZh(disclosure.postedAt) : null,
            seenBy: hangs ? 'everybody' : 'offices',
            on: disclosure.postedAt ?? matter.now,
            compose: async (then) => compose(then, disclosure, kind, headingOf(matter, heading)),
          }),
        ]
      })

/** What the two committees settled is never called a resolution. */
const headingOf = ({ proposal }: Matter, heading: string) =>
  proposal.track === 'committeeMatter' ? heading.replace('决议公开', '两委商议事项公开') : heading

function compose(matter: Matter, disclosure: Disclosure, kind: Sheet['kind'], heading: string): Sheet {
  const { village, proposal } = matter
  const [first = '', ...rest] = disclosure.text.split('\n').filter((line) => line.trim() !== '')
  // The village and the number stand at the head of the words; here they stand under the heading.
  const hasNumber = !LABELLED.test(first) && matter.everyName.some((name) => first.startsWith(`${name}　`))
  const lines = hasNumber ? rest : [first, ...rest]
  const signer = lines.length > 1 ? lines.at(-1) : undefined
  return {
    kind,
    title: `${heading}（${proposal.title}）`,
    size: 'a3',
    footer: null,
    blocks: [
      { is: 'redHead', text: `${village}${heading}`, number: matter.settledNumber },
      { is: 'title', text: proposal.title },
      {
        is: 'table',
        columns: [5, 18],
        rows: [
          ...(signer ? lines.slice(0, -1) : lines).filter(saysSomething).map(rowOf),
          ...oversightRow(matter, disclosure),
        ],
      },
      ...listBlocks(matter, disclosure),
      ...(signer ? [{ is: 'text', text: signer, align: 'right' } satisfies Block] : []),
      {
        is: 'qr',
        address: matter.address,
        caption: `扫码看全文、资金和办理情况\n${daysZh(disclosure)}`,
        seal: { by: issuerOf(matter), date: dayZh(disclosure.postedAt ?? matter.now) },
      },
    ],
  }
}

/** Words drawn by earlier releases sent the reader of the board to the board. */
const saysSomething = (line: string) => line !== '监督意见：见公示栏监督意见'

/** 监督意见, as it was given before this was posted. */
function oversightRow({ reviews }: Matter, { id, text }: Disclosure): Cell[][] {
  const review = reviews.find((one) => one.subjectId === id)
  if (!review?.verdict || /^监督意见：(?!见公示栏)/m.test(text)) return []
  const words = [REVIEW_VERDICTS[review.verdict], review.text].filter(Boolean).join('；')
  return words ? [[{ text: '监督意见', label: true }, words]] : []
}

const daysZh = ({ postedAt, days }: Disclosure): string =>
  postedAt
    ? `公示${days}日：${dayZh(postedAt)}至${dayZh(lastDayOf(postedAt, days))}`
    : `公示${days}日，自张贴之日起算`

const LABELLED = /^([^：。；，]{2,14})：(.+)$/
/** "事项：…" as label and entry; a line without a label over both. */
function rowOf(line: string): Cell[] {
  const [, label, text] = LABELLED.exec(line) ?? []
  return label && text ? [{ text: label, label: true }, text] : [{ text: line, span: 2, align: 'center' }]
}

/** 名单: hangs only as long as its days run. */
function listBlocks({ now }: Matter, { namedList, endsAt, status }: Disclosure): Block[] {
  const over = status === 'ended' || (endsAt !== null && now >= endsAt)
  if (!namedList || namedList.length === 0 || over) return []
  return [
    {
      is: 'table',
      columns: [2, 2, 3, 2],
      head: ['姓名', '村民小组', '标准', '金额（元）'],
      rows: namedList.map((one) => [
        one.name,
        one.group,
        one.standard,
        { text: yuan(one.amount), align: 'right' as const },
      ]),
    },
  ]
}
