import { z } from 'zod'
import { STATE_SUBJECTS } from '../matter/matter-table.ts'
import { WAY_FACTS } from '../matter/way-facts.ts'
import { TENDERS } from '../words/kinds.ts'
import { keysOf } from '../words/vocabulary.ts'
import { day, fen, id, lineOrNone, whole } from './contract.ts'

/** The facts of a matter that rules reckon with. Areas in hundredths of a mu, money in fen. */
export const matterFacts = z.object({
  amount: fen.optional(),
  area: whole.optional(),
  place: lineOrNone(200).optional(),
  contractor: lineOrNone(200).optional(),
  beneficiaries: z.string().max(500).optional(),
  term: z.string().max(200).optional(),
  duration: z.string().max(200).optional(),
  /** 实施单位; unsaid it is the body that answers for the matter. */
  executor: lineOrNone(80).optional(),
  /** 建设内容 */
  scope: z.string().max(500).optional(),
  /** 完成期限 */
  dueOn: day.optional(),
  /** How a contractor is found after the resolution. */
  choosing: z.enum(TENDERS).optional(),
  affectedHouseholds: whole.optional(),
  /** 筹资筹劳: of each person, of each worker. */
  perHead: fen.optional(),
  labourDays: whole.optional(),
  /** 只提供代理服务: the collective binds no household that does not consent (农村土地承包法 art 36). */
  agencyOnly: z.boolean().optional(),
  /** The State decides (低保 …): opinion only. */
  stateDecides: z.boolean().optional(),
  stateSubject: z.enum(keysOf(STATE_SUBJECTS)).optional(),
  landOutsiders: z.boolean().optional(),
  contractAdjustment: z.boolean().optional(),
  commercialLand: z.boolean().optional(),
  groupProperty: z.boolean().optional(),
  /** 农村集体经济组织法 art 15 */
  nonMemberBenefits: z.boolean().optional(),
  /** 农村集体经济组织法 art 26, items 1, 3 and 12. */
  collectiveCharter: z.boolean().optional(),
  memberRoll: z.boolean().optional(),
  collectiveMerger: z.boolean().optional(),
  /** 证明材料: of each of these facts the paper that shows it. */
  proofs: z
    .array(z.object({ fact: z.enum(keysOf(WAY_FACTS)), paperId: id }))
    .max(20)
    .optional(),
  /** What may not be decided at all (村委会组织法 art 31); ticked by the drafter or found by the guide. */
  touches: z
    .array(
      z.enum([
        'unlawful',
        'infringesRights',
        'memberStatus',
        'divideProperty',
        'guarantee',
        'householdLand',
        'election',
        'punishment',
        'partyPersonnel',
        'privateFacts',
        'otherUnit',
        'stateLand',
      ]),
    )
    .optional(),
  /** 险情先办: the act whose cost this matter puts before those who decide. */
  danger: id.optional(),
  purpose: z.string().max(200).optional(),
  fullWayAsked: z.boolean().optional(),
  risk: z.string().max(2000).optional(),
})
export type MatterFacts = z.infer<typeof matterFacts>
