/** 登录纸条 as a village has it: printed by a clerk, handed over by the oversight committee; its code. */
import type { Village } from '../village.ts'

export async function slipFor(village: Village, name: string, clerk = 'villageDirector'): Promise<string> {
  const by = clerk === name ? 'branchSecretary' : clerk
  const { code, actId } = await village.must(by, 'printPaperCode', { params: { person: village.id(name) } })
  const hand = name === 'oversightChair' ? 'oversightCommittee-1' : 'oversightChair'
  await village.must(hand, 'confirmAct', { params: { act: actId } })
  return code
}
