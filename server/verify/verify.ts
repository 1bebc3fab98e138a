/** 查验一个档案包: everything that can be reckoned again is, and the verdict is said in both languages. */
import type { PackageManifest } from '../../shared/src/papers/package-format.ts'
import { anchoredOn, checkChain, checkList, type KnownList, printOf, signerListed } from './chain.ts'
import { checkCountersigned, type Signer, signerLines, signersSince } from './countersigned.ts'
import { checkCovers } from './covers.ts'
import { checkFiles, openPackage, readManifest } from './files.ts'
import { checkAttachments, checkDays, checkMoves } from './moves.ts'
import { type Fault, Report } from './report.ts'
import { checkSittings } from './sittings.ts'
import { unzip } from './zip.ts'

export type Verdict = {
  manifest: PackageManifest
  whole: boolean
  faults: Fault[]
  /** The day of the checkpoint that has all of it behind it. */
  anchoredOn: string | null
  /** The key that signed it, and whether it stands on the list given; null: no list says. */
  signer: { print: string; listed: boolean | null }
  /** Offices that signed the list which anchors it, beside the instance. */
  countersigners: Signer[]
  lines: string[]
}
const MOST_FAULTS = 20

export const verifyPackage = (zip: Uint8Array, list: KnownList | null): Verdict =>
  verifyFiles(unzip(zip), list)

export function verifyFiles(files: Map<string, Uint8Array>, list: KnownList | null): Verdict {
  const manifest = readManifest(files)
  const report = new Report()
  let day: string | null = null
  report.part('manifest.json', () => checkFiles(files, manifest, report))
  report.part('package', () => {
    const pack = openPackage(files, manifest)
    report.part('evidence', () => checkChain(pack, report))
    report.part('meetings', () => checkSittings(pack, report))
    report.part('moves', () => checkMoves(pack, report))
    report.part('disclosures', () => checkDays(pack, report))
    report.part('attachments', () => checkAttachments(pack, report))
    let lastOwn = manifest.evidence.lastOwn
    report.part('covers', () => {
      lastOwn = Math.max(lastOwn, checkCovers(pack, report))
    })
    if (list) {
      checkList(list, report)
      checkCountersigned(list, report)
      report.part('checkpoints', () => {
        day = anchoredOn(pack, list, report, lastOwn)
      })
    }
  })
  const whole = report.faults.length === 0
  const countersigners = whole && list ? signersSince(list, day) : []
  const signer = { print: printOf(manifest.publicKey), listed: signerListed(manifest, list) }
  return {
    manifest,
    whole,
    faults: report.faults,
    anchoredOn: whole ? day : null,
    signer,
    countersigners,
    lines: linesOf(manifest, report, day, signer, countersigners),
  }
}

const SIGNED = {
  known: { zh: '这把公钥在县校验点清单上', en: "this key stands on the county's list" },
  foreign: { zh: '这把公钥不在县校验点清单上', en: "this key does not stand on the county's list" },
  unknown: { zh: '没有清单，是谁签的不知道', en: 'without a list, who signed is not known' },
}

function linesOf(
  manifest: PackageManifest,
  report: Report,
  day: string | null,
  { print, listed }: Verdict['signer'],
  countersigners: readonly Signer[],
): string[] {
  const { counted, faults, remarks } = report
  const kind = manifest.kind === 'office' ? '存档包 office' : '公开包 public'
  const signed = SIGNED[listed === null ? 'unknown' : listed ? 'known' : 'foreign']
  const head = [
    `${manifest.villageName} ${manifest.number} ${manifest.title} (${kind})`,
    `重算 recomputed: ${Object.entries(counted)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ')}`,
    `签名公钥 signed by the key ${print}: ${signed.zh} / ${signed.en}`,
    ...signerLines(countersigners),
    ...remarks.map((one) => `注 note: ${one.zh} / ${one.en}`),
  ]
  const [first] = faults
  if (first)
    return [
      ...head,
      ...faults.slice(0, MOST_FAULTS).map((one) => `  ✗ ${one.at}: ${one.zh} / ${one.en}`),
      ...(faults.length > MOST_FAULTS ? [`  … ${faults.length - MOST_FAULTS} more`] : []),
      `不一致：${first.at} 处被改动或损坏。`,
      `Broken at ${first.at}.`,
    ]
  if (day) return [...head, `一致，并已由 ${day} 的县校验点锚定。`, `Consistent and anchored on ${day}.`]
  return listed === null
    ? [
        ...head,
        '自身一致；是谁签的不知道，历史有没有被整个改写也不知道：请加上县校验点清单（--checkpoints）。',
        'Consistent with itself; who signed is not known, nor whether history as a whole was rewritten: give a county checkpoint list (--checkpoints).',
      ]
    : [
        ...head,
        '一致，由清单上的公钥签名，但未锚定：清单里还没有哪一天覆盖到它的最后一条留痕。',
        'Consistent, signed by a key of the list, but not anchored: no day of the list has its last entry behind it.',
      ]
}
