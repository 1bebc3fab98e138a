/** 联署: the county's list of a day signed by offices with keys of their own; what is not theirs is refused, and found by whoever checks. */
import { spawnSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicKeyOf } from '@cunyi/server/views/archive/zip.ts'
import { makeCheckpoint } from '@cunyi/server/views/checkpoints/actions.ts'
import { type Countersigned, countersignedText } from '@cunyi/shared/papers/countersign.ts'
import { RECEIPT_FORMAT, type ReceiptFile, receiptFileText } from '@cunyi/shared/papers/receipt-file.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KnownList } from '../../../server/verify/chain.ts'
import { checkCountersigned, signersSince } from '../../../server/verify/countersigned.ts'
import { verifyReceipt } from '../../../server/verify/receipt.ts'
import { Report } from '../../../server/verify/report.ts'
import { names, sit } from '../polls/sitting.ts'
import { COUNTY, OTHER_TOWNSHIP, openVillage, TOWNSHIP, type Village } from '../village.ts'

const DAY = 24 * 3_600_000
const members = names('representative', 12)
const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, publicKey: publicKeyOf(publicKey) }
}
const [ofTownship, ofCounty] = [pair(), pair()]
let village: Village
let pollId: string
let receipt: string
const endDay = async () => {
  await village.clock.set(new Date(village.clock.now().getTime() + DAY))
  await makeCheckpoint(village.parts, COUNTY, village.clock.now())
}
const listed = (): Promise<KnownList> => village.must(null, 'listCheckpoints', { params: { county: COUNTY } })
const fileNow = async (): Promise<ReceiptFile> => ({
  ...(await village.must('representative-1', 'getReceiptProof', { params: { poll: pollId } })),
  format: RECEIPT_FORMAT,
  receipt,
})
const OWN: Record<string, string> = {
  'township-1': TOWNSHIP,
  'county-1': COUNTY,
  'otherTownship-1': OTHER_TOWNSHIP,
}
const register = (who: string, division: string, publicKey: string) =>
  village.ask(who, 'registerKey', { params: { division }, body: { publicKey } })
const answer = (who: string, division: string, key: string, agree = true, reason?: string) =>
  village.ask(who, 'answerKey', {
    params: { division: OWN[who] ?? '', key },
    body: { of: division, agree, reason },
  })
const keysWaiting = async (who: string) =>
  (await village.must(who, 'listWaiting')).rows
    .filter((row) => row.kind === 'officeKey')
    .map((row) => [row.village, row.subjectId])
const end = (who: string, division: string, key: string) =>
  village.ask(who, 'endKey', { params: { division: OWN[who] ?? '', key }, body: { of: division } })
const signedBy = (
  key: { privateKey: KeyObject; publicKey: string },
  division: string,
  one: Countersigned['checkpoints'][number],
) => ({
  seq: one.seq,
  digest: one.digest,
  publicKey: key.publicKey,
  signature: sign(null, Buffer.from(countersignedText(COUNTY, one, division)), key.privateKey).toString(
    'base64',
  ),
})
const lay = (who: string, division: string, body: object) =>
  village.ask(who, 'signCheckpoint', { params: { division }, body })
const keys: Record<string, string> = {}

beforeAll(async () => {
  village = await openVillage({ representatives: 12, villagers: 1 })
  const held = await sit(village, { roll: members, inHall: members })
  await held.open()
  const [first] = await held.castAll(members, 'for')
  await held.close()
  await held.pass(3000)
  pollId = held.pollId
  receipt = first?.body.receipt
  await endDay()
})
afterAll(() => village?.close())

describe('登记公钥: two offices, and no other', () => {
  test('an office registers its own, and only another office confirms it', async () => {
    expect((await register('villageDirector', TOWNSHIP, ofTownship.publicKey)).status).toBe(403)
    expect((await register('county-1', TOWNSHIP, ofTownship.publicKey)).status).toBe(403)
    expect((await register('township-1', COUNTY, ofTownship.publicKey)).status).toBe(403)
    const mine = await register('township-1', TOWNSHIP, ofTownship.publicKey)
    expect(mine.status).toBe(200)
    expect((await register('township-1', TOWNSHIP, ofTownship.publicKey)).body.code).toBe('alreadyDone')
    keys.township = mine.body.id
    for (const [who, status] of [
      ['township-1', 403],
      ['otherTownship-1', 403],
    ] as const)
      expect([who, (await answer(who, TOWNSHIP, mine.body.id)).status]).toEqual([who, status])
    const [list] = (await listed()).checkpoints
    if (!list) throw new Error('there is no list')
    // Not yet confirmed it signs nothing.
    expect((await lay('township-1', TOWNSHIP, signedBy(ofTownship, TOWNSHIP, list))).body.code).toBe(
      'keyNotRegistered',
    )
    expect((await answer('county-1', TOWNSHIP, mine.body.id)).status).toBe(200)
    expect((await answer('county-1', TOWNSHIP, mine.body.id, false, '迟了')).body.code).toBe('alreadyDone')
    const theirs = await register('county-1', COUNTY, ofCounty.publicKey)
    keys.county = theirs.body.id
    expect((await answer('county-1', COUNTY, theirs.body.id)).status).toBe(403)
    expect((await answer('township-1', COUNTY, theirs.body.id)).status).toBe(200)
    const { rows } = await village.must('township-1', 'listOfficeKeys', { params: { division: TOWNSHIP } })
    expect(
      rows.map((one: { division: string; mayAnswer: boolean; mayEnd: boolean }) => [
        one.division,
        one.mayAnswer,
        one.mayEnd,
      ]),
    ).toEqual([
      [COUNTY, false, false],
      [TOWNSHIP, false, true],
    ])
  })

  test('a key that waits is a to-do of the other office alone; refused, it stays with its ground and who refused it', async () => {
    const { id } = (await register('township-1', TOWNSHIP, pair().publicKey)).body
    expect(await keysWaiting('county-1')).toEqual([[TOWNSHIP, id]])
    expect(await keysWaiting('township-1')).toEqual([])
    expect(await keysWaiting('otherTownship-1')).toEqual([])
    expect((await answer('county-1', TOWNSHIP, id, false)).body.code).toBe('reasonNeeded')
    expect((await answer('county-1', TOWNSHIP, id, false, '  ')).status).toBe(400)
    expect((await answer('county-1', TOWNSHIP, id, false, '电话里念的短码不一样')).status).toBe(200)
    expect(await keysWaiting('county-1')).toEqual([])
    const line = async (who: string, division: string) =>
      (await village.must(who, 'listOfficeKeys', { params: { division } })).rows.find((one) => one.id === id)
    const refused = { from: expect.stringContaining('县'), reason: '电话里念的短码不一样' }
    for (const [who, division] of [
      ['township-1', TOWNSHIP],
      ['county-1', COUNTY],
    ] as const)
      expect(await line(who, division)).toMatchObject({
        refused,
        confirmedAt: null,
        mayAnswer: false,
        mayEnd: false,
      })
    expect((await line('township-1', TOWNSHIP))?.refused?.by).toMatch(/\p{Script=Han}|county/u)
    expect((await answer('county-1', TOWNSHIP, id)).body.code).toBe('alreadyDone')
    expect((await end('township-1', TOWNSHIP, id)).body.code).toBe('alreadyDone')
    // The county's own waits for each of its townships, and only for as long as none has answered.
    const own = (await register('county-1', COUNTY, pair().publicKey)).body.id
    expect(await keysWaiting('otherTownship-1')).toEqual([[COUNTY, own]])
    expect(await keysWaiting('township-1')).toEqual([[COUNTY, own]])
    expect(await keysWaiting('county-1')).toEqual([])
    expect((await answer('otherTownship-1', COUNTY, own, false, '没有接到电话')).status).toBe(200)
    expect(await keysWaiting('township-1')).toEqual([])
  })

  test('what is no Ed25519 key is not registered', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
    expect((await register('township-1', TOWNSHIP, publicKeyOf(rsa))).status).toBe(400)
    expect((await register('township-1', TOWNSHIP, `${'A'.repeat(59)}=`)).body.code).toBe('keyUnfit')
  })
})

describe('联署', () => {
  test('without any signature the list is as it always was', async () => {
    const list = await listed()
    expect(list).not.toHaveProperty('keys')
    expect(list.checkpoints[0]).not.toHaveProperty('signatures')
  })

  test('another key, another list, another office, another day: refused', async () => {
    await endDay()
    const [first, second] = (await listed()).checkpoints
    if (!first || !second) throw new Error('there are no two lists')
    const good = signedBy(ofTownship, TOWNSHIP, first)
    const code = async (who: string, division: string, body: object) =>
      (await lay(who, division, body)).body.code
    expect(await code('township-1', TOWNSHIP, { ...good, publicKey: pair().publicKey })).toBe(
      'keyNotRegistered',
    )
    expect(
      await code('township-1', TOWNSHIP, { ...good, signature: signedBy(pair(), TOWNSHIP, first).signature }),
    ).toBe('signatureUnfit')
    expect(
      await code('township-1', TOWNSHIP, {
        ...good,
        signature: signedBy(ofTownship, TOWNSHIP, second).signature,
      }),
    ).toBe('signatureUnfit')
    expect(
      await code('township-1', TOWNSHIP, {
        ...good,
        signature: signedBy(ofTownship, COUNTY, first).signature,
      }),
    ).toBe('signatureUnfit')
    expect(await code('township-1', TOWNSHIP, { ...good, digest: second.digest })).toBe('signatureUnfit')
    expect(await code('township-1', TOWNSHIP, { ...good, seq: 99 })).toBe('signatureUnfit')
    expect(await code('county-1', TOWNSHIP, good)).toBe('forbidden')
    expect((await lay('villageDirector', TOWNSHIP, good)).status).toBe(403)
    expect(await listed()).not.toHaveProperty('keys')
  })

  test('each signs from his own session; list and receipt file carry it, and the verifier names both with their keys', async () => {
    const [first] = (await listed()).checkpoints
    if (!first) throw new Error('there is no list')
    for (const [who, division, key] of [
      ['township-1', TOWNSHIP, ofTownship],
      ['county-1', COUNTY, ofCounty],
    ] as const) {
      expect((await lay(who, division, signedBy(key, division, first))).status).toBe(200)
      // Sent again it is there once.
      expect((await lay(who, division, signedBy(key, division, first))).status).toBe(200)
    }
    const list = await listed()
    expect(list.checkpoints[0]?.signatures?.map((one) => one.division)).toEqual([COUNTY, TOWNSHIP])
    expect(
      signersSince(list, list.checkpoints[0]?.day ?? null).map((one) => [one.division, one.registered]),
    ).toEqual([
      [COUNTY, true],
      [TOWNSHIP, true],
    ])
    const file = await fileNow()
    const verdict = verifyReceipt(receiptFileText(file), list)
    expect(verdict).toMatchObject({ whole: true, faults: [] })
    expect(verdict?.lines.join('\n')).toMatch(/联署 countersigned by .*411329990, .*registered in the list/)
    const chain = await village
      .must('county-1', 'checkEvidence', { params: { village: COUNTY } })
      .catch(() => null)
    if (chain) expect(chain.whole).toBe(true)
  })

  const found = async (change: (list: KnownList) => void): Promise<string[]> => {
    const list = structuredClone(await listed())
    change(list)
    const report = new Report()
    checkCountersigned(list, report)
    return report.faults.map((one) => one.en)
  }
  const signatureOf = (list: KnownList, seq = 0) => list.checkpoints[seq]?.signatures?.[0] ?? {}

  test('in a list: a signature of another list, another key or office, changed bytes are found; an unknown key is named as such', async () => {
    expect(await found(() => undefined)).toEqual([])
    const unfit = ['the countersignature does not fit the list of this day']
    expect(await found((list) => Object.assign(signatureOf(list), { division: '411329001' }))).toEqual(unfit)
    expect(await found((list) => Object.assign(signatureOf(list), { publicKey: pair().publicKey }))).toEqual(
      unfit,
    )
    expect(
      await found((list) =>
        Object.assign(list.checkpoints[1] ?? {}, { signatures: list.checkpoints[0]?.signatures }),
      ),
    ).toEqual([...unfit, ...unfit])
    expect(await found((list) => Object.assign(list, { county: '411328' }))).toEqual([...unfit, ...unfit])
    expect(await found((list) => Object.assign(signatureOf(list), { signature: 'AAAA' }))).toEqual(unfit)
    const list = { ...(await listed()), keys: [] }
    expect(signersSince(list, list.checkpoints[0]?.day ?? null).map((one) => one.registered)).toEqual([
      false,
      false,
    ])
  })

  test('a key that was ended signs nothing more, and what it is made to sign for a later day is found', async () => {
    expect((await end('otherTownship-1', TOWNSHIP, keys.township ?? '')).status).toBe(403)
    expect((await end('county-1', TOWNSHIP, keys.township ?? '')).status).toBe(403)
    expect((await end('township-1', TOWNSHIP, keys.township ?? '')).status).toBe(200)
    await village.clock.set(new Date(village.clock.now().getTime() + 60_000))
    await village.must('representative-2', 'readNotice', {
      params: { meeting: (await fileNow()).entry.payload?.meetingId as string },
      body: {},
    })
    await endDay()
    const list = await listed()
    const later = list.checkpoints.at(-1)
    if (!later) throw new Error('there is no list')
    expect((await lay('township-1', TOWNSHIP, signedBy(ofTownship, TOWNSHIP, later))).body.code).toBe(
      'keyNotRegistered',
    )
    // Whoever owns the database lays it in all the same.
    const { publicKey, signature } = signedBy(ofTownship, TOWNSHIP, later)
    expect(
      await found((one) =>
        Object.assign(one.checkpoints.at(-1) ?? {}, {
          signatures: [{ division: TOWNSHIP, publicKey, signature }],
        }),
      ),
    ).toEqual(['the key of the countersignature had ended by then'])
    // What it signed before stays.
    expect(await found(() => undefined)).toEqual([])
    expect((await end('township-1', TOWNSHIP, keys.township ?? '')).body.code).toBe('alreadyDone')
  })
})

test('npm run countersign: makes a key that only its owner reads, signs the newest list, and refuses one that rewrites what he kept', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-countersign-'))
  const main = fileURLToPath(new URL('../../../server/verify/countersign.ts', import.meta.url))
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      encoding: 'utf8',
      cwd: folder,
    })
  const at = (name: string) => join(folder, name)
  const made = run('--make', at('key.pem'))
  expect([made.status, made.stderr]).toEqual([0, ''])
  expect(statSync(at('key.pem')).mode & 0o077).toBe(0)
  expect(run('--make', at('key.pem')).status).toBe(1)
  const publicKey = /public key: (\S+)/.exec(made.stdout)?.[1] ?? ''
  const list = await listed()
  writeFileSync(at('list.json'), JSON.stringify(list))
  const { status, stdout } = run(
    '--key',
    at('key.pem'),
    '--division',
    TOWNSHIP,
    at('list.json'),
    '--kept',
    at('list.json'),
  )
  expect(status).toBe(0)
  const file = JSON.parse(stdout)
  const newest = list.checkpoints.at(-1)
  expect(file).toMatchObject({
    county: COUNTY,
    seq: newest?.seq,
    digest: newest?.digest,
    division: TOWNSHIP,
    publicKey,
  })
  // What it wrote is what the server takes, once the key is registered.
  const { id } = (await register('township-1', TOWNSHIP, publicKey)).body
  await answer('county-1', TOWNSHIP, id)
  const { seq, digest, signature } = file
  expect((await lay('township-1', TOWNSHIP, { seq, digest, publicKey, signature })).status).toBe(200)
  // A list whose past is another than the one kept is not signed.
  const key = createPrivateKey(readFileSync(at('key.pem')))
  expect(key.asymmetricKeyType).toBe('ed25519')
  const old = structuredClone(list)
  Object.assign(old.checkpoints[0] ?? {}, { digest: 'f'.repeat(64) })
  writeFileSync(at('old.json'), JSON.stringify(old))
  const refused = run(
    '--key',
    at('key.pem'),
    '--division',
    TOWNSHIP,
    at('list.json'),
    '--kept',
    at('old.json'),
  )
  expect([refused.status, refused.stdout]).toEqual([1, ''])
  expect(refused.stderr).toContain('history was rewritten')
  rmSync(folder, { recursive: true, force: true })
})
