/** 导入: upload → read in a child → preview → confirm. Nothing of the village changes before the confirmation. */
import { createHash, randomUUID } from 'node:crypto'
import type { importState } from '@cunyi/shared/api/people.ts'
import { clearedAt } from '@cunyi/shared/law/clearing.ts'
import type { RowOptions } from '@cunyi/shared/people/workbook-row.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { explain, Refused } from '@cunyi/shared/words/refusal.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { sealField } from '#base/system/keys.ts'
import type { Caller } from '#door/session/caller.ts'
import { lockRoster } from '../queries/people.ts'
import { compareWorkbook } from './compare.ts'
import { type HeldList, lengthOf } from './hold.ts'
import { PLACE, splitUp, toSave } from './list.ts'
import { numbersOf } from './numbers.ts'
import { type Kept, openKept, optionsOf, previewOf } from './preview.ts'
import {
  findImport,
  importAct,
  insertImport,
  loadState,
  saveHouseholds,
  savePeople,
  updateImport,
  updateReading,
} from './queries.ts'
import { readWorkbookApart } from './run.ts'

export type Needed = Pick<Parts, 'db' | 'keys' | 'clock' | 'config' | 'log'>
export type Actor = { personId: string; office: string | null }
export type Upload = {
  villageId: string
  file: Buffer
  fileName: string
  /** Whose turn it is among those who bring files. */
  account: string
  actor: Actor
}

type ImportState = z.infer<typeof importState>

/** Read by this process now. */
const reading = new Set<string>()
/** A reading that no process is at any more. */
const INTERRUPTED_AFTER_MS = 2 * 60_000

/** Answers at once; `done` ends when the preview stands (or the file was refused). */
export async function startImport(
  parts: Needed,
  upload: Upload,
): Promise<{ id: string; done: Promise<void> }> {
  const id = randomUUID()
  const at = parts.clock.now()
  const { villageId, file, fileName, actor } = upload
  await inVillage(parts.db, villageId, (tx) =>
    insertImport(tx, {
      villageId,
      id,
      fileDigest: createHash('sha256').update(file).digest('hex'),
      fileName: cut(fileName, 200),
      status: 'reading',
      by: actor.personId,
      at,
    }),
  )
  reading.add(id)
  const done = readAndPreview(parts, upload, id, at).finally(() => reading.delete(id))
  return { id, done }
}

async function readAndPreview(
  parts: Needed,
  { villageId, file, account }: Upload,
  id: string,
  at: Date,
): Promise<void> {
  const today = shanghaiDate(at)
  const options: RowOptions = { demoAllowed: parts.config.mode !== 'production', today }
  const note = progressOf(parts, villageId, id)
  try {
    const { rowsRead: _, ...kept } = await readWorkbookApart({ file, options }, account, note.rows)
    await note.settled()
    await inVillage(parts.db, villageId, (tx) => keepPreview(parts, tx, { villageId, id, kept, today }))
  } catch (error) {
    if (!(error instanceof Refused))
      parts.log.error({ err: error, import: id }, 'a workbook could not be read')
    const refused = error instanceof Refused ? error : new Refused('workbookUnreadable')
    await note.settled()
    await inVillage(parts.db, villageId, (tx) =>
      updateReading(tx, villageId, id, {
        status: 'failed',
        faults: [wholeFile(refused)],
        counts: { ...NOTHING, faulty: 1, faults: 1 },
      }),
    )
  }
}

/** What the rows would change, and the rows themselves sealed until they are confirmed. */
export async function keepPreview(
  parts: Needed,
  tx: Tx,
  { villageId, id, kept, today }: { villageId: string; id: string; kept: Kept; today: string },
): Promise<void> {
  const numbers = await numbersOf(parts, tx, villageId)
  const compared = compareWorkbook(
    await loadState(tx, villageId),
    kept.rows,
    optionsOf(parts, today, numbers),
  )
  await updateReading(tx, villageId, id, {
    ...previewOf(compared, kept, numbers),
    status: 'previewed',
    progress: 100,
    rows: sealField(parts.keys, PLACE, JSON.stringify(kept)),
    basedOn: compared.basedOn,
  })
}

const NOTHING = { new: 0, changed: 0, unchanged: 0, stale: 0, double: 0, faulty: 0, faults: 0 }

function wholeFile({ code, params }: Refused) {
  const { messageZh, messageEn } = explain(code, params)
  return {
    sheet: '',
    row: 0,
    column: '',
    value: '',
    code,
    stops: true,
    messageZh,
    messageEn,
    mendZh: null,
    mendEn: null,
  }
}

/** Writes progress one at a time; a slow database only makes it coarser. */
function progressOf(parts: Needed, villageId: string, id: string) {
  let writing: Promise<unknown> = Promise.resolve()
  let busy = false
  return {
    rows: (read: number) => {
      if (busy) return
      busy = true
      // How many rows there are is known only at the end: the bar comes closer to 90 without reaching it.
      const progress = Math.round((90 * read) / (read + 1500))
      writing = inVillage(parts.db, villageId, (tx) => updateReading(tx, villageId, id, { progress }))
        .catch((error) => parts.log.warn({ err: error, import: id }, 'progress of an import was not written'))
        .finally(() => {
          busy = false
        })
    },
    settled: () => writing,
  }
}

/** Puts the list before a second person, with the entry of evidence of the whole. */
export type HoldList = (
  tx: Tx,
  held: {
    villageId: string
    importId: string
    total: number
    /** Lists of one person wait beside each other; of a whole roster one at a time. */
    person: string | null
    /** Whose number it would change: he is told first. */
    renumbered: string[]
    leaves: (actId: string) => Promise<unknown>
    caller: Caller
    now: Date
  },
) => Promise<{ actId: string }>

/**
 * 确认: the good rows in one transaction, compared anew with what stands there now. What touches log-in, right to vote,
 * departure or an office waits as one list for a second person; until then the old facts hold.
 */
export async function confirmImport(
  parts: Needed,
  holdList: HoldList,
  confirmed: {
    villageId: string
    id: string
    caller: Caller
    office: string | null
    overwriteStale: boolean
    decided: Record<string, boolean>
    byHead?: boolean | undefined
  },
): Promise<void> {
  const { villageId, id, caller, office, overwriteStale, decided, byHead } = confirmed
  const now = parts.clock.now()
  await inVillage(parts.db, villageId, async (tx) => {
    await lockRoster(tx, villageId)
    const row = await findImport(tx, villageId, id, true)
    if (!row) throw new Refused('notFound')
    if (row.status === 'done') throw new Refused('alreadyDone')
    if (row.status !== 'previewed' || !row.rows) throw new Refused('importNotPreviewed')
    const kept = openKept(parts, row.rows)
    const hasHomes = (kept.rows.homes?.length ?? 0) > 0
    if (hasHomes && byHead === undefined) throw new Refused('homesUndecided')
    const numbers = await numbersOf(parts, tx, villageId)
    const state = await loadState(tx, villageId)
    const compared = compareWorkbook(state, kept.rows, {
      ...optionsOf(parts, shanghaiDate(now), numbers),
      basedOn: row.basedOn ?? {},
      overwriteStale,
      decided,
      ...(byHead === undefined ? {} : { byHead }),
    })
    const { atOnce, list } = splitUp(numbers, state, compared)
    await saveHouseholds(tx, villageId, atOnce.households)
    await savePeople(
      tx,
      atOnce.people.map((person) => toSave(parts, villageId, person, now)),
    )
    const preview = previewOf(compared, kept, numbers)
    const total = lengthOf(list)
    // The rows read hold ID numbers and phones: what waits is kept sealed, the others go as soon as they are used.
    await updateImport(tx, villageId, id, {
      ...preview,
      status: 'done',
      progress: 100,
      rows: total > 0 ? sealField(parts.keys, PLACE, JSON.stringify(list)) : null,
      listed: total > 0 ? total : null,
      basedOn: null,
      confirmedAt: now,
    })
    const leaves = (actId: string | null) =>
      appendEvidence(tx, {
        villageId,
        at: now,
        act: 'confirmImport',
        by: caller.personId,
        office,
        payload: {
          import: id,
          file: row.fileDigest,
          counts: preview.counts,
          overwriteStale,
          decided,
          ...(hasHomes ? { byHead } : {}),
          written: {
            households: atOnce.households.map((one) => one.id),
            people: atOnce.people.map((one) => one.id),
          },
          waits: { actId, people: changesOf(list), offices: list.offices.map(({ after }) => after.personId) },
        },
      })
    if (total === 0) return void (await leaves(null))
    const { actId } = await holdList(tx, {
      villageId,
      importId: id,
      total,
      person: kept.byHand ? (list.people[0]?.after.id ?? id) : null,
      renumbered: list.people
        .filter(({ before, fields }) => before?.phoneIndex && fields.includes('phoneIndex'))
        .map(({ after }) => after.id),
      leaves,
      caller,
      now,
    })
    await updateImport(tx, villageId, id, { actId })
  })
}

/** Whom it would change and in which fields; who is new, by his id alone. */
const changesOf = (list: HeldList) =>
  list.people.map(({ before, after, fields }) =>
    before ? { person: after.id, fields } : { person: after.id },
  )

/** The rows read, and what was said of them name by name, are gone; that there was an upload stays. */
const EMPTIED = { status: 'discarded', rows: null, basedOn: null, changes: null, faults: null }

export async function discardImport(parts: Needed, villageId: string, id: string): Promise<void> {
  await inVillage(parts.db, villageId, async (tx) => {
    const row = await findImport(tx, villageId, id, true)
    if (!row) throw new Refused('notFound')
    if (row.status !== 'previewed' && row.status !== 'reading') throw new Refused('importNotPreviewed')
    await updateImport(tx, villageId, id, EMPTIED)
  })
}

/** Seven days and nobody confirmed it: as if it had been thrown away. So goes a list whose second has said no. */
export async function emptyPreview(parts: Needed, villageId: string, id: string, now: Date): Promise<void> {
  await inVillage(parts.db, villageId, async (tx) => {
    const row = await findImport(tx, villageId, id, true)
    if (!row || clearedAt('preview', row.at) > now) return
    if (row.status === 'previewed') await updateImport(tx, villageId, id, EMPTIED)
    // A list that was refused or has lapsed; one that waits is kept as long as it does.
    else if (row.actId && (await importAct(tx, villageId, row.actId))?.state !== 'waiting')
      await updateImport(tx, villageId, id, { rows: null, listed: null })
  })
}

export const getImport = (parts: Needed, villageId: string, id: string) =>
  inVillage(parts.db, villageId, (tx) => importStateOf(parts, tx, villageId, id))

/** The import as the page follows it. One that nobody reads any more (the server was stopped) is told as failed. */
async function importStateOf(parts: Needed, tx: Tx, villageId: string, id: string): Promise<ImportState> {
  const row = await findImport(tx, villageId, id)
  if (!row) throw new Refused('notFound')
  const act = row.actId ? ((await importAct(tx, villageId, row.actId)) ?? null) : null
  const idle = parts.clock.now().getTime() - row.at.getTime() > INTERRUPTED_AFTER_MS
  const interrupted = row.status === 'reading' && idle && !reading.has(id)
  const {
    new: added = 0,
    changed = 0,
    unchanged = 0,
    faulty = 0,
    stale = 0,
    double = 0,
    faults: faultsTotal = 0,
    homes = 0,
  } = row.counts ?? {}
  return {
    id,
    fileName: row.fileName,
    status: interrupted ? 'failed' : (row.status as ImportState['status']),
    progress: row.progress,
    counts: row.counts ? { new: added, changed, unchanged, faulty, stale, double } : null,
    faults: interrupted
      ? [wholeFile(new Refused('importInterrupted'))]
      : ((row.faults ?? []) as ImportState['faults']),
    faultsTotal: interrupted ? 1 : faultsTotal,
    changes: (row.changes ?? []) as ImportState['changes'],
    homes,
    at: row.at.toISOString(),
    list: act && {
      actId: act.id,
      total: Number(act.asked.total),
      state: act.state,
      dueAt: act.dueAt?.toISOString() ?? null,
    },
  }
}
