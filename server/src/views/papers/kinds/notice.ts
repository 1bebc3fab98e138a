/** 会议通知 */
import { officialNumber } from '@cunyi/shared/papers/official-number.ts'
import { ruleWords } from '#matters/sittings/rule-words.ts'
import { convenerOf, type Matter, type PaperSitting } from '../matter.ts'
import type { Block, Sheet } from '../model.ts'
import { aboutMeeting, assemblyZh, placeZh, ruleOfPoll } from '../sitting.ts'
import { type Kind, sketch } from '../sketch.ts'
import { dayZh, timeZh } from '../words.ts'

export const notices: Kind = (matter) =>
  matter.sittings.map((sitting) =>
    sketch({
      kind: 'notice',
      subject: sitting.meeting.id,
      about: aboutMeeting(sitting.meeting),
      meetingId: sitting.meeting.id,
      seenBy: 'roll',
      on: sitting.meeting.noticeAt,
      compose: (then) => compose(then, sitting),
    }),
  )

const GREETINGS = {
  branch: '各位支部委员：',
  committees: '各位“两委”成员：',
  partyMembers: '各位党员：',
  villagers: '各位村民：',
  households: '各户代表：',
  representatives: '各位村民代表：',
  members: '各位集体经济组织成员：',
  memberRepresentatives: '各位成员代表：',
  groupVillagers: '本组各位村民：',
  groupHouseholds: '本组各户代表：',
  residents: '各位居民：',
  residentHouseholds: '各户代表：',
  residentRepresentatives: '各位居民代表：',
} as const

async function compose(matter: Matter, sitting: PaperSitting): Promise<Sheet> {
  const { meeting, polls } = sitting
  const { facts, name } = await sitting.record()
  const again = meeting.reconvening > 0
  const body = assemblyZh(meeting.assembly)
  const poll = polls[0]
  const rule = poll && ruleOfPoll(poll)
  const item = (head: string, text: string): Block[] => [{ is: 'text', lead: `${head}：`, text }]
  const online = meeting.onlineCounts
    ? meeting.windowEnd
      ? `在外不能到场的，可在手机上签到、表决，线上时段自会议开始至${timeZh(meeting.windowEnd)}，与到场同等计算。`
      : '在外不能到场的，可在手机上签到、表决，与到场同等计算。'
    : '本次会议以到场为准；线上可以旁听，不计入到会人数，不参加表决。'
  return {
    kind: 'notice',
    title: `${again ? '重新召开' : ''}${body}通知（${matter.proposal.title}）`,
    size: 'a4',
    footer: matter.number,
    blocks: [
      { is: 'redHead', text: convenerOf(matter, meeting), number: null },
      { is: 'title', text: `关于${again ? '重新' : ''}召开${body}的通知` },
      { is: 'text', text: GREETINGS[meeting.assembly], plain: true },
      {
        is: 'text',
        text: `${again ? `因上次会议到会人数未达法定人数，现第${meeting.reconvening}次重新召开会议。` : ''}${meeting.urgent ? `因特殊情况（${meeting.urgentReason ?? ''}），本次会议临时通知。` : ''}兹定于${timeZh(meeting.opensAt)}召开${body}，请准时参加。现将有关事项通知如下：`,
      },
      ...item('一、时间', timeZh(meeting.opensAt)),
      ...item('二、地点', placeZh(meeting)),
      ...item(
        '三、审议事项',
        facts.matters
          .map(
            (one, i) =>
              `${i + 1}. ${one.title}（编号${officialNumber(matter.village, one.number)}）${one.questions
                .flatMap((question) => (question.question ? [`\n表决事项：${question.question}`] : []))
                .join('')}`,
          )
          .join('\n'),
      ),
      ...item(
        '四、参会人员',
        `应到${facts.attendance.entitled}人。${again ? '法定人数不因重新召开而降低。' : ''}`,
      ),
      ...item('五、参会方式', online),
      ...item(
        '六、表决',
        `${poll?.secret ? '无记名投票。' : '记名表决。'}${rule ? `${ruleWords(rule).zh}。` : ''}表决结束前不公布任何票数。`,
      ),
      ...item(
        '七、其他',
        `不能参加的，请在会前向会议主持人请假并说明原因。${rule?.proxy === 'sameHousehold' ? '可以书面委托本户具有完全民事行为能力的家庭成员参加。' : '不得由他人代替参加和表决。'}任何人不得代签、冒签。`,
      ),
      {
        is: 'table',
        columns: [1, 2, 1, 2],
        rows: [
          [
            { text: '主持人', label: true },
            name(meeting.chairId),
            { text: '记录人', label: true },
            name(meeting.recorderId),
          ],
          [
            { text: '计票人', label: true },
            { text: meeting.tellerIds.map(name).join('、') || '—', span: 3 },
          ],
        ],
      },
      {
        is: 'qr',
        address: `${matter.publicUrl}/app/v/${matter.villageId}/meetings/${meeting.id}`,
        caption: '扫码查看会议材料、签到和表决',
        seal: { by: convenerOf(matter, meeting), date: dayZh(meeting.noticeAt) },
      },
    ],
  }
}
