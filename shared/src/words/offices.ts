/**
 * 任职: offices held in a village, a township or the county, each with its term. Apart from the vocabulary, as a first
 * visit on a phone has no need of them.
 */
export const OFFICES = {
  branchSecretary: { zh: '村党支部书记', en: 'Branch secretary' },
  branchDeputy: { zh: '村党支部副书记（代书记主持）', en: 'Deputy secretary, standing in' },
  branchCommittee: { zh: '村党支部委员', en: 'Branch committee member' },
  villageDirector: { zh: '村委会主任', en: 'Village committee director' },
  villageCommittee: { zh: '村委会委员', en: 'Village committee member' },
  representative: { zh: '村民代表', en: "Villagers' representative" },
  oversightChair: { zh: '村务监督委员会主任', en: 'Oversight committee chair' },
  oversightCommittee: { zh: '村务监督委员会委员', en: 'Oversight committee member' },
  oversightStandIn: { zh: '村务监督委员会候补委员', en: 'Oversight stand-in' },
  firstSecretary: { zh: '驻村第一书记', en: 'First secretary' },
  boardChair: { zh: '理事长', en: 'Chair of the board' },
  boardMember: { zh: '理事', en: 'Board member' },
  supervisor: { zh: '监事', en: 'Supervisor of the collective' },
  memberRepresentative: { zh: '成员代表', en: 'Member representative' },
  groupHead: { zh: '村民小组组长', en: 'Head of a village group' },
  accountant: { zh: '报账员', en: 'Accountant' },
  clerk: { zh: '村文书', en: 'Village clerk' },
  residentDirector: { zh: '居委会主任', en: "Residents' committee director" },
  residentCommittee: { zh: '居委会委员', en: "Residents' committee member" },
  residentRepresentative: { zh: '居民代表', en: "Residents' representative" },
  townshipStaff: { zh: '乡镇工作人员', en: 'Township staff' },
  countyStaff: { zh: '县级工作人员', en: 'County staff' },
} satisfies Record<string, { zh: string; en: string }>
export type Office = keyof typeof OFFICES
export const OFFICE_KEYS = Object.keys(OFFICES) as [Office, ...Office[]]
