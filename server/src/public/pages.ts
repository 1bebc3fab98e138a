import { dateToInstant, shanghaiDate } from '@cunyi/shared/days.ts'
import { Rejection } from '@cunyi/shared/rejection.ts'
import { listCheckpoints } from '../checkpoints/actions.ts'
import { across } from '../database/connect.ts'
import { findDivision } from '../divisions/queries.ts'
import type { Parts } from '../parts.ts'
import { publicBoard, publicMatter, publicVillages } from '../records/public.ts'
import type { Page } from './renderer.ts'

const CODE = /^\d{12}$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Anything may stand in an address; only what can be a village is looked for. */
function villageCode(village: string) {
  if (!CODE.test(village)) throw new Rejection('notFound')
  return village
}
const wordsOf = (q: unknown, max: number) => (typeof q === 'string' ? q.trim().slice(0, max) : '')

export async function boardPage(
  parts: Parts,
  village: string,
  query: Record<string, unknown>,
  now: Date,
): Promise<Page> {
  const q = wordsOf(query.q, 60)
  const year = /^20\d\d$/.test(String(query.year)) ? Number(query.year) : null
  const board = await publicBoard(
    parts,
    villageCode(village),
    { q: q || undefined, year: year ?? undefined },
    now,
  )
  // To the day, so that the page stays the same until something changes.
  const asOf = dateToInstant(shanghaiDate(now)).toISOString()
  return { kind: 'board', board: { ...board, asOf }, q, year }
}

export async function matterPage(parts: Parts, village: string, proposal: string, now: Date): Promise<Page> {
  if (!ID.test(proposal)) throw new Rejection('notFound')
  return { kind: 'matter', matter: await publicMatter(parts, villageCode(village), proposal, now) }
}

export async function villagesPage(
  parts: Parts,
  query: Record<string, unknown>,
  welcome: boolean,
  now: Date,
): Promise<Page> {
  const q = wordsOf(query.q, 40)
  const county = typeof query.county === 'string' && /^\d{6}$/.test(query.county) ? query.county : undefined
  return {
    kind: 'villages',
    list: await publicVillages(parts, { county, q: q || undefined }, now),
    q,
    welcome,
  }
}

export async function helpPage(parts: Parts, village: string): Promise<Page> {
  const code = villageCode(village)
  const place = await across(parts.db, (tx) => findDivision(tx, code))
  if (place?.level !== 'village') throw new Rejection('notFound')
  return { kind: 'help', village: code, villageName: place.name }
}

export async function checkpointsPage(parts: Parts, county: string): Promise<Page> {
  if (!/^\d{6}$/.test(county)) throw new Rejection('notFound')
  return { kind: 'checkpoints', list: await listCheckpoints(parts, county, {}) }
}
