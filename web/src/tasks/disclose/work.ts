import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'

export type Work = ReplyOf<typeof disclosureApi.getWork>
export type Money = Work['money']
export const TENDERS = ['none', 'quotes', 'tender', 'exchange'] as const
export type Tender = (typeof TENDERS)[number]
export const orNull = (text: string): string | null => text.trim() || null
