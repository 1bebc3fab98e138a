/** 异议登记表、异议答复书 */
import { COURT, takenFurtherUntil } from '@cunyi/shared/disclosure/objections.ts'
import { OBJECTION_CLASSES } from '@cunyi/shared/words/vocabulary.ts'
import { profileOf } from '#matters/proposals/queries/proposals.ts'
import { issuerOf, type Matter } from '../matter.ts'
import type { Block, Cell, Sheet } from '../model.ts'
import { type Kind, type Sketch, sketch } from '../sketch.ts'
import { dayZh, timeZh } from '../words.ts'

type Row = Matter['objections'][number]
const label = (text: string): Cell => ({ text, label: true })

const VERDICTS: { [verdict: string]: string } = {
  upheld: '异议成立',
  dismissed: '异议不成立',
  corrected: '内容有误，已更正',
  recorded: '已记录',
}

export const objectionPapers: Kind = (matter) =>
  matter.objections.flatMap((row): Sketch[] => {
    const common = {
      subject: row.objection.id,
      about: dayZh(row.objection.at),
      seenBy: 'offices' as const,
    }
    return [
      sketch({
        ...common,
        kind: 'objection',
        ownerId: row.objection.by,
        on: row.objection.at,
        compose: async (then) => register(then, row),
      }),
      ...(row.objection.answer
        ? [
            sketch({
              ...common,
              kind: 'objectionReply',
              ownerId: row.objection.by,
              on: row.objection.answeredAt ?? row.objection.at,
              compose: async (then) => reply(then, row),
            }),
          ]
        : []),
    ]
  })

function register(matter: Matter, { objection, byName }: Row): Sheet {
  const rows: Cell[][] = [
    [label('事项'), `${matter.proposal.title}（${matter.settledNumber}）`],
    [label('异议人'), byName ?? '—'],
    [label('提出时间'), timeZh(objection.at)],
    [label('类别'), objection.class ? OBJECTION_CLASSES[objection.class].zh : '未分类'],
    ...(objection.concerned ? [[label('利害关系'), objection.concerned]] : []),
    ...(objection.contestedClass
      ? [[label('类别争议'), `答复人认为：${OBJECTION_CLASSES[objection.contestedClass].zh}`]]
      : []),
    [label('异议内容'), objection.text],
    [label('答复期限'), timeZh(objection.dueAt)],
    [label('处理结果'), objection.verdict ? (VERDICTS[objection.verdict] ?? objection.verdict) : '办理中'],
    [label('答复内容'), objection.answer ?? ''],
    [label('答复时间'), objection.answeredAt ? timeZh(objection.answeredAt) : ''],
    ...(objection.escalatedAt
      ? [[label('转乡镇'), `${timeZh(objection.escalatedAt)}；答复期限${timeZh(objection.townshipDueAt)}`]]
      : []),
    ...(objection.townshipAnswer
      ? [[label('乡镇答复'), `${objection.townshipAnswer}（${timeZh(objection.townshipAnsweredAt)}）`]]
      : []),
    ...(objection.countyAnswer
      ? [[label('县级答复'), `${objection.countyAnswer}（${timeZh(objection.countyAnsweredAt)}）`]]
      : []),
    ...(objection.movedOnAt ? [[label('上级'), `逾期未答复（${timeZh(objection.movedOnAt)}）`]] : []),
  ]
  return {
    kind: 'objection',
    title: `异议登记表（${matter.proposal.title}）`,
    size: 'a4',
    footer: `${matter.number}　异议登记表（内部材料，不公开）`,
    blocks: [
      { is: 'title', text: `${matter.village}异议登记表` },
      { is: 'table', columns: [2, 7], rows },
      { is: 'signatures', label: '经办人签字', places: [{ name: '经办人', signed: null }] },
    ],
  }
}

function reply(matter: Matter, { objection, byName }: Row): Sheet {
  const answers: Block[] = (objection.answer ?? '').split('\n').map((text) => ({ is: 'text', text }))
  return {
    kind: 'objectionReply',
    title: `异议答复书（${matter.proposal.title}）`,
    size: 'a4',
    footer: `${matter.number}　异议答复书`,
    blocks: [
      { is: 'redHead', text: issuerOf(matter), number: null },
      { is: 'title', text: '关于公开内容异议的答复' },
      { is: 'text', text: `${byName ?? ''}：`, plain: true },
      {
        is: 'text',
        text: `您于${dayZh(objection.at)}对《${matter.proposal.title}》（${matter.settledNumber}）的公开内容提出异议：“${objection.text}”。经研究，答复如下：`,
      },
      { is: 'text', text: `${objection.verdict ? (VERDICTS[objection.verdict] ?? '') : ''}。`, bold: true },
      ...answers,
      {
        is: 'text',
        text: `如对本答复仍有异议，可以在${dayZh(takenFurtherUntil(objection.answeredAt ?? objection.at, profileOf(matter.proposal)))}前向乡镇人民政府反映。${(matter.proposal.route === 'B' ? COURT.collective : COURT.village).zh}`,
      },
      { is: 'seal', by: issuerOf(matter), date: dayZh(objection.answeredAt) },
    ],
  }
}
