/** 号码 as a village lives with them: codes, log-ins, a change proposed, an open poll. */
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { sql } from 'drizzle-orm'
import { names, sit } from '../polls/sitting.ts'
import { VILLAGE, type Village } from '../village.ts'

export const HOUR = 3_600_000
export const NEW = '10099990001'
export const VOTER = 'representative-1'
export const later = (village: Village, ms: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + ms))

export async function codeTo(village: Village, phone: string) {
  // Two messages of one instant have no order.
  await later(village, 1000)
  const { challenge } = await village.must(null, 'requestCode', { body: { phone } })
  const { rows } = await village.must(null, 'listOutbox', { query: { q: phone } })
  return { challenge, code: /\d{6}/.exec(rows[0]?.text ?? '')?.[0] ?? '000000' }
}
/** Logs in with a phone, and as that person. */
export async function enter(
  village: Village,
  phone: string,
  name: string,
  factor: Record<string, string> = {},
) {
  const { code, challenge } = await codeTo(village, phone)
  const entered = await village.ask(null, 'login', { body: { phone, code, challenge } })
  const headers = { authorization: `Bearer ${entered.body.accessToken}` }
  if (entered.body.acting) return { headers, reply: entered }
  const body = { village: VILLAGE, personId: village.id(name), ...factor }
  const reply = await village.ask(null, 'chooseCapacity', { headers, body })
  return { headers: { authorization: `Bearer ${reply.body.accessToken}` }, reply }
}
export const textsTo = async (village: Village, phone: string) =>
  (await village.must(null, 'listOutbox', { query: { q: phone } })).rows.map((row) => row.text)
export const proposeNumber = (
  village: Village,
  name: string,
  body: Record<string, string>,
  by = 'villageDirector',
) =>
  village.ask(by, 'proposeNumber', {
    params: { person: village.id(name) },
    body: { reason: '换了手机号', ...body },
  })
export const say = (village: Village, by: string, act: string) =>
  village.ask(by, 'confirmAct', { params: { act } })
export const numberRow = async (village: Village, name: string) => {
  const { rows } = await inVillage(village.db, VILLAGE, (tx) =>
    tx.execute<{ by: string | null; from: Date | null }>(
      sql`select active_by as by, active_from as "from" from people where id = ${village.id(name)}`,
    ),
  )
  return rows[0]
}
export const evidence = async (village: Village) =>
  (
    await inVillage(village.db, VILLAGE, (tx) =>
      tx.execute<{ act: string; payload: Record<string, unknown> }>(
        sql`select act, payload from evidence order by seq`,
      ),
    )
  ).rows
/** An open poll with a window of two days; he is signed in from far away. */
export async function openSitting(village: Village, windowHours = 48) {
  const sitting = await sit(village, { roll: names('representative', 15), online: [VOTER], windowHours })
  await sitting.open()
  return sitting
}
export const cast = async (
  village: Village,
  sitting: Awaited<ReturnType<typeof sit>>,
  headers: Record<string, string>,
) => {
  const params = { poll: sitting.pollId }
  const ticket = await village.ask(null, 'getTicket', { params, headers })
  if (ticket.status !== 200) return ticket
  return village.ask(null, 'castBallot', {
    params,
    headers: { authorization: `Bearer ${ticket.body.ticket}` },
    body: { ref: sitting.ref(), choice: 1 },
  })
}
/** A PIN as he has it for years. */
export const PIN = '739164'
export async function withPin(village: Village, name: string) {
  const { code, actId } = await village.must('villageDirector', 'printPaperCode', {
    params: { person: village.id(name) },
  })
  await village.must('oversightChair', 'confirmAct', { params: { act: actId } })
  return enter(village, village.phone(name), name, { paperCode: code, newPin: PIN })
}
