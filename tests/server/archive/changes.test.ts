/** 改动试验: each change is tried by a stranger and by whoever holds the key; it is found, and a second verifier agrees. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PackageKind } from '@cunyi/shared/papers/package-format.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { verifyFiles } from '../../../server/verify/verify.ts'
import { askSecond, HAS_PYTHON, type Told } from '../../verifier/second.ts'
import { CHANGES, rewritten } from './changes.ts'
import { type Files, type Played, pack, playToArchive, relist, unpack } from './played.ts'

const KINDS: PackageKind[] = ['office', 'public']
let played: Played
let folder: string
const whole = {} as Record<PackageKind, Files>
beforeAll(async () => {
  played = await playToArchive(inject('cluster'))
  folder = mkdtempSync(join(tmpdir(), 'cunyi-changes-'))
  for (const kind of KINDS) whole[kind] = unpack(played.packages[kind])
}, 300_000)
afterAll(async () => {
  await played?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

const verify = (files: Files, withList = true) =>
  verifyFiles(new Map(Object.entries(files)), withList ? played.list : null)

/** What the other verifier says of each, in one run. */
function second(packages: Files[], list = true): Told[] {
  const paths = packages.map((files, i) => {
    const path = join(folder, `${i}.zip`)
    writeFileSync(path, pack(files))
    return path
  })
  const listPath = join(folder, 'list.json')
  writeFileSync(listPath, JSON.stringify(played.list))
  return askSecond(paths, list ? listPath : null)
}

describe('改动', () => {
  test('untouched, both verifiers call it whole and anchored on the same day', () => {
    const told = HAS_PYTHON ? second(KINDS.map((kind) => whole[kind])) : null
    KINDS.forEach((kind, i) => {
      const { faults, anchoredOn } = verify(whole[kind])
      expect(faults).toEqual([])
      expect(anchoredOn).toMatch(/^\d{4}/)
      if (told) expect(told[i]).toMatchObject({ whole: true, faults: [], anchoredOn })
    })
  })

  test('each change is found, whoever made it; printed by kind', { timeout: 300_000 }, () => {
    const tally = new Map<string, { tried: number; stranger: number; holder: number; second: number }>()
    const missed: string[] = []
    const forStranger = generateKeyPairSync('ed25519').privateKey
    for (const kind of KINDS) {
      const forged: { name: string; kind: string; files: Files }[] = []
      for (const change of CHANGES) {
        const files = change.make(whole[kind])
        if (!files) continue
        const line = tally.get(change.kind) ?? { tried: 0, stranger: 0, holder: 0, second: 0 }
        tally.set(change.kind, line)
        line.tried += 1
        const name = `${kind}, ${change.kind}: ${change.name}`
        // A stranger signs with a key of his own; nobody needs a list to find what does not fit.
        if (verify(relist(files, forStranger), false).whole) missed.push(`stranger, ${name}`)
        else line.stranger += 1
        const byHolder = relist(files, played.signing)
        if (verify(byHolder, false).whole) missed.push(`holder of the key, ${name}`)
        else line.holder += 1
        forged.push({ name, kind: change.kind, files: byHolder })
      }
      if (!HAS_PYTHON) continue
      second(
        forged.map((one) => one.files),
        false,
      ).forEach((told, i) => {
        const one = forged[i] as (typeof forged)[number]
        const line = tally.get(one.kind)
        if (told.whole) missed.push(`second verifier, ${one.name}`)
        else if (line) line.second += 1
      })
    }
    for (const [kind, one] of tally)
      console.log(
        `${kind}: ${one.tried} tried; found: ${one.stranger} by a stranger, ${one.holder} by the holder of the key, ${one.second} by the second verifier`,
      )
    expect(missed).toEqual([])
    expect([...tally.values()].reduce((sum, one) => sum + one.tried, 0)).toBeGreaterThan(120)
  })

  test('a history reckoned anew by the holder of the key agrees with itself, and is found by whoever kept a list', () => {
    const forged = relist(
      rewritten(whole.office, (entries) => {
        const one = entries.find((entry) => entry.payload?.act === 'raiseObjection')
        Object.assign(one?.payload ?? {}, { by: null })
      }),
      played.signing,
    )
    expect(verify(forged, false)).toMatchObject({ whole: true, anchoredOn: null, signer: { listed: null } })
    expect(
      verify(forged)
        .faults.map((fault) => fault.en)
        .join(),
    ).toContain('history was rewritten')
    if (!HAS_PYTHON) return
    expect(second([forged], false)[0]).toMatchObject({ whole: true })
    expect(second([forged])[0]).toMatchObject({ whole: false })
  })
})
