/** 登记表五、六: what was posted, how long it hung, what oversight said, and how the work came out. */
import { lastDayOf } from '@cunyi/shared/words/days.ts'
import type { Matter } from '../matter.ts'
import type { Cell } from '../model.ts'
import { dayZh, timeZh, yuanZh } from '../words.ts'

type Disclosure = Matter['disclosures'][number]
const label = (text: string): Cell => ({ text, label: true })
const whole = (text: string, tall?: number): Cell => ({ text, span: 3, ...(tall ? { tall } : {}) })

export function daysOfPosting(one: Disclosure): Cell[][] {
  const { postedAt, endedAt, days, restarts } = one
  const until = postedAt ? dayZh(lastDayOf(postedAt, days)) : '—'
  return [
    [
      label('公开时间'),
      whole(`${timeZh(postedAt)}起，公开${days}日，至${until}${endedAt ? '（已期满）' : ''}`),
    ],
    [label('公开地点'), whole('村务公开栏、村务公开网页')],
    ...(restarts > 0 ? [[label('重新公开'), whole(`因提前撤下或更正，重新起算${restarts}次`)]] : []),
  ]
}

export const REVIEW_VERDICTS: { [verdict: string]: string } = {
  agreed: '同意公开',
  objected: '有意见',
  silent: '审核期内未提出意见',
}

function oversightRow({ reviews }: Matter, disclosure: Disclosure): Cell[] {
  const review = reviews.find((one) => one.subjectId === disclosure.id)
  const verdict = review?.verdict ? (REVIEW_VERDICTS[review.verdict] ?? '') : ''
  return [label('监督意见'), whole([verdict, review?.text].filter(Boolean).join('；') || '', 18)]
}

function objectionRow({ objections }: Matter, disclosure: Disclosure): Cell[] {
  const mine = objections.filter(({ objection }) => objection.disclosureId === disclosure.id)
  const answered = mine.filter(({ objection }) => objection.answeredAt !== null).length
  return [label('异议情况'), whole(mine.length === 0 ? '无' : `收到${mine.length}件，已答复${answered}件`)]
}

export const stepFiveRows = (matter: Matter, disclosure: Disclosure): Cell[][] => [
  [label(`${matter.settled}编号`), whole(matter.settledNumber)],
  [label('公开内容'), whole(disclosure.text)],
  objectionRow(matter, disclosure),
  oversightRow(matter, disclosure),
]

export function stepSixRows(matter: Matter, disclosure: Disclosure): Cell[][] {
  const { work, money, progress } = matter
  const last = progress.at(-1)?.entry
  return [
    [label(`${matter.settled}编号`), whole(matter.settledNumber)],
    ...(work
      ? [
          [label('组织实施'), whole(work.executor)],
          ...(work.contractor ? [[label('承包单位'), whole(work.contractor)]] : []),
          [label('开工'), dayZh(work.startedOn), label('完工'), dayZh(work.completedOn)],
        ]
      : []),
    ...(last ? [[label('实施结果'), whole(`${last.text}（完成${last.percent}%）`)]] : []),
    ...(money.planned > 0
      ? [[label('预算'), yuanZh(money.planned), label('实际支出'), yuanZh(money.spent)]]
      : []),
    ...(work?.acceptance
      ? [
          [
            label('验收'),
            whole(
              `${dayZh(work.acceptedOn)}，${work.acceptance.people.length}人参加：${work.acceptance.opinion}`,
            ),
          ],
        ]
      : []),
    objectionRow(matter, disclosure),
    oversightRow(matter, disclosure),
  ]
}
