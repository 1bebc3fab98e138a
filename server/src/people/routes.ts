import { type Day, shanghaiDate } from '@cunyi/shared/days.ts'
import { maskIdNumber, maskPhone, normaliseIdNumber } from '@cunyi/shared/idnumber.ts'
import { Rejection } from '@cunyi/shared/rejection.ts'
import type { Office } from '@cunyi/shared/vocabulary.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { idIndexOf, isPhone, normalisePhone, openIdNumber, openPhone, phoneIndexOf } from '../accounts/identity.ts'
import { answer } from '../answer.ts'
import { inVillage } from '../database/connect.ts'
import type { Parts } from '../parts.ts'
import { actingOffice, appoint, endOffice } from './actions.ts'
import { composition } from './composition.ts'
import { loadRollOffices } from './queries.ts'
import { listHouseholds } from './household-queries.ts'
import { countRoster, findRosterPerson, listHeldOffices, listRoster, type RosterFilter, type RosterKey, type RosterRow } from './roster.ts'
import { confirmImport, discardImport, importStateOf, startImport } from './workbook/imports.ts'
import { loadSealed, loadState } from './workbook/queries.ts'
import { textsOf } from './workbook/texts.ts'
import { writeWorkbook } from './workbook/write.ts'

const DONE = { ok: true } as const
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const peopleRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  rosterRoutes(app, parts)
  officeRoutes(app, parts)
  workbookRoutes(app, parts)
}

function rosterRoutes(app: FastifyInstance, parts: Parts) {
  answer(app, parts, 'listPeople', ({ params, query, now }) => {
    const day = shanghaiDate(now)
    const filter = filterOf(parts, query)
    const limit = query.limit ?? 50
    return inVillage(parts.db, params.village, async (tx) => {
      const found = await listRoster(tx, params.village, filter, day, readCursor(query.after), limit + 1)
      const rows = found.slice(0, limit)
      const held = officesByPerson(await loadRollOffices(tx, params.village, day))
      const last = found.length > limit ? rows.at(-1) : undefined
      const total = await countRoster(tx, params.village, filter, day)
      return { rows: rows.map((row) => shownPerson(parts, row, held)), next: last ? cursorOf(last) : null, total }
    })
  })
  answer(app, parts, 'listHouseholds', ({ params, query }) =>
    inVillage(parts.db, params.village, async (tx) => {
      const limit = query.limit ?? 50
      const found = await listHouseholds(tx, params.village, { ...query, limit: limit + 1 })
      const rows = found.slice(0, limit)
      return { rows, next: found.length > limit ? (rows.at(-1)?.number ?? null) : null }
    }),
  )
  answer(app, parts, 'getPerson', ({ params, now }) =>
    inVillage(parts.db, params.village, async (tx) => {
      const row = await findRosterPerson(tx, params.village, params.person)
      if (!row) throw new Rejection('notFound')
      return shownPerson(parts, row, officesByPerson(await loadRollOffices(tx, params.village, shanghaiDate(now))))
    }),
  )
  answer(app, parts, 'getComposition', ({ params, now }) =>
    inVillage(parts.db, params.village, async (tx) => ({ rows: await composition(tx, params.village, shanghaiDate(now)) })),
  )
}

function officeRoutes(app: FastifyInstance, parts: Parts) {
  answer(app, parts, 'listOffices', ({ params, query, now }) =>
    inVillage(parts.db, params.village, async (tx) => {
      const rows = await listHeldOffices(tx, params.village, query.on ?? shanghaiDate(now))
      return { rows: rows.map(({ personId, name, households, ...row }) => ({ ...row, person: { id: personId, name }, households: households.length })) }
    }),
  )
  answer(app, parts, 'appoint', async ({ caller, params, body, now }) => ({ id: await appoint(parts, params.village, body, caller, now) }))
  answer(app, parts, 'endOffice', async ({ caller, params, body, now }) => {
    await endOffice(parts, params.village, params.id, body, caller, now)
    return DONE
  })
}

function workbookRoutes(app: FastifyInstance, parts: Parts) {
  answer(app, parts, 'getTemplate', async ({ reply }) => sendWorkbook(reply, '村民花名册模板.xlsx', await writeWorkbook()))
  answer(app, parts, 'exportPeople', async ({ params, now, reply }) => {
    const texts = await inVillage(parts.db, params.village, async (tx) => {
      const sealed = new Map((await loadSealed(tx, params.village)).map((row) => [row.id, row]))
      return textsOf(await loadState(tx, params.village), (id) => ({
        idNumber: openIdNumber(parts.keys, sealed.get(id)?.idNumber ?? null),
        phone: openPhone(parts.keys, sealed.get(id)?.phone ?? null),
      }))
    })
    return sendWorkbook(reply, `花名册-${params.village}-${shanghaiDate(now)}.xlsx`, await writeWorkbook(texts))
  })
  answer(app, parts, 'uploadPeople', async ({ caller, params, request }) => {
    const part = await request.file()
    if (!part) throw new Rejection('malformed')
    const file = await part.toBuffer()
    const actor = { personId: caller.personId, office: actingOffice(caller) }
    const { id, done } = await startImport(parts, { villageId: params.village, file, fileName: part.filename, actor })
    done.catch((error) => parts.log.error({ error, import: id }, 'an import did not come to its end'))
    return { id }
  })
  answer(app, parts, 'getImport', ({ params }) =>
    inVillage(parts.db, params.village, (tx) => importStateOf(parts, tx, params.village, params.id)),
  )
  answer(app, parts, 'confirmImport', async ({ caller, params, body }) => {
    const actor = { personId: caller.personId, office: actingOffice(caller) }
    await confirmImport(parts, { villageId: params.village, id: params.id, actor, overwriteStale: body.overwriteStale ?? false })
    return DONE
  })
  answer(app, parts, 'discardImport', async ({ params }) => {
    await discardImport(parts, params.village, params.id)
    return DONE
  })
}

const sendWorkbook = (reply: FastifyReply, name: string, file: Buffer) =>
  reply
    .header('content-type', XLSX)
    .header('content-disposition', `attachment; filename="people.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('cache-control', 'no-store')
    .send(file)

type Asked = { q?: string; office?: Office; group?: string; party?: 'yes'; away?: 'yes' }

function filterOf({ keys }: Pick<Parts, 'keys'>, asked: Asked): RosterFilter {
  const text = asked.q?.normalize('NFC').trim()
  const id = normaliseIdNumber(text ?? '')
  return {
    ...(text ? { text } : {}),
    ...(text && isPhone(normalisePhone(text)) ? { phoneIndex: phoneIndexOf(keys, text) } : {}),
    ...(/^\d{17}[\dX]$/.test(id) ? { idIndex: idIndexOf(keys, id) } : {}),
    ...(asked.office ? { office: asked.office } : {}),
    ...(asked.group ? { group: asked.group } : {}),
    ...(asked.party ? { partyOnly: true } : {}),
    ...(asked.away ? { awayOnly: true } : {}),
  }
}

const officesByPerson = (rows: readonly { personId: string; office: Office }[]): Map<string, Office[]> => {
  const held = new Map<string, Office[]>()
  for (const { personId, office } of rows) held.set(personId, [...new Set([...(held.get(personId) ?? []), office])])
  return held
}

function shownPerson({ keys }: Pick<Parts, 'keys'>, row: RosterRow, held: ReadonlyMap<string, Office[]>) {
  const { idNumber, phone, orderNumber: _order, ...rest } = row
  const id = openIdNumber(keys, idNumber)
  const number = openPhone(keys, phone)
  return { ...rest, idNumberMasked: id && maskIdNumber(id), phoneMasked: number && maskPhone(number), offices: held.get(row.id) ?? [] }
}

const cursorOf = (row: RosterRow): string =>
  Buffer.from(JSON.stringify([row.orderNumber, row.birthDate, row.id])).toString('base64url')

function readCursor(text: string | undefined): RosterKey | null {
  if (text === undefined) return null
  try {
    const [number, birthDate, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [string, Day, string]
    if (typeof number === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(birthDate) && /^[0-9a-f-]{36}$/.test(id)) return { number, birthDate, id }
  } catch {
    // Falls through to the refusal.
  }
  throw new Rejection('malformed')
}
