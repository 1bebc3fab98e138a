/** 规则修改: one person of the level proposes, another confirms; both are written down. */
import type { profileRow, profileVersion } from '@cunyi/shared/api/divisions.ts'
import {
  changedKeys,
  mergeProfiles,
  PROFILE_KEYS,
  type ProfileChanges,
  profileRows,
  whyNotProfile,
} from '@cunyi/shared/law/profile.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { tellAbove } from '#village/messages/above.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { layersByLevel } from './profile.ts'
import * as queries from './queries.ts'

type Level = 'county' | 'township' | 'village'
const LEVELS: readonly Level[] = ['county', 'township', 'village']

async function levelOf(tx: Tx, code: string): Promise<Level> {
  const level = (await findDivision(tx, code))?.level
  const known = LEVELS.find((one) => one === level)
  if (!known) throw new Refused('notFound')
  return known
}

/** Each value beside floor, parent and source, as the division itself sees it; and what was proposed so far. */
export const getProfile = (parts: Parts, code: string) =>
  inVillage(parts.db, code, async (tx) => {
    const level = await levelOf(tx, code)
    const set = layersByLevel(await queries.profileLayers(tx, code))
    // A level that has set nothing yet still is one: its parent's values stand beside its own.
    const layers = Object.fromEntries(
      LEVELS.slice(0, LEVELS.indexOf(level) + 1).map((one) => [one, set[one] ?? {}]),
    )
    const versions = await queries.profileVersions(tx, code)
    const nameOf = await namesOf(
      tx,
      versions.flatMap((row) => [row.proposedBy, row.confirmedBy ?? row.proposedBy]),
    )
    const named = (id: string) => ({ id, name: nameOf(id) })
    return {
      rows: profileRows(layers).map(
        (row): z.input<typeof profileRow> => ({
          key: row.key,
          zh: row.zh,
          en: row.en,
          value: row.value,
          from: row.from,
          parentValue: row.parent,
          floor: row.floor?.zh ?? null,
          floorEn: row.floor?.en ?? null,
          source: row.source,
          needsBasis: row.needsBasis,
          kind: row.kind,
          choices: row.choices ? [...row.choices] : null,
          range: row.range,
        }),
      ),
      versions: versions.map(
        (row): z.input<typeof profileVersion> => ({
          version: row.version,
          values: row.values,
          basis: row.basis,
          proposedBy: named(row.proposedBy),
          proposedAt: row.proposedAt.toISOString(),
          confirmedBy: row.confirmedBy ? named(row.confirmedBy) : null,
          confirmedAt: row.confirmedAt?.toISOString() ?? null,
          refusedAt: row.refusedAt?.toISOString() ?? null,
        }),
      ),
    }
  })

/** Floors, bases and keys that cannot stand together, over all that is in force now. */
async function mustStand(
  tx: Tx,
  code: string,
  level: Level,
  changes: ProfileChanges,
  basis: string | null,
): Promise<void> {
  const { county, township, village } = layersByLevel(await queries.profileLayers(tx, code))
  const above = mergeProfiles(county, township, village).values
  const parent = level === 'village' ? mergeProfiles(county, township) : mergeProfiles(county)
  must(whyNotProfile(changes, { basis, above, level, parent: parent.values }))
}

/** 提出规则修改. Values go over those the level has; null takes one back to the level above. */
export async function proposeProfile(
  parts: Parts,
  caller: Caller,
  code: string,
  given: { values: Record<string, unknown>; basis: string | null },
  now: Date,
) {
  if (caller.village !== code) throw new Refused('profileNotYourLevel')
  return inVillage(parts.db, code, async (tx) => {
    const level = await levelOf(tx, code)
    const basis = given.basis?.trim() || null
    const set = Object.fromEntries(Object.entries(given.values).filter(([, value]) => value !== null))
    await mustStand(tx, code, level, set as ProfileChanges, basis)
    if (level === 'village' && basis === null)
      throw new Refused('basisNeeded', labelOf(Object.keys(given.values)[0]))
    const versions = await queries.profileVersions(tx, code)
    if (versions.some((row) => !row.confirmedAt && !row.refusedAt)) throw new Refused('profilePending')
    const before = versions.find((row) => row.confirmedAt)?.values ?? {}
    const merged = { ...before, ...given.values }
    const values = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
    const version = (versions[0]?.version ?? 0) + 1
    const isFirst = await queries.insertProfileVersion(tx, {
      villageId: code,
      version,
      values,
      basis,
      proposedBy: caller.personId,
      proposedAt: now,
    })
    if (!isFirst) throw new Refused('changedMeanwhile')
    await appendEvidence(tx, {
      villageId: code,
      at: now,
      act: 'proposeProfile',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      payload: { version, changed: given.values, basis, before, after: values },
    })
    return { version }
  })
}

function labelOf(key: string | undefined) {
  const row = profileRows({}).find((one) => one.key === key)
  return { label: row ? { zh: row.zh, en: row.en } : '—', key: key ?? '' }
}

/** Which rules differ from those that were in force before. */
async function wordsOf(tx: Tx, { villageId, version, values }: queries.ProfileVersionRow) {
  const before = (await queries.profileVersions(tx, villageId)).find(
    (row) => row.confirmedAt && row.version < version,
  )
  return {
    what:
      changedKeys(before?.values ?? {}, values)
        .map((key) => PROFILE_KEYS[key].zh)
        .join('、') || '—',
  }
}

/** 确认或退回: by a second person of the same level. In force for matters submitted afterwards. */
export async function confirmProfile(
  parts: Parts,
  caller: Caller,
  code: string,
  version: number,
  agree: boolean,
  now: Date,
) {
  if (caller.village !== code) throw new Refused('profileNotYourLevel')
  return inVillage(parts.db, code, async (tx) => {
    const level = await levelOf(tx, code)
    const row = await queries.lockProfileVersion(tx, code, version)
    if (!row) throw new Refused('notFound')
    if (row.confirmedAt || row.refusedAt) throw new Refused('alreadyDone')
    if (agree && row.proposedBy === caller.personId) throw new Refused('samePersonTwice')
    // What they rest on was asked when they were proposed; the floors may have risen since.
    if (agree) await mustStand(tx, code, level, row.values as ProfileChanges, row.basis ?? 'earlier')
    await queries.settleProfileVersion(
      tx,
      code,
      version,
      agree ? { confirmedBy: caller.personId, confirmedAt: now } : { refusedAt: now },
    )
    if (agree)
      await tellAbove(tx, parts, { division: code, key: 'ruleChanged', params: await wordsOf(tx, row), now })
    await appendEvidence(tx, {
      villageId: code,
      at: now,
      act: agree ? 'confirmProfile' : 'refuseProfile',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      payload: { version },
    })
    return { ok: true as const }
  })
}
