/**
 * 联署一天的县校验点, where the key is and no server: npm run countersign
 *   -- --make KEY                                       makes a key and prints its public half, to be registered
 *   -- --key KEY --division CODE LIST [--kept OLD]       signs the newest list in LIST; OLD is one kept from before
 * Whoever signs vouches for one thing: that this list goes on from the one he kept. Without one nothing but the list itself is looked at.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  COUNTERSIGNATURE,
  type CountersignatureFile,
  countersignedText,
} from '../../shared/src/papers/countersign.ts'
import { checkList, printOf, readCheckpoints } from './chain.ts'
import { checkCountersigned } from './countersigned.ts'
import { Report } from './report.ts'
import { Unreadable } from './zip.ts'

const USAGE = 'npm run countersign -- --make KEY | --key KEY --division CODE LIST [--kept OLD]'
const from = (path: string) => resolve(process.env.INIT_CWD ?? '.', path)
const textOf = (path: string) => readFileSync(from(path), 'utf8')
const publicOf = (pem: string) =>
  createPublicKey(createPrivateKey(pem)).export({ format: 'der', type: 'spki' }).toString('base64')

function make(path: string): void {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  writeFileSync(from(path), pem, { mode: 0o600, flag: 'wx' })
  const key = publicOf(pem)
  console.log(`公钥 public key: ${key}\n短码 print: ${printOf(key)}`)
}

/** The newest list, signed; throws where it does not prove itself, or does not go on from what was kept. */
function signed(
  pem: string,
  division: string,
  listText: string,
  keptText: string | null,
): CountersignatureFile {
  const list = readCheckpoints(listText)
  const newest = list.checkpoints.at(-1)
  if (!newest) throw new Unreadable('the list is empty')
  const report = new Report()
  checkList(list, report)
  checkCountersigned(list, report)
  const kept = keptText === null ? null : readCheckpoints(keptText)
  const same = kept?.checkpoints.filter((old) => list.checkpoints.some((one) => one.seq === old.seq)) ?? []
  for (const old of same)
    report.check(
      list.checkpoints.some((one) => one.seq === old.seq && one.digest === old.digest),
      `checkpoints #${old.seq}`,
      '与先前保存的清单不符：历史被改写',
      'it is not what the list kept before holds: history was rewritten',
    )
  report.check(
    !kept || same.length > 0,
    'checkpoints',
    '与先前保存的清单没有同一天：请下载从那一天起的清单',
    'it shares no day with the list kept before: fetch it from that day on',
  )
  const [first] = report.faults
  if (first) throw new Unreadable(`${first.at}: ${first.zh} / ${first.en}`)
  const { seq, digest } = newest
  const text = countersignedText(list.county, newest, division)
  const signature = sign(null, Buffer.from(text), createPrivateKey(pem)).toString('base64')
  return {
    format: COUNTERSIGNATURE,
    county: list.county,
    seq,
    digest,
    division,
    publicKey: publicOf(pem),
    signature,
  }
}

try {
  const { values, positionals } = parseArgs({
    options: {
      make: { type: 'string' },
      key: { type: 'string' },
      division: { type: 'string' },
      kept: { type: 'string' },
    },
    allowPositionals: true,
  })
  const [list] = positionals
  if (values.make && positionals.length === 0) make(values.make)
  else if (values.key && values.division && list && positionals.length === 1)
    console.log(
      JSON.stringify(
        signed(textOf(values.key), values.division, textOf(list), values.kept ? textOf(values.kept) : null),
      ),
    )
  else throw new Unreadable(USAGE)
} catch (error) {
  const { code } = error as { code?: string }
  if (!(error instanceof Unreadable) && !code) throw error
  console.error(`没有联署 not signed: ${(error as Error).message}`)
  process.exitCode = 1
}
