/** 本村的规则 on the public page: what was changed, what it rests on, what the assembly has entrusted. */
import type { PublicBoard } from '@cunyi/shared/api/records.ts'
import { LEGAL_BASES } from '@cunyi/shared/law/legal-bases.ts'
import { changedKeys, PROFILE_KEYS } from '@cunyi/shared/law/profile.ts'
import { yuan } from '@cunyi/shared/words/money.ts'
import { MATTER_CODES } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { findingsIn } from '#village/privacy/lint.ts'
import { allAuthorisations, allLegalBases, profileVersions } from '#village/profiles/queries.ts'

const SHOWN = 10

/** What the village has changed of its rules; a basis with personal data in it stays inside. */
export async function rulesOf(tx: Tx, village: string): Promise<PublicBoard['rules']> {
  const versions = (await profileVersions(tx, village)).filter((row) => row.confirmedAt)
  return versions.slice(0, SHOWN).map((row, i) => {
    const keys = changedKeys(versions[i + 1]?.values ?? {}, row.values)
    return {
      version: row.version,
      at: (row.confirmedAt ?? row.proposedAt).toISOString(),
      basis: row.basis && findingsIn(row.basis).length === 0 ? row.basis : null,
      changed: keys.map((key) => ({ zh: PROFILE_KEYS[key].zh, en: PROFILE_KEYS[key].en })),
    }
  })
}

/** What rules rest on here, and what was entrusted to the representatives; also what has ended. */
export async function basesOf(tx: Tx, village: string): Promise<PublicBoard['bases']> {
  const bases = (await allLegalBases(tx, village)).map((row) => ({
    ...row,
    what: LEGAL_BASES[row.kind as keyof typeof LEGAL_BASES],
    text: findingsIn(row.text).length === 0 ? row.text : null,
  }))
  const entrusted = (await allAuthorisations(tx, village)).map((row) => ({
    ...row,
    what: {
      zh: `授权村民代表会议决定：${row.codes.map((code) => MATTER_CODES[code].zh).join('、')}`,
      en: `Entrusted to the representatives: ${row.codes.map((code) => MATTER_CODES[code].en).join(', ')}`,
    },
    text: row.uptoFen === null ? null : `两委商议不超过${yuan(row.uptoFen)}元`,
  }))
  return [...bases, ...entrusted]
    .sort((a, b) => b.recordedAt.getTime() - a.recordedAt.getTime())
    .slice(0, SHOWN)
    .map(({ id, what, text, from, to, recordedAt, endedAt }) => ({
      id,
      what,
      text,
      from,
      to,
      recordedAt: recordedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    }))
}
