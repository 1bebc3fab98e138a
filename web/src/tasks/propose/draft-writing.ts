import { proposalApi } from '@cunyi/shared/api/proposals.ts'
import type { Ref } from 'vue'
import { call } from '../../phone/api.ts'
import { useWriting, type Writing } from '../../phone/writing.ts'
import { useWords } from '../../say/words.ts'
import { emptyForm, type Form, fill, readableOf } from './draft.ts'

type Papers = { id: string; name: string }[]
type Written = { form: Form; papers: Papers }

/** 起草，边写边存: the form as the server keeps it while it is written, and as people compare two of it. */
export function useDraftWriting(village: string, id: Ref<string>, form: Form, papers: Ref<Papers>) {
  const words = useWords()
  const at = () => ({ village, proposal: id.value })
  const text = () => JSON.stringify({ form, papers: papers.value } satisfies Written)
  const takeUp = (kept: string) => {
    const of: Written = JSON.parse(kept)
    Object.assign(form, of.form)
    papers.value = of.papers
  }
  const readSaved = async () => {
    const kept = await call(proposalApi.getProposal, at())
    const saved = emptyForm()
    fill(saved, kept)
    return JSON.stringify({ form: saved, papers: kept.papers } satisfies Written)
  }
  const writing: Writing = useWriting(
    {
      read: () => call(proposalApi.getDraftWriting, at()),
      keep: (revision, content) => call(proposalApi.keepDraftWriting, at(), { revision, content }),
      saved: readSaved,
    },
    text,
    takeUp,
  )
  const readable = (kept: string) => readableOf(JSON.parse(kept) as Written, words)
  return { writing, text, readable, takeUp, readSaved }
}

/**
 * The address of what a new draft became: opened again it is this one. Not by the router, which would set the page up
 * anew and lose what it says of the refusal.
 */
export const takeAddress = (href: string) =>
  history.replaceState({ ...history.state, current: href }, '', href)
