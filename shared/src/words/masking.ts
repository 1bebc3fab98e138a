/** 脱敏: the one way in which anything about a person is shown in part. Nobody else cuts a number or a name by hand. */
export type Masked = 'idNumber' | 'phone' | 'bankCard' | 'name' | 'passage'

/** How much stays at head and tail. 138****5678 is the common form of a phone; of a passage nothing stays, not even its length. */
// biome-ignore format: one row, one kind
const KEPT = {
  idNumber: { head: 3, tail: 2 },
  phone:    { head: 3, tail: 4 },
  bankCard: { head: 0, tail: 4 },
  name:     { head: 1, tail: 0 },
} as const satisfies Record<Exclude<Masked, 'passage'>, { head: number; tail: number }>

const BLOCK = '████'

/** At least a third of what is there goes, however short it is. */
export function mask(kind: Masked, text: string): string {
  if (kind === 'passage') return BLOCK
  const signs = [...text]
  const most = Math.floor((signs.length * 2) / 3)
  const head = Math.min(KEPT[kind].head, most)
  const tail = Math.min(KEPT[kind].tail, most - head)
  return [
    ...signs.slice(0, head),
    '*'.repeat(signs.length - head - tail),
    ...signs.slice(signs.length - tail),
  ].join('')
}

/** The same, where there may be nothing to show. */
export const maskIfAny = (kind: Masked, text: string | null): string | null =>
  text === null ? null : mask(kind, text)

/** 遮盖: every place of a text in which one of the passages stands. */
const LEFT_OUT = '〔略〕'
export const maskPassages = (text: string, passages: readonly string[]): string =>
  passages.reduce((masked, passage) => masked.replaceAll(passage, LEFT_OUT), text)
