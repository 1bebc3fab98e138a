/** 说明和校验值: what lies in a package and how to check it, for whoever opens it in thirty years with no program of ours. */
import { EVIDENCE } from '@cunyi/shared/papers/package-format.ts'
import { shanghaiTime } from '@cunyi/shared/words/days.ts'
import type { About, Entry } from './index-page.ts'
import { type Files, listed } from './zip.ts'

export const README = 'README.txt'
export const SUMS = 'SHA256SUMS'

/**
 * As coreutils reads it. The slice is left out: its last entry covers this list, so that it cannot stand in it.
 */
export const sumsOf = (files: Files): string =>
  listed(files)
    .filter(({ path }) => path !== EVIDENCE && path !== SUMS)
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('')

const KIND = {
  office: ['存档包（全部记录，不对外公开）', 'Office package: every record; not for the public'],
  public: ['公开包（不含个人信息）', 'Public package: no personal data'],
} as const
const lineOf = ({ path, title }: Entry, i: number) => `  ${i + 1}. ${title}  ${path}`
const list = (entries: Entry[]) => (entries.length > 0 ? entries.map(lineOf) : ['  （无）'])

export function readMe({
  kind,
  villageName,
  number,
  title,
  madeAt,
  papers,
  attachments,
  site,
}: About): string {
  const [zh, en] = KIND[kind]
  return [
    title,
    `${villageName}  ${number}`,
    `${zh}  ${en}`,
    `${shanghaiTime(madeAt)} 制作（北京时间）  packed at that time, Beijing`,
    '',
    '一、怎么看  How to read it',
    '  打开 index.html：经过、表决、材料、附件，不用联网。Open index.html: steps, votes, papers and attachments, without a network.',
    '',
    '二、材料  Papers',
    ...list(papers),
    '',
    '三、附件  Attachments',
    ...list(attachments),
    '',
    '四、其他文件  Other files',
    '  records/      记录，JSON；格式在 schemas/  records as JSON, their forms in schemas/',
    '  evidence/     留痕片段  the slice of the evidence chain',
    '  manifest.json 文件清单，manifest.sig 是它的签名  the list of files, and its signature',
    '',
    '五、怎么查验  How to check it',
    '  1. 文件有没有损坏  whether a file is damaged:   sha256sum -c SHA256SUMS',
    '     这只说明文件完整；留痕片段不在其中，由下面的程序核对。It tells only that files are whole; the slice is not in it and is checked below.',
    '  2. 内容对不对  whether what it says is right',
    `     不用装程序  without a program: ${site}/verify.html`,
    '     存下这张查验页，不上网也能用，把本包和县校验点清单拖进去。不要用别人随包发来的查验页：它可能被改过。',
    '     Keep that page; it works offline. Do not use one that came with a package: it may have been altered.',
    '     或用命令  or by the command: npm run verify -- 本包.zip --checkpoints 县校验点清单.json',
    '     程序开放源代码，重算名册、法定人数、票数、步骤、公示天数和留痕链。The verifier is open source and recomputes rolls, quorums, tallies, moves, days and the chain.',
    '     没有县里的校验点清单，查不出是谁做的。Without the county\u2019s checkpoint list nobody can tell who made it.',
    '',
  ].join('\n')
}
