/** 目录: index.html of a package; opens from the unpacked folder, without a server, a script or the network. */
import type { PackageKind } from '@cunyi/shared/papers/package-format.ts'
import type { Tally } from '@cunyi/shared/poll/tally.ts'
import { VOID_REASONS, type VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import { shanghaiTime } from '@cunyi/shared/words/days.ts'
import {
  ASSEMBLIES,
  type Assembly,
  MOVES,
  type Move,
  STAGES,
  type Stage,
} from '@cunyi/shared/words/vocabulary.ts'
import type { Row } from '#base/evidence/queries/records.ts'

export type Entry = { path: string; title: string }
/** What the index and the README both say of a package. */
export type About = {
  kind: PackageKind
  villageName: string
  number: string
  title: string
  madeAt: Date
  papers: Entry[]
  attachments: Entry[]
  /** The county's own site, where the checker page is. */
  site: string
}
type Content = About & { moves: Row[]; meetings: Row[]; polls: Row[]; records: string[] }

const safe = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)
const link = ({ path, title }: Entry) =>
  `<li><a href="${safe(path.split('/').map(encodeURIComponent).join('/'))}">${safe(title)}</a></li>`
const list = (entries: Entry[]) =>
  entries.length > 0 ? `<ul>${entries.map(link).join('')}</ul>` : '<p>无</p>'
const STYLE =
  'body{font:18px/1.6 "Noto Serif SC","Source Han Serif SC",SimSun,serif;max-width:46em;margin:1.5em auto;padding:0 1em;color:#1a1a1a}' +
  'h1{font-size:1.5em}h2{font-size:1.15em;margin-top:1.6em;border-bottom:1px solid #999}a{color:#8a1c12}' +
  'table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.3em .5em;text-align:left;vertical-align:top}' +
  'code{word-break:break-all}.quiet{color:#555}'

const endOf = ({ status, voidReason }: Row): string =>
  status === 'void'
    ? `作废 void${voidReason ? `：${VOID_REASONS[voidReason as VoidReason]?.zh ?? voidReason}` : ''}`
    : '未结束 not ended'

export function indexPage(content: Content): string {
  const { kind, villageName, number, title, madeAt, moves, meetings, polls } = content
  const what = kind === 'office' ? '存档包（全部记录）Office package' : '公开包（不含个人信息）Public package'
  const sittings = polls.map((poll) => {
    const meeting = meetings.find((one) => one.id === poll.meetingId)
    const figures = poll.status === 'closed' ? (poll.figures as Tally) : null
    const body = meeting ? ASSEMBLIES[meeting.assembly as Assembly].zh : ''
    const held = meeting ? shanghaiTime(new Date(meeting.opensAt)) : ''
    return `<tr><td>${safe(held)}</td><td>${safe(body)}</td><td>${safe(figures?.sentenceZh ?? endOf(poll))}</td></tr>`
  })
  const lines = moves.map(
    (move) =>
      `<tr><td>${shanghaiTime(new Date(move.at))}</td><td>${MOVES[move.move as Move].zh}</td><td>${STAGES[move.to as Stage].zh}</td></tr>`,
  )
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(`${number} ${title}`)}</title><style>${STYLE}</style></head><body>
<h1>${safe(title)}</h1>
<p>${safe(villageName)}　${safe(number)}<br>${what}，${shanghaiTime(madeAt)} 制作</p>
<h2>经过 Steps</h2><table><tr><th>时间</th><th>事项</th><th>到</th></tr>${lines.join('')}</table>
<h2>表决 Votes</h2><table><tr><th>开会时间</th><th>会议</th><th>结果</th></tr>${sittings.join('')}</table>
<h2>材料 Papers</h2>${list(content.papers)}
<h2>附件 Attachments</h2>${list(content.attachments)}
<h2>记录 Records</h2>${list(content.records.map((name) => ({ path: `records/${name}.json`, title: name })))}
<p class="quiet">说明：<a href="README.txt">README.txt</a>；校验值：<a href="SHA256SUMS">SHA256SUMS</a>。每个文件的格式在 schemas/。留痕片段：<a href="evidence/slice.json">evidence/slice.json</a>；文件清单与签名：<a href="manifest.json">manifest.json</a>、<a href="manifest.sig">manifest.sig</a>。</p>
<h2>怎样查验 How to check it</h2>
<p>不用装程序：到县里的网站（网址后加 <code>/verify.html</code>）存下查验页，不上网也能用，把本包和县校验点清单拖进去。不要用别人随包发来的查验页：它可能被改过。<br>
Without a program: keep the checker page of the county's site, at <code>/verify.html</code>; it works offline. Do not use one that came with a package: it may have been altered.</p>
<p>或者用开放源代码的查验程序：<code>npm run verify -- 本包.zip --checkpoints 县校验点清单.json</code>。它重算名册、法定人数、票数、步骤、公示天数、回执和留痕链。没有县校验点清单，它只能说这个包自身是否一致，不能说是谁做的；有一份早先的清单，历史被整个改写也查得出来。<br>
The open verifier recomputes rolls, quorums, tallies, moves, disclosure days, receipts and the evidence chain. Without a county checkpoint list it can say only whether this package agrees with itself, not who made it; with a list kept from an earlier day it finds a history rewritten as a whole.</p>
</body></html>
`
}
