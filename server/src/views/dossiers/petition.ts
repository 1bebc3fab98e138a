/** 一件建议, as everybody may see it. */
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { petitionShown } from '#matters/petitions/actions.ts'
import { openVillage } from './public.ts'

export const publicPetition = (parts: Parts, village: string, id: string, now: Date) =>
  inVillage(parts.db, village, async (tx) => {
    const { name } = (await openVillage(tx, village)).place
    return { ...(await petitionShown(tx, village, id, now)), village, villageName: name }
  })
export type PublicPetition = Awaited<ReturnType<typeof publicPetition>>
