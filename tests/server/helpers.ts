import { paper } from './paper.ts'
import type { Village } from './village.ts'

/** 代录人名单 as the representatives named it: brought by the village office, looked at by an oversight member. */
export async function nameHelpers(village: Village, who: readonly string[]) {
  const { waits } = await village.must('villageCommittee-1', 'addHelper', {
    body: {
      personIds: who.map((name) => village.id(name)),
      heldOn: '2026-03-01',
      paperId: await paper(village),
    },
  })
  await village.must('oversightChair', 'confirmAct', { params: { act: waits.actId } })
}
