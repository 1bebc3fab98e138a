/** 取材料: which papers somebody may have, and one of them as a file. */
import { createHash } from 'node:crypto'
import { sees } from '@cunyi/shared/api/may.ts'
import { PAPER_KINDS, type PaperFormat } from '@cunyi/shared/papers/paper-kinds.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { namesAt } from '@cunyi/shared/words/village-names.ts'
import { STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { readContent } from '#base/files/store.ts'
import type { Parts } from '#base/parts/parts.ts'
import { relationIn } from '#door/session/queries/sessions.ts'
import { standingAt } from '#door/session/standing.ts'
import { loadProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { mustSee, type Viewer } from '#matters/proposals/view.ts'
import { moneyOf } from '#matters/works/money.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { drawPaper } from './draw.ts'
import { freeze } from './frozen.ts'
import { type YearRow, yearPaper } from './kinds/year-list.ts'
import { loadMatter, type Matter } from './matter.ts'
import type { Paper } from './model.ts'
import { sketchesOf } from './papers.ts'
import { findFrozen, isPacked, mattersOfYear, yearsWithMatters } from './queries.ts'
import { stateOf } from './settled.ts'
import { composed, type Sketch } from './sketch.ts'

type At = { villageId: string; proposalId: string; who: Viewer; now: Date }

/** What this person may have, still undrawn. Whoever may not see the matter finds nothing. */
async function seenSketches(
  tx: Tx,
  parts: Parts,
  { villageId, proposalId, who, now }: At,
): Promise<{ matter: Matter; seen: Sketch[] }> {
  await mustSee(tx, await loadProposal(tx, villageId, proposalId), who)
  const matter = await loadMatter(tx, villageId, proposalId, { publicUrl: parts.config.publicUrl, now })
  const insider = sees('namedMatters', standingAt(villageId, who))
  const related = new Map<string, boolean>()
  for (const { meeting } of matter.sittings) {
    const { roll, chair, recorder, teller } = await relationIn(tx, {
      village: villageId,
      meeting: meeting.id,
      person: who.personId,
    })
    related.set(meeting.id, roll || chair || recorder || teller)
  }
  const seen = sketchesOf(matter).filter(
    ({ seenBy, meetingId, ownerId }) =>
      insider ||
      seenBy === 'everybody' ||
      seenBy === 'village' ||
      ownerId === who.personId ||
      (seenBy === 'roll' && meetingId !== null && related.get(meetingId) === true),
  )
  return { matter, seen }
}

export const listPapers = (parts: Parts, at: At) =>
  inVillage(parts.db, at.villageId, async (tx) => ({
    rows: (await seenSketches(tx, parts, at)).seen.map(({ id, kind, about, meetingId, seenBy }) => ({
      id,
      kind,
      zh: PAPER_KINDS[kind].zh,
      en: PAPER_KINDS[kind].en,
      about,
      meetingId,
      isPublic: seenBy === 'everybody',
    })),
  }))

export type PaperFile = { tag: string; name: string; mime: string; draw: () => Promise<Buffer> }

const MIMES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** The tag is the paper's own digest: as long as nothing on it changes there is nothing to draw again. */
export function fileOf(paper: Paper, format: PaperFormat): PaperFile {
  const digest = createHash('sha256').update(JSON.stringify(paper)).digest('base64url').slice(0, 32)
  return {
    tag: `"${digest}-${format}"`,
    name: `${paper.title}.${format}`,
    mime: MIMES[format],
    draw: () => drawPaper(paper, format),
  }
}

export async function getPaper(parts: Parts, at: At, id: string, format: PaperFormat): Promise<PaperFile> {
  const { villageId, proposalId, now } = at
  const { file, kept, which } = await inVillage(parts.db, villageId, async (tx) => {
    const { matter, seen } = await seenSketches(tx, parts, at)
    const found = seen.find((one) => one.id === id)
    if (!found) throw new Refused('notFound')
    const state = await stateOf(matter, found)
    const which = state ? { villageId, proposalId, paper: id, state, format } : null
    const kept = which && (await findFrozen(tx, which))
    if (kept) return { kept }
    return {
      file: fileOf(await composed(matter, found), format),
      which: (await isPacked(tx, villageId, proposalId)) ? null : which,
    }
  })
  // 定稿: what was settled is the file that it was.
  if (kept)
    return {
      tag: `"${kept.digest.slice(0, 32)}"`,
      name: `${kept.title}.${format}`,
      mime: MIMES[format],
      draw: () => readContent(parts.config, kept.digest),
    }
  const title = file.name.slice(0, -format.length - 1)
  return which ? { ...file, draw: () => freeze(parts, which, title, file.draw, now) } : file
}

type OfYear = { villageId: string; year: number | undefined; who: Viewer; now: Date }

export const getYearList = (parts: Parts, { villageId, year, who, now }: OfYear) =>
  inVillage(parts.db, villageId, async (tx) => {
    const thisYear = Number(shanghaiDate(now).slice(0, 4))
    const asked = year ?? thisYear
    const insider = sees('namedMatters', standingAt(villageId, who))
    const rows: YearRow[] = []
    for (const row of await mattersOfYear(tx, villageId, asked)) {
      // What names households or persons is for insiders.
      if (row.sensitive && !insider) continue
      const money = await moneyOf(tx, row, profileOf(row).overrun_pct)
      rows.push({
        id: row.id,
        number: row.number,
        title: row.title,
        codes: row.codes,
        track: row.track,
        stage: row.stage,
        stageZh: STAGES[row.stage].zh,
        submittedAt: row.submittedAt?.toISOString() ?? null,
        resolutionNumber: row.resolutionNumber,
        decidedAt: row.lastDecidedAt?.toISOString() ?? null,
        planned: money.planned,
        spent: money.spent,
      })
    }
    const years = new Set([thisYear, ...(await yearsWithMatters(tx, villageId))])
    return { year: asked, years: [...years].sort((a, b) => b - a), rows }
  })

export async function getYearPaper(parts: Parts, asked: OfYear, format: PaperFormat): Promise<PaperFile> {
  const { year, rows } = await getYearList(parts, asked)
  const village = await inVillage(parts.db, asked.villageId, (tx) => findDivision(tx, asked.villageId))
  const names = namesAt(village ?? { name: asked.villageId }, asked.now)
  const issuedNow = { by: names.short, on: shanghaiDate(asked.now) }
  return fileOf({ ...yearPaper(names, year, rows, asked.now), issued: issuedNow }, format)
}
