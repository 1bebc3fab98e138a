/** 手工登记: one person by a form. It is one row of a workbook: the same reading, preview, second person and evidence. */
import { createHash, randomUUID } from 'node:crypto'
import type { peopleApi } from '@cunyi/shared/api/people.ts'
import { checkRows } from '@cunyi/shared/people/workbook-check.ts'
import { type CellValue, parseRow } from '@cunyi/shared/people/workbook-row.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { SEXES } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage } from '#base/database/connect.ts'
import { openIdNumber } from '#base/system/identity.ts'
import { findRosterPerson } from '../queries/roster.ts'
import { type Actor, keepPreview, type Needed } from './imports.ts'
import { insertImport } from './queries.ts'
import type { TextRow } from './write.ts'

type Asked = z.infer<typeof peopleApi.enterPerson.body>
/** A form has one row; 0 would be the whole sheet. */
const ROW = 1
const FORM = '手工登记'

/** The preview of what the form would change. Refused `notFound`: nobody of that id. */
export async function enterPerson(
  parts: Needed,
  villageId: string,
  { personId, cells: given }: Asked,
  actor: Actor,
): Promise<{ id: string }> {
  const at = parts.clock.now()
  const today = shanghaiDate(at)
  const id = randomUUID()
  return inVillage(parts.db, villageId, async (tx) => {
    const held = personId ? await findRosterPerson(tx, villageId, personId) : null
    if (held === undefined) throw new Refused('notFound')
    const { villageGroup, household, ...cells } = {
      ...given,
      name: given.name ?? held?.name ?? '',
      sex: given.sex ?? (held ? SEXES[held.sex].zh : ''),
      birthDate: given.birthDate ?? held?.birthDate ?? '',
    }
    // The number says the sex and the day of birth of who has one; it is changed by a form of its own.
    if (held) delete cells.idNumber
    if (held && openIdNumber(parts.keys, held.idNumber)) {
      cells.sex = SEXES[held.sex].zh
      cells.birthDate = held.birthDate
    }
    const options = { demoAllowed: parts.config.mode !== 'production', today }
    const person = parseRow('people', ROW, filled({ ...cells, household }), options)
    if (personId) person.values.personId = personId
    const home =
      household && villageGroup
        ? [parseRow('households', ROW, filled({ number: household, villageGroup }), options)]
        : []
    const checked = checkRows({ households: home, people: [person], offices: [], members: [] })
    // As it was typed: what stays out can be downloaded and mended like a row of a file.
    const raw = {
      households: [],
      offices: [],
      members: [],
      people: [{ row: ROW, cells: texts({ ...cells, household }) }],
    }
    await insertImport(tx, {
      villageId,
      id,
      fileDigest: createHash('sha256').update(JSON.stringify(given)).digest('hex'),
      fileName: FORM,
      status: 'reading',
      by: actor.personId,
      at,
    })
    await keepPreview(parts, tx, { villageId, id, kept: { ...checked, raw, byHand: true }, today })
    return { id }
  })
}

const texts = (cells: Record<string, string | undefined>): TextRow =>
  Object.fromEntries(Object.entries(cells).map(([key, text]) => [key, text ?? '']))

/** A field that was left out is a column the form does not have. */
const filled = (cells: Record<string, string | undefined>): Record<string, CellValue> =>
  Object.fromEntries(
    Object.entries(cells).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])),
  )
