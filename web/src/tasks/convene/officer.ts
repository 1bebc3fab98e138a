import { OFFICES, type Office } from '@cunyi/shared/words/vocabulary.ts'

/** Somebody who can chair, record, count or sit in, with the offices he holds. */
export type Officer = {
  id: string
  name: string
  offices: readonly Office[]
  /** Looked for by name. */
  found?: boolean
}

/** 张三（村会计）: two of one name are told apart, and a list of names says who is who. */
export const nameWith = (
  { name, offices }: Officer,
  word: (words: typeof OFFICES, key: Office) => string,
): string => (offices.length > 0 ? `${name}（${offices.map((one) => word(OFFICES, one)).join('、')}）` : name)
