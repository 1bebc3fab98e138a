/** 本地依据: what of local practice rests on a charter clause or a resolution of its own. */
import type { BASIS_KINDS } from '../words/kinds.ts'

// biome-ignore format: one row, one basis
export const LEGAL_BASES = {
  onlinePresence:        { zh: '线上参会计入到会', en: 'Online counts as present' },
  memberRepresentatives: { zh: '设立成员代表大会', en: 'Member representatives' },
  agency:                { zh: '集体提供代理服务', en: 'Agency by the collective' },
  recusal:               { zh: '回避办法', en: 'Recusal' },
  excludeUnreachable:    { zh: '联系不上的人不计入应到', en: 'Leave out who cannot be reached' },
  other:                 { zh: '其他', en: 'Other' },
} as const satisfies Record<(typeof BASIS_KINDS)[number], { zh: string; en: string }>
