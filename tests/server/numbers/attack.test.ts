/** findings B2: a clerk cannot vote for somebody by changing a phone number. */
import { lastSixOf } from '@cunyi/shared/words/idnumber.ts'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { confirmAlone, preview } from '../people/workbooks.ts'
import { sit } from '../polls/sitting.ts'
import { buildVillage, VILLAGE, type Village } from '../village.ts'

const NEW = '10099990001'

/** The village's own workbook with one cell of it changed. */
async function withOneCellChanged(village: Village, name: string, heading: string, value: string) {
  const { body } = await village.ask('villageDirector', 'exportPeople')
  const book = await readXlsx(body as Buffer)
  const page = book.sheets.find((sheet) => sheet.name === '人员')
  const [headings = []] = page?.rows ?? []
  const at = (text: string) => headings.findIndex((cell) => String(cell).replace('*', '') === text)
  const row = page?.rows.find((one) => one[at('姓名')] === name) as (string | null)[]
  row[at(heading)] = value
  return Buffer.from(
    await writeXlsx({ sheets: book.sheets.map(({ name: title, rows }) => ({ name: title, rows })) }),
  )
}
/** The newest code that a phone has got. */
async function codeTo(village: Village, phone: string) {
  const asked = await village.must(null, 'requestCode', { body: { phone } })
  const { rows } = await village.must(null, 'listOutbox', { query: { q: phone } })
  return { challenge: asked.challenge, code: /\d{6}/.exec(rows[0]?.text ?? '')?.[0] ?? '000000' }
}

test('one clerk alone, with an export, one changed cell, a code to the new phone and the tail of the ID number, casts no ballot', async () => {
  const village = await buildVillage()
  const voter = 'representative-1'
  const sitting = await sit(village, {
    roll: Array.from({ length: 15 }, (_, i) => `representative-${i + 1}`),
    online: [voter, 'representative-2'],
    windowHours: 48,
  })
  await sitting.open()
  const state = await preview(village, await withOneCellChanged(village, voter, '手机号', NEW))
  expect(state.counts).toMatchObject({ changed: 1, new: 0 })
  expect((await confirmAlone(village, state.id)).status).toBe(200)

  const { code, challenge } = await codeTo(village, NEW)
  const entered = await village.ask(null, 'login', { body: { phone: NEW, code, challenge } })
  const headers = { authorization: `Bearer ${entered.body.accessToken}` }
  const idTail = lastSixOf(village.idNumber(voter))
  const body = { village: VILLAGE, personId: village.id(voter), newPin: '739164', idTail }
  const chosen = await village.ask(null, 'chooseCapacity', { headers, body })
  const as = { authorization: `Bearer ${chosen.body.accessToken ?? entered.body.accessToken}` }
  const ticket = await village.ask(null, 'getTicket', { params: { poll: sitting.pollId }, headers: as })
  await village.ask(null, 'castBallot', {
    params: { poll: sitting.pollId },
    headers: { authorization: `Bearer ${ticket.body.ticket ?? chosen.body.accessToken}` },
    body: { ref: sitting.ref(), choice: 1 },
  })
  expect(await sitting.envelopes()).toEqual([])
  // The person himself votes as before.
  expect((await sitting.cast(voter, 'for')).status).toBe(200)
  expect(await sitting.envelopes()).toHaveLength(1)
})
