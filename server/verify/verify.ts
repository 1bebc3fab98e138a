/** 查验一个档案包: everything that can be reckoned again is, and the verdict is said in both languages. */
import type { CheckpointFile, PackageManifest } from '../../shared/src/papers/package-format.ts'
import { anchoredOn, checkChain, checkList } from './chain.ts'
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
  lines: string[]
}
const MOST_FAULTS = 20

export function verifyPackage(zip: Buffer, list: CheckpointFile | null): Verdict {
  const files = unzip(zip)
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
    if (list) {
      checkList(list, report)
      report.part('checkpoints', () => {
        day = anchoredOn(pack, list, report)
      })
    }
  })
  const whole = report.faults.length === 0
  return {
    manifest,
    whole,
    faults: report.faults,
    anchoredOn: whole ? day : null,
    lines: linesOf(manifest, report, day),
  }
}

function linesOf(manifest: PackageManifest, report: Report, day: string | null): string[] {
  const { counted, faults, remarks } = report
  const kind = manifest.kind === 'office' ? '存档包 office' : '公开包 public'
  const head = [
    `${manifest.villageName} ${manifest.number} ${manifest.title} (${kind})`,
    `重算 recomputed: ${Object.entries(counted)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ')}`,
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
  return day
    ? [...head, `一致，并已由 ${day} 的县校验点锚定。`, `Consistent and anchored on ${day}.`]
    : [
        ...head,
        '一致，但未锚定：要知道历史有没有被整个改写，请加上县校验点清单（--checkpoints）。',
        'Consistent but not anchored: only a county checkpoint list (--checkpoints) shows that history as a whole was not rewritten.',
      ]
}
