import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadVillages, tellDemoLogins } from '@cunyi/server/app/demo/load.ts'
import { DEMO_LOGINS } from '@cunyi/server/app/demo/logins.ts'
import {
  BIG_VILLAGE,
  bigVillage,
  SMALL_VILLAGE,
  smallVillage,
  textsOfVillage,
} from '@cunyi/server/app/demo/village.ts'
import { reactions } from '@cunyi/server/app/wiring/reactions.ts'
import { connect, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import type { Parts } from '@cunyi/server/base/parts/parts.ts'
import { realClock } from '@cunyi/server/base/system/clock.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { makeKeyFile, readKeys } from '@cunyi/server/base/system/keys.ts'
import { makeLog } from '@cunyi/server/base/system/log.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { loadRollOffices, loadRollPeople } from '@cunyi/server/village/people/queries/people.ts'
import { writeWorkbook } from '@cunyi/server/village/people/workbook/write.ts'
import { compositionFaults } from '@cunyi/shared/people/composition.ts'
import { rollFigures, rollFor } from '@cunyi/shared/people/rolls.ts'
import { isDemoIdNumber, isIdNumber } from '@cunyi/shared/words/idnumber.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../fresh.ts'

const DAY = '2026-11-22'
const MINE = '11111111-1111-4111-8111-111111111111'
let parts: Parts
let close: () => Promise<void>

beforeAll(async () => {
  const database = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-demo-'))
  const config = readConfig({ CUNYI_MODE: 'demo', CUNYI_HOME: folder, LOG_LEVEL: 'error' })
  makeKeyFile(config.keyFile)
  const db = connect(database.appUrl)
  parts = {
    config,
    db,
    clock: realClock(),
    keys: readKeys(config.keyFile),
    instance: { id: MINE, drill: null, copyOf: null },
    pollKeys: folderPollKeys(config.keysDir, { id: MINE, isDrill: false }),
    reactions,
    log: makeLog('error'),
    fence: 'whole',
    stopping: new AbortController().signal,
  }
  close = async () => {
    await disconnect(db)
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
  const began = performance.now()
  await loadVillages(parts, () => {})
  console.log(`demo loaded in ${Math.round(performance.now() - began)} ms`)
}, 240_000)
afterAll(() => close())

const figures = (village: string, assembly: Assembly, day = DAY, options = {}) =>
  inVillage(parts.db, village, async (tx) => {
    const roll = rollFor(
      assembly,
      await loadRollPeople(tx, village, day),
      await loadRollOffices(tx, village, day),
      day,
      options,
    )
    return { ...rollFigures(roll), there: roll.length }
  })

describe('The demo village, brought in by its workbook', () => {
  test('has the figures the rules are tried with', async () => {
    expect(await figures(BIG_VILLAGE, 'villagers')).toMatchObject({ entitled: 1866 })
    expect(await figures(BIG_VILLAGE, 'households')).toMatchObject({ entitled: 612, households: 612 })
    expect(await figures(BIG_VILLAGE, 'members')).toMatchObject({ entitled: 1790 })
    expect(await figures(BIG_VILLAGE, 'representatives')).toMatchObject({
      entitled: 60,
      women: 21,
      households: 612,
    })
    expect(await figures(BIG_VILLAGE, 'partyMembers')).toMatchObject({
      entitled: 63,
      allMembers: 66,
      there: 67,
    })
    expect(await figures(BIG_VILLAGE, 'branch')).toMatchObject({ entitled: 5 })
    expect(await figures(BIG_VILLAGE, 'committees')).toMatchObject({ entitled: 7 })
    expect(await figures(BIG_VILLAGE, 'memberRepresentatives')).toMatchObject({
      entitled: 57,
      households: 612,
    })
  })
  test('registers 2,430 people, 36 of the 66 Party members away, ten with rare characters', async () => {
    const people = await inVillage(parts.db, BIG_VILLAGE, (tx) => loadRollPeople(tx, BIG_VILLAGE, DAY))
    expect(people.filter((one) => one.registered)).toHaveLength(2430)
    expect(people.filter((one) => one.partyStatus !== 'none' && one.away)).toHaveLength(36)
    expect(bigVillage().people.filter((one) => /䶮|㛃|𬭚|𠅤|喆|玥|燚|犇|𣸣|㴪/u.test(one.name))).toHaveLength(
      10,
    )
  })
  test('keeps its figures for a year: nobody comes of age', async () => {
    expect(await figures(BIG_VILLAGE, 'villagers', '2026-01-01')).toMatchObject({ entitled: 1866 })
    expect(await figures(BIG_VILLAGE, 'villagers', '2027-11-22')).toMatchObject({ entitled: 1866 })
  })
  test('has lawful bodies, and so has the small one', async () => {
    for (const village of [BIG_VILLAGE, SMALL_VILLAGE]) {
      const faults = await inVillage(parts.db, village, async (tx) =>
        compositionFaults(
          await loadRollPeople(tx, village, DAY),
          await loadRollOffices(tx, village, DAY),
          DAY,
        ),
      )
      expect(faults).toEqual([])
    }
    expect(await figures(SMALL_VILLAGE, 'villagers')).toMatchObject({ entitled: 64 })
    expect(await figures(SMALL_VILLAGE, 'branch', DAY, { branchHasCommittee: false })).toMatchObject({
      entitled: 7,
    })
  })
  test('is nobody: every ID number begins with 990000 and every phone with 100', () => {
    for (const one of [...bigVillage().people, ...smallVillage().people]) {
      expect(isIdNumber(one.idNumber) && isDemoIdNumber(one.idNumber)).toBe(true)
      expect(one.phone === '' || /^100\d{8}$/.test(one.phone)).toBe(true)
    }
  })
  test('comes out the same on every machine', async () => {
    const [one, two] = [
      await writeWorkbook(textsOfVillage(bigVillage())),
      await writeWorkbook(textsOfVillage(bigVillage())),
    ]
    expect(one.equals(two)).toBe(true)
  })
  test('names a log-in for each role, and a second start loads nothing', async () => {
    const lines: string[] = []
    tellDemoLogins((line) => lines.push(line))
    for (const { phone } of DEMO_LOGINS) expect(lines.filter((line) => line.includes(phone))).toHaveLength(1)
    const again: string[] = []
    await loadVillages(parts, (line) => again.push(line))
    expect(again).toEqual([])
  })
})
