/** 对照: what differs between two texts, by lines. */
export type Difference = { kind: 'same' | 'removed' | 'added'; text: string }

/** Some 2,000 lines against 2,000. Texts that differ in more are told as the old passage and the new one. */
const MOST_CELLS = 4_000_000

/** Runs of lines that stayed, went or came; a line keeps its end, so that all of it together is the text again. */
export function differenceOf(before: string, after: string): Difference[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const told = new Runs()
  for (const line of a.slice(0, start)) told.add('same', line)
  tellMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end), told)
  for (const line of a.slice(a.length - end)) told.add('same', line)
  return told.runs
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

class Runs {
  readonly runs: Difference[] = []
  add(kind: Difference['kind'], text: string) {
    const last = this.runs.at(-1)
    if (last?.kind === kind) last.text += text
    else this.runs.push({ kind, text })
  }
}

/** The longest lines in common, by the usual table; within bounds, so that no two texts cost more than their size. */
function tellMiddle(a: readonly string[], b: readonly string[], told: Runs) {
  const isWithin = a.length * b.length <= MOST_CELLS
  const width = b.length + 1
  const common = isWithin ? commonLines(a, b) : null
  const at = (i: number, j: number) => common?.[i * width + j] ?? 0
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (common && i < a.length && j < b.length && a[i] === b[j]) {
      told.add('same', a[i] ?? '')
      i += 1
      j += 1
    } else if (i < a.length && (!common || j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      told.add('removed', a[i] ?? '')
      i += 1
    } else {
      told.add('added', b[j] ?? '')
      j += 1
    }
  }
}

/** Lines become numbers first: two long ones that are nearly the same are compared once. */
function commonLines(a: readonly string[], b: readonly string[]): Uint16Array {
  const numbers = new Map<string, number>()
  const numberOf = (line: string) => {
    const known = numbers.get(line) ?? numbers.size
    numbers.set(line, known)
    return known
  }
  const [x, y] = [a.map(numberOf), b.map(numberOf)]
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        x[i] === y[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
  return common
}
