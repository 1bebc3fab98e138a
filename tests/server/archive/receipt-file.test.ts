/** 回执证明: what a villager keeps proves his receipt, and whatever is changed in it, or behind it, is found. */
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicKeyOf } from '@cunyi/server/views/archive/zip.ts'
import { makeCheckpoint } from '@cunyi/server/views/checkpoints/actions.ts'
import { checkpointFacts } from '@cunyi/shared/papers/package-format.ts'
import {
  type PollProof,
  RECEIPT_FORMAT,
  type ReceiptFile,
  receiptFileText,
} from '@cunyi/shared/papers/receipt-file.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KnownList, readCheckpoints } from '../../../server/verify/chain.ts'
import { verifyReceipt } from '../../../server/verify/receipt.ts'
import { digestOf } from '../../../server/verify/report.ts'
import { names, type Sitting, sit } from '../polls/sitting.ts'
import { buildVillage, COUNTY, openVillage, type Village } from '../village.ts'

const DAY = 24 * 3_600_000
const members = names('representative', 12)
let village: Village
let sitting: Sitting
let receipt: string
/** On the evening itself, and after the days were over. */
let early: ReceiptFile
let file: ReceiptFile
let other: ReceiptFile
let list: KnownList

const proofOf = (who: string, poll = sitting.pollId): Promise<PollProof> =>
  village.must(who, 'getReceiptProof', { params: { poll } })
const fileOf = (proof: PollProof, mine = receipt): ReceiptFile => ({
  ...proof,
  format: RECEIPT_FORMAT,
  receipt: mine,
})
const endDay = async () => {
  await village.clock.set(new Date(village.clock.now().getTime() + DAY))
  await makeCheckpoint(village.parts, COUNTY, village.clock.now())
}
async function decided(choice: 'for' | 'against') {
  const held = await sit(village, { roll: members, inHall: members })
  await held.open()
  const [first] = await held.castAll(members, choice)
  await held.close()
  await held.pass(3000)
  return { held, receipt: first?.body.receipt as string }
}

beforeAll(async () => {
  village = await openVillage({ representatives: 12, villagers: 1 })
  const mine = await decided('for')
  sitting = mine.held
  receipt = mine.receipt
  early = fileOf(await proofOf('representative-1'))
  const theirs = await decided('against')
  await endDay()
  await village.must('representative-1', 'readNotice', { params: { meeting: sitting.meetingId }, body: {} })
  await endDay()
  file = fileOf(await proofOf('representative-1'))
  other = fileOf(await proofOf('representative-1', theirs.held.pollId), theirs.receipt)
  list = await village.must(null, 'listCheckpoints', { params: { county: COUNTY } })
})
afterAll(() => village?.close())

const verify = (one: ReceiptFile, known: KnownList | null = list) => {
  const verdict = verifyReceipt(receiptFileText(one), known)
  if (!verdict) throw new Error('it is not taken for a receipt file')
  return verdict
}

describe('回执证明', () => {
  test('on the evening itself it agrees with itself, and says that no checkpoint is behind it yet', () => {
    expect(early.checkpoints).toEqual([])
    expect(verify(early, null)).toMatchObject({ whole: true, anchoredOn: null })
    expect(receiptFileText(early)).toContain('还没有 none yet')
  })

  test('afterwards it is anchored on that day, holds the newest list besides, and says so in words', () => {
    const { whole, faults, anchoredOn, lines } = verify(file)
    expect(faults).toEqual([])
    expect([whole, anchoredOn]).toEqual([true, list.checkpoints[0]?.day])
    expect(file.checkpoints.map((one) => one.seq)).toEqual([1, 2])
    expect(lines.at(-1)).toContain('anchored on')
    expect(verify(file, null)).toMatchObject({ whole: true, anchoredOn: null })
    expect(verify(file, null).lines.join()).toContain('only a county checkpoint list kept elsewhere tells')
    expect(verify(early)).toMatchObject({ whole: true, anchoredOn: null })
  })

  test('who kept it kept a list of the county with it, by which a neighbour’s file is checked', () => {
    const kept = readCheckpoints(receiptFileText(file))
    expect(verifyReceipt(receiptFileText(other), kept)).toMatchObject({
      whole: true,
      anchoredOn: list.checkpoints[0]?.day,
    })
  })

  test('nobody is named in it, and no choice: the receipts are those that everybody may see', async () => {
    const text = receiptFileText(file)
    for (const name of [...members, 'branchSecretary', 'villager-1'])
      if (village.id(name) !== file.entry.payload?.by) expect(text).not.toContain(village.id(name))
    const shown = await village.must(null, 'listReceipts', { params: { poll: sitting.pollId } })
    expect(file.receipts).toEqual(shown.receipts)
    // Of the entries between nothing is told but what their links are reckoned over.
    for (const step of file.steps) {
      expect(Object.keys(step).sort()).toEqual(['at', 'covers', 'payloadDigest', 'seq'])
      expect(Object.keys(step.covers ?? {}).sort()).toEqual(['mark', 'root'])
    }
    expect(file.steps.length).toBeGreaterThan(5)
  })

  test('it is for whoever may see the result, and only once there is one', async () => {
    const ask = (who: string | null, poll = sitting.pollId) =>
      village.ask(who, 'getReceiptProof', { params: { poll } })
    expect((await ask('villager-1')).status).toBe(403)
    expect((await ask(null)).status).toBe(401)
    expect((await ask('otherDirector')).status).toBe(404)
    const held = await sit(village, { roll: members, inHall: members })
    await held.open()
    expect((await ask('representative-1', held.pollId)).body.code).toBe('resultNotYet')
  })
})

describe('改动', () => {
  const changed = (change: (one: ReceiptFile) => void): ReceiptFile => {
    const copy = structuredClone(file)
    change(copy)
    return copy
  }
  test.each<[string, (one: ReceiptFile) => void, string]>([
    ['another receipt', (one) => Object.assign(one, { receipt: 'A'.repeat(16) }), 'receipt'],
    ['a receipt more in the list', (one) => one.receipts.push('ZZZZZZZZZZZZZZZZ'), 'receipts'],
    ['a receipt less', (one) => one.receipts.splice(one.receipts[0] === receipt ? 1 : 0, 1), 'receipts'],
    ['a receipt twice', (one) => one.receipts.splice(0, 0, one.receipts[0] as string), 'receipts'],
    [
      'the list of another poll',
      (one) => Object.assign(one, { receipts: other.receipts, receipt: other.receipt }),
      'receipts',
    ],
    [
      'the entry of another poll',
      (one) => Object.assign(one, { entry: other.entry, steps: other.steps }),
      'entry',
    ],
    ['another poll by name', (one) => Object.assign(one, { poll: other.poll }), 'entry'],
    [
      'another digest in the entry',
      (one) =>
        Object.assign(one.entry.payload ?? {}, { receiptsDigest: other.entry.payload?.receiptsDigest }),
      'receipts',
    ],
    [
      'another outcome in the entry',
      (one) => Object.assign(one.entry.payload ?? {}, { outcome: 'reject' }),
      'entry',
    ],
    [
      'the entry without its content',
      (one) => Object.assign(one.entry, { salt: null, payload: null }),
      'entry',
    ],
    ['another time', (one) => Object.assign(one, { closedAt: '2026-01-01T00:00:00.000Z' }), 'entry'],
    [
      'a step of the way changed',
      (one) => Object.assign(one.steps[2] ?? {}, { payloadDigest: 'f'.repeat(64) }),
      'checkpoints',
    ],
    [
      'a step of the way moved in time',
      (one) => Object.assign(one.steps[2] ?? {}, { at: '2026-01-01T00:00:00.000Z' }),
      'checkpoints',
    ],
    ['a step of the way taken out', (one) => one.steps.splice(2, 1), 'steps'],
    ['the last step taken out', (one) => one.steps.pop(), 'checkpoints'],
    [
      'what a step is about',
      (one) => Object.assign(one.steps.find((step) => step.covers)?.covers ?? {}, { mark: 'f'.repeat(64) }),
      'checkpoints',
    ],
    ['the checkpoint taken out', (one) => one.checkpoints.splice(0, 2), 'checkpoints'],
    ['the checkpoint of the day taken out', (one) => one.checkpoints.splice(0, 1), 'checkpoints'],
    [
      'a head in the checkpoint',
      (one) => Object.assign(one.checkpoints[1]?.heads[0] ?? {}, { link: 'f'.repeat(64) }),
      'checkpoints',
    ],
    [
      'the checkpoint’s day',
      (one) => Object.assign(one.checkpoints[0] ?? {}, { day: '2026-01-01' }),
      'checkpoints',
    ],
    ['the county', (one) => Object.assign(one, { county: '411328' }), 'checkpoints'],
    ['the village', (one) => Object.assign(one, { village: '411329990202' }), 'checkpoints'],
  ])('%s is found without any list', (_, change, at) => {
    const { whole, faults } = verify(changed(change), null)
    expect(whole).toBe(false)
    expect(faults.map((one) => one.at.split(' ')[0])).toContain(at)
  })

  test('the words at its head are drawn from what is proved: other words are found', () => {
    const text = receiptFileText(file)
    expect(verifyReceipt(text.replace('拆封电子票', '赞成票'), null)).toMatchObject({ whole: false })
    expect(verifyReceipt(`${text}\n`, null)).toMatchObject({ whole: false })
    expect(() => verifyReceipt('{"format":"cunyi-receipt/1"}', null)).toThrow('cannot be read')
    expect(verifyReceipt('PK', null)).toBeNull()
  })

  /** All of it made anew by somebody with a key of his own: it agrees with itself. */
  function forged(): ReceiptFile {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    return changed((one) => {
      let prev = one.checkpoints[0]?.prev ?? ''
      for (const list of one.checkpoints) {
        list.prev = prev
        list.publicKey = publicKeyOf(publicKey)
        list.digest = digestOf(checkpointFacts(one.county, list))
        prev = list.digest
        list.signature = sign(null, Buffer.from(list.digest), privateKey).toString('base64')
      }
    })
  }
  test('signed anew with another key: without a list nobody can tell, with one it is found', () => {
    expect(verify(forged(), null)).toMatchObject({ whole: true, anchoredOn: null })
    const { whole, faults } = verify(forged())
    expect(whole).toBe(false)
    expect(faults.map((one) => one.en).join()).toMatch(/does not stand in the list given/)
  })

  test('a list in which that day is missing anchors nothing; one that knows the day otherwise breaks it', () => {
    const [, ...later] = list.checkpoints
    expect(verify(file, { ...list, checkpoints: later })).toMatchObject({ whole: true, anchoredOn: null })
    expect(verify(file, { ...list, checkpoints: [] })).toMatchObject({ whole: true, anchoredOn: null })
    expect(verify(file, { ...list, county: '411328' }).whole).toBe(false)
  })

  test('a history that was put back to an older state and went on otherwise is shown by whoever kept a file', async () => {
    // The same county's list as somebody tells it who rolled everything back to before this poll.
    const second = await buildVillage({ representatives: 12 })
    await sit(second, { roll: members, inHall: members })
    await second.clock.set(new Date(second.clock.now().getTime() + DAY))
    await makeCheckpoint(second.parts, COUNTY, second.clock.now())
    const told = await second.must(null, 'listCheckpoints', { params: { county: COUNTY } })
    const { whole, faults } = verify(file, told)
    expect(whole).toBe(false)
    expect(faults.map((one) => one.en).join()).toMatch(/history was rewritten|does not stand in the list/)
  })
})

test('npm run verify takes the file, with a list and without', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-receipt-'))
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const main = fileURLToPath(new URL('../../../server/verify/main.ts', import.meta.url))
  const run = (...args: string[]) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, ...args],
      { encoding: 'utf8' },
    )
    return { status, stdout }
  }
  const good = write('good.txt', receiptFileText(file))
  const known = write('list.json', JSON.stringify(list))
  expect(run(good, '--checkpoints', known)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('anchored on'),
  })
  expect(run(good)).toMatchObject({ status: 0, stdout: expect.stringContaining('Consistent with itself') })
  const bad = write('bad.txt', receiptFileText({ ...file, receipt: 'A'.repeat(16) }))
  expect(run(bad)).toMatchObject({ status: 1, stdout: expect.stringContaining('Broken at receipt') })
  rmSync(folder, { recursive: true, force: true })
})
