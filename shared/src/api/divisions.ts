import { z } from 'zod'
import { DUTY_OWNERS } from '../matter/duty-kinds.ts'
import { BASIS_KINDS } from '../words/kinds.ts'
import {
  assembly,
  contracts,
  day,
  divisionCode,
  done,
  fen,
  id,
  instant,
  inVillage,
  line,
  matterCode,
  namedPerson,
  stage,
  text,
  wholeText,
} from './contract.ts'

const ofDivision = z.object({ division: divisionCode })
const slip = z.object({ code: z.string(), expiresAt: instant })
export const division = z.object({
  code: divisionCode,
  name: z.string(),
  level: z.enum(['province', 'prefecture', 'county', 'township', 'village']),
  parentCode: divisionCode.nullable(),
  isCommunity: z.boolean(),
  hasCollective: z.boolean(),
  opened: z.boolean(),
  /** 已并入. */
  movedTo: divisionCode.nullish(),
})
export type Division = z.infer<typeof division>

/** One key of a rule profile as a page shows it. */
export const profileRow = z.object({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  value: z.unknown(),
  from: z.enum(['default', 'county', 'township', 'village']),
  parentValue: z.unknown(),
  floor: z.string().nullable(),
  floorEn: z.string().nullable(),
  source: z.string(),
  needsBasis: z.boolean(),
  kind: z.string(),
  /** Of a choice or a share: what it can be. */
  choices: z.array(z.string()).nullable(),
  range: z.object({ min: z.int(), max: z.int(), unit: z.string() }).nullable(),
})
export const profileVersion = z.object({
  version: z.int(),
  values: z.record(z.string(), z.unknown()),
  basis: z.string().nullable(),
  proposedBy: namedPerson,
  proposedAt: instant,
  confirmedBy: namedPerson.nullable(),
  confirmedAt: instant.nullable(),
  refusedAt: instant.nullable(),
})
export const authorisation = z.object({
  id,
  codes: z.array(matterCode),
  from: day,
  to: day,
  paperId: id.nullable(),
  uptoFen: fen.nullable(),
  recordedAt: instant,
  endedAt: instant.nullable(),
})
export const legalBasis = z.object({
  id,
  kind: z.enum(BASIS_KINDS),
  assemblies: z.array(assembly),
  text: z.string(),
  from: day,
  to: day.nullable(),
  paperId: id.nullable(),
  recordedAt: instant,
  endedAt: instant.nullable(),
})
/** One village's line in the list of a township or the county. */
export const overviewRow = z.object({
  village: divisionCode,
  name: z.string(),
  township: z.string(),
  opened: z.boolean(),
  byStage: z.partialRecord(stage, z.int()),
  overdue: z.array(
    z.object({
      proposalId: id,
      title: z.string(),
      stage,
      whatZh: z.string(),
      whatEn: z.string(),
      dueAt: instant,
      daysLate: z.int(),
    }),
  ),
})

/** 一件应办: due by a rule; what rests on the platform's own default reminds and is never scored. */
export const duty = z.object({
  village: divisionCode,
  villageName: z.string(),
  kind: z.string(),
  key: z.string(),
  owes: z.enum(DUTY_OWNERS),
  whatZh: z.string(),
  whatEn: z.string(),
  proposalId: id.nullable(),
  title: z.string().nullable(),
  dueAt: instant,
  daysLate: z.int().nullable(),
  rule: z.string(),
  source: z.string(),
  scored: z.boolean(),
})
/** A page of each: so many, from the one on; without these the first two hundred. */
const dutyPage = z.object({
  limit: wholeText.min(1).max(200).optional(),
  lateFrom: wholeText.optional(),
  nextFrom: wholeText.optional(),
})
/** `total`: how many are late, the oldest first; `totalNext`: how many are due next. */
const dutyList = z.object({
  late: z.array(duty),
  next: z.array(duty),
  total: z.int(),
  totalNext: z.int(),
})

export const divisionApi = contracts({
  listDivisions: {
    method: 'GET',
    path: '/api/divisions',
    summary: 'The divisions under one, or the counties',
    query: z.object({ parent: divisionCode.optional(), q: z.string().max(40).optional() }),
    reply: z.object({ rows: z.array(division) }),
  },
  getDivision: {
    method: 'GET',
    path: '/api/divisions/:division',
    summary: 'One division with its parents',
    params: ofDivision,
    reply: z.object({ division, parents: z.array(division) }),
  },
  openVillage: {
    method: 'POST',
    path: '/api/divisions/:division/open',
    summary: 'Open a listed village with its first officer',
    params: ofDivision,
    body: z.object({
      isCommunity: z.boolean(),
      hasCollective: z.boolean(),
      branchHasCommittee: z.boolean(),
      officer: z.object({
        name: line(40),
        phone: z.string(),
        idNumber: z.string(),
        office: z.enum(['branchSecretary', 'villageDirector', 'residentDirector']),
      }),
    }),
    /** For the officer: a slip by which he sets his PIN. */
    reply: division.extend({ paperCode: slip.optional() }),
  },
  appointStaff: {
    method: 'POST',
    path: '/api/divisions/:division/staff',
    summary: 'Appoint township or county staff',
    params: ofDivision,
    body: z.object({
      name: line(40),
      phone: z.string(),
      idNumber: z.string(),
      office: z.enum(['townshipStaff', 'countyStaff']),
      from: day,
      to: day.nullable(),
    }),
    reply: z.object({ personId: id, paperCode: slip.optional() }),
  },
  listStaff: {
    method: 'GET',
    path: '/api/divisions/:division/staff',
    summary: 'Staff of a township or county',
    params: ofDivision,
    reply: z.object({
      rows: z.array(
        z.object({ person: namedPerson, officeId: id, office: z.string(), from: day, to: day.nullable() }),
      ),
    }),
  },
  getProfile: {
    method: 'GET',
    path: '/api/divisions/:division/profile',
    summary: 'The rule profile in force, each value beside floor, parent and source',
    params: ofDivision,
    reply: z.object({ rows: z.array(profileRow), versions: z.array(profileVersion) }),
  },
  proposeProfile: {
    method: 'POST',
    path: '/api/divisions/:division/profile',
    summary: 'Propose other values for this level (null: as the level above); a second person confirms',
    params: ofDivision,
    body: z.object({ values: z.record(z.string(), z.unknown()), basis: z.string().max(2000).nullable() }),
    reply: z.object({ version: z.int() }),
  },
  confirmProfile: {
    method: 'POST',
    path: '/api/divisions/:division/profile/:version/confirm',
    summary: 'Confirm or refuse proposed values',
    params: ofDivision.extend({ version: wholeText }),
    body: z.object({ agree: z.boolean() }),
    reply: done,
  },
  listAuthorisations: {
    method: 'GET',
    path: '/api/villages/:village/authorisations',
    summary: 'What the assembly has entrusted to the representatives',
    params: inVillage,
    reply: z.object({ rows: z.array(authorisation) }),
  },
  recordAuthorisation: {
    method: 'POST',
    path: '/api/villages/:village/authorisations',
    summary: 'Record an authorisation with its paper',
    params: inVillage,
    body: z.object({
      codes: z.array(matterCode).min(1),
      from: day,
      to: day,
      paperId: id,
      /** Up to which sum the light way may go, where the county lets it begin higher than by itself. */
      uptoFen: fen.optional(),
    }),
    reply: z.object({ id }),
  },
  endAuthorisation: {
    method: 'POST',
    path: '/api/villages/:village/authorisations/:id/end',
    summary: 'End an authorisation',
    params: inVillage.extend({ id }),
    reply: done,
  },
  listLegalBases: {
    method: 'GET',
    path: '/api/villages/:village/legal-bases',
    summary: 'The named local bases on record',
    params: inVillage,
    reply: z.object({ rows: z.array(legalBasis) }),
  },
  recordLegalBasis: {
    method: 'POST',
    path: '/api/villages/:village/legal-bases',
    summary: 'Record a legal basis with its paper',
    params: inVillage,
    body: z.object({
      kind: legalBasis.shape.kind,
      assemblies: z.array(assembly),
      text: text(2000),
      from: day,
      to: day.nullable(),
      paperId: id,
    }),
    reply: z.object({ id }),
  },
  endLegalBasis: {
    method: 'POST',
    path: '/api/villages/:village/legal-bases/:id/end',
    summary: 'End a legal basis',
    params: inVillage.extend({ id }),
    reply: done,
  },
  listDuties: {
    method: 'GET',
    path: '/api/villages/:village/duties',
    summary: 'What the village owes by which day: what is late, and what is due next',
    params: inVillage,
    query: dutyPage,
    reply: dutyList,
  },
  listDutiesBelow: {
    method: 'GET',
    path: '/api/divisions/:division/duties',
    summary: 'The same of all villages of a township or the county',
    params: ofDivision,
    query: dutyPage,
    reply: dutyList,
  },
  exportDuties: {
    method: 'GET',
    path: '/api/divisions/:division/duties/export',
    summary:
      'The same as a workbook: one sheet of what is late, one of what is due next, each whole and with its sum',
    params: ofDivision,
    reply: z.any(),
    carries: 'binary',
  },
  getOverview: {
    method: 'GET',
    path: '/api/divisions/:division/overview',
    summary: 'The matters of all villages by step, with what is overdue',
    params: ofDivision,
    reply: z.object({ asOf: instant, rows: z.array(overviewRow), totalAmount: fen.optional() }),
  },
  exportOverview: {
    method: 'GET',
    path: '/api/divisions/:division/overview/export',
    summary: 'The same as a workbook: one sheet of villages with their totals, one of what is late',
    params: ofDivision,
    reply: z.any(),
    carries: 'binary',
  },
})
