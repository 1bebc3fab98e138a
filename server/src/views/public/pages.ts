import { dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import { keysOf, MATTER_CODES } from '@cunyi/shared/words/vocabulary.ts'
import { across } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { listCheckpoints } from '#views/checkpoints/actions.ts'
import { publicPetition } from '#views/dossiers/petition.ts'
import { publicBoard, publicMatter } from '#views/dossiers/public.ts'
import { publicVillages } from '#views/dossiers/villages.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { type Card, cardOf, cardOfPetition } from './card.ts'
import { feedOf } from './feed.ts'
import type { Page } from './renderer.ts'

const MATTER_CODE_KEYS = keysOf(MATTER_CODES)
const CODE = /^\d{12}$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Anything may stand in an address; only what can be a village is looked for. */
function villageCode(village: string) {
  if (!CODE.test(village)) throw new Refused('notFound')
  return village
}
const wordsOf = (q: unknown, max: number) => (typeof q === 'string' ? cut(q.trim(), max) : '')

export async function boardPage(
  parts: Parts,
  village: string,
  query: Record<string, unknown>,
  now: Date,
): Promise<Page> {
  const q = wordsOf(query.q, 60)
  const year = /^20\d\d$/.test(String(query.year)) ? Number(query.year) : null
  const code = MATTER_CODE_KEYS.find((one) => one === query.code) ?? null
  const filter = { q: q || undefined, year: year ?? undefined, code: code ?? undefined }
  const board = await publicBoard(parts, villageCode(village), filter, now)
  // To the day, so that the page stays the same until something changes.
  const asOf = dateToInstant(shanghaiDate(now)).toISOString()
  return { kind: 'board', board: { ...board, asOf }, q, year, code }
}

/** 嵌入条: what hangs now, small, for the page of a township. */
export async function stripPage(parts: Parts, village: string, now: Date): Promise<Page> {
  const { villageName, now: running } = await publicBoard(parts, villageCode(village), {}, now)
  return { kind: 'strip', village, villageName, running }
}

export const boardFeed = async (parts: Parts, village: string, kind: 'atom' | 'rss', now: Date) =>
  feedOf(await publicBoard(parts, villageCode(village), {}, now), parts.config.publicUrl, kind)

export async function matterCard(parts: Parts, village: string, proposal: string, now: Date): Promise<Card> {
  if (!ID.test(proposal)) throw new Refused('notFound')
  return cardOf(await publicMatter(parts, villageCode(village), proposal, now), parts.config.publicUrl)
}

export async function matterPage(parts: Parts, village: string, proposal: string, now: Date): Promise<Page> {
  if (!ID.test(proposal)) throw new Refused('notFound')
  return { kind: 'matter', matter: await publicMatter(parts, villageCode(village), proposal, now) }
}

const petitionAt = (parts: Parts, village: string, petition: string, now: Date) => {
  if (!ID.test(petition)) throw new Refused('notFound')
  return publicPetition(parts, villageCode(village), petition, now)
}
export const petitionPage = async (
  parts: Parts,
  village: string,
  petition: string,
  now: Date,
): Promise<Page> => ({ kind: 'petition', petition: await petitionAt(parts, village, petition, now) })
export const petitionCard = async (parts: Parts, village: string, petition: string, now: Date) =>
  cardOfPetition(await petitionAt(parts, village, petition, now), parts.config.publicUrl)

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
  if (place?.level !== 'village') throw new Refused('notFound')
  return { kind: 'help', village: code, villageName: place.name }
}

export async function checkpointsPage(parts: Parts, county: string): Promise<Page> {
  if (!/^\d{6}$/.test(county)) throw new Refused('notFound')
  return { kind: 'checkpoints', list: await listCheckpoints(parts, county, {}) }
}
