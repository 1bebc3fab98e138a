/** 委托书: those on record with their list, or one to fill in, where the body admits a proxy at all. */
import type { Matter, PaperSitting, Record } from '../matter.ts'
import type { Block, Cell, Sheet } from '../model.ts'
import { aboutMeeting, ruleOfPoll } from '../sitting.ts'
import { type Kind, sketch } from '../sketch.ts'
import { dayZh, timeZh } from '../words.ts'

export const proxyPapers: Kind = (matter) =>
  matter.sittings
    .filter(({ polls }) => polls.some((poll) => ruleOfPoll(poll).proxy === 'sameHousehold'))
    .map((sitting) =>
      sketch({
        kind: 'proxies',
        subject: sitting.meeting.id,
        about: aboutMeeting(sitting.meeting),
        meetingId: sitting.meeting.id,
        seenBy: 'roll',
        on: sitting.meeting.opensAt,
        compose: (then) => compose(then, sitting),
      }),
    )

type Proxy = Record['facts']['proxies'][number]

async function compose(matter: Matter, sitting: PaperSitting): Promise<Sheet> {
  const { facts, name } = await sitting.record()
  const standing = facts.proxies.filter((one) => one.revokedAt === null)
  const letters =
    standing.length > 0
      ? standing.map((one) => letterOf(matter, sitting, one, name))
      : [letterOf(matter, sitting, null, name)]
  return {
    kind: 'proxies',
    title: `委托书（${matter.proposal.title}）`,
    size: 'a4',
    footer: `${matter.number}　委托书`,
    blocks: [
      ...(facts.proxies.length > 0
        ? [...listOf(matter, facts.proxies, name), { is: 'page' } satisfies Block]
        : []),
      ...letters.flatMap((letter, i) => [...(i > 0 ? [{ is: 'page' } satisfies Block] : []), ...letter]),
    ],
  }
}

const listOf = (matter: Matter, proxies: Proxy[], name: (id: string) => string): Block[] => [
  { is: 'title', text: `${matter.village}委托登记表` },
  {
    is: 'table',
    columns: [2, 4, 4, 3, 6, 4],
    small: true,
    head: ['序号', '委托人', '受托人', '关系', '登记时间', '备注'],
    rows: proxies.map((one, i): Cell[] => [
      { text: String(i + 1), align: 'center' },
      name(one.principal),
      name(one.agent),
      one.relation,
      timeZh(one.at),
      one.revokedAt ? `已于${dayZh(one.revokedAt)}撤回` : '',
    ]),
  },
]

const BLANK = '＿＿＿＿＿＿'

function letterOf(
  matter: Matter,
  { meeting }: PaperSitting,
  proxy: Proxy | null,
  name: (id: string) => string,
): Block[] {
  const [principal, agent] = proxy ? [name(proxy.principal), name(proxy.agent)] : [BLANK, BLANK]
  return [
    { is: 'title', text: '委托书' },
    {
      is: 'text',
      text: `委托人${principal}因故不能参加${timeZh(meeting.opensAt)}召开的${matter.called(meeting.assembly)}，现委托同一户家庭成员${agent}（与委托人的关系：${proxy?.relation ?? BLANK}）代为参加会议，并对《${matter.proposal.title}》（编号${matter.number}）进行表决。`,
    },
    {
      is: 'text',
      text: '受托人是本户具有完全民事行为能力的成员；受托人自己的一票另行投出。委托人在受托人投票前可以撤回本委托。',
    },
    {
      is: 'signatures',
      label: '签字',
      places: [
        { name: `委托人　${proxy ? principal : ''}`, signed: null },
        { name: `受托人　${proxy ? agent : ''}`, signed: null },
      ],
    },
    { is: 'text', text: proxy ? dayZh(proxy.at) : '年　　月　　日', align: 'right' },
  ]
}
