import { sourceZh } from '@cunyi/shared/law/citation.ts'
import { useWords } from './words.ts'

/** 依据 in the reader's language. No part of a first visit. */
export function useSource() {
  const { either } = useWords()
  return (source: string | null | undefined) => (source ? either(sourceZh(source), source) : '')
}
