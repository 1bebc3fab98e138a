/** What the page says of a file: the verifier's own words, set for somebody without a terminal. */
import { check } from '../../server/verify/check.ts'
import { Unreadable } from '../../server/verify/zip.ts'

export type Told = {
  /** half: it agrees with itself, and that is all that is known. */
  mark: 'good' | 'half' | 'bad'
  /** The verdict, in Chinese and English. */
  verdict: string[]
  /** What it was, what was recomputed, who signed. */
  lines: string[]
  faults: string[]
}

/** The verdict is the last two lines; how a list is given to the command is nothing to do here. */
const withoutOption = (line: string) => line.replace(/（--checkpoints）| \(--checkpoints\)/, '')

export function tell(file: Uint8Array, listText: string | null): Told {
  try {
    const { whole, anchoredOn, faults, lines } = check(file, listText)
    const said = lines.filter((line) => !/^ {2}[✗…]/.test(line))
    return {
      mark: !whole ? 'bad' : anchoredOn === null ? 'half' : 'good',
      verdict: said.slice(-2).map(withoutOption),
      lines: said.slice(0, -2),
      faults: faults.map((one) => `${one.at}：${one.zh} ${one.en}`),
    }
  } catch (error) {
    // Whatever somebody drops here: it is told, and nothing is called right.
    const why = error instanceof Unreadable ? error.message : 'no package and no receipt file'
    return { mark: 'bad', verdict: ['读不出来。', 'It cannot be read.'], lines: [], faults: [why] }
  }
}

export type Kind = 'file' | 'list'
/** Which of the two a dropped file is: a county's list says so itself. */
export const kindOf = (start: string): Kind => (start.includes('cunyi-checkpoints/') ? 'list' : 'file')
