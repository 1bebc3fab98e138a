/** What the verifier finds: where something does not prove itself, and why, in both languages. */
import { canonicalJson } from '../../shared/src/poll/proof.ts'
import { sha256 } from './platform.ts'

export { sha256 }

export type Fault = { at: string; zh: string; en: string }
export type Counted = Record<
  'files' | 'entries' | 'records' | 'meetings' | 'polls' | 'ballots' | 'receipts' | 'moves' | 'disclosures',
  number
>

export class Report {
  readonly faults: Fault[] = []
  /** Said beside the verdict; breaks nothing. */
  readonly remarks: { zh: string; en: string }[] = []
  readonly counted: Counted = {
    files: 0,
    entries: 0,
    records: 0,
    meetings: 0,
    polls: 0,
    ballots: 0,
    receipts: 0,
    moves: 0,
    disclosures: 0,
  }

  fault(at: string, zh: string, en: string): void {
    this.faults.push({ at, zh, en })
  }
  /** Notes a fault unless it holds. */
  check(holds: boolean, at: string, zh: string, en: string): boolean {
    if (!holds) this.fault(at, zh, en)
    return holds
  }
  /** A part that cannot even be read is broken there; the others are still looked at. */
  part(at: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.fault(
        at,
        `内容不合格式（${(error as Error).message}）`,
        `its content makes no sense (${(error as Error).message})`,
      )
    }
  }
}

export const digestOf = (value: unknown): string => sha256(canonicalJson(value))
export const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)
