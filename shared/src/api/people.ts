import { z } from 'zod'
import { ACT_STATES } from '../law/acts-of-two.ts'
import { SEAT_GROUNDS, TERM_BODIES } from '../law/offices.ts'
import { LIKENESSES } from '../people/doubles.ts'
import { ATTACHMENT_PURPOSES, IMPORT_STATUSES, OFFICE_ACT_KINDS } from '../words/kinds.ts'
import { keysOf } from '../words/vocabulary.ts'
import {
  contracts,
  day,
  done,
  id,
  instant,
  inVillage,
  lineOrNone,
  namedPerson,
  office,
  page,
  paging,
  text,
  waits,
} from './contract.ts'

/** A person on the office's screens: phone and ID number only masked. */
export const person = z.object({
  id,
  name: z.string(),
  sex: z.enum(['male', 'female']),
  birthDate: day,
  idNumberMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  household: z.string().nullable(),
  villageGroup: z.string().nullable(),
  relation: z.string().nullable(),
  registered: z.boolean(),
  away: z.boolean(),
  awayPlace: z.string().nullable(),
  partyStatus: z.enum(['none', 'full', 'probationary', 'underProbation']),
  collectiveMember: z.boolean(),
  fullCapacity: z.boolean(),
  leftOn: day.nullable(),
  offices: z.array(office),
})
export const heldOffice = z.object({
  id,
  person: namedPerson,
  office,
  from: day,
  to: day.nullable(),
  villageGroup: z.string().nullable(),
  households: z.int(),
  /** 任期已满，未换届: by when a successor is recorded, and how late that is; null: the term runs. */
  termOver: z.object({ successorBy: day, daysLate: z.int() }).nullable(),
})
/** 表 names of the workbook. */
export const sheetName = z.enum(['户', '人员', '任职', '集体成员'])
export const fault = z.object({
  sheet: z.string(),
  row: z.int(),
  column: z.string(),
  value: z.string(),
  code: z.string(),
  messageZh: z.string(),
  messageEn: z.string(),
  /** The row is not taken over; otherwise a remark. Row 0: the whole sheet, sheet '': the whole file. */
  stops: z.boolean(),
  mendZh: z.string().nullable(),
  mendEn: z.string().nullable(),
})
export const importState = z.object({
  id,
  fileName: z.string(),
  status: z.enum(IMPORT_STATUSES),
  /** 0 to 100. */
  progress: z.int(),
  counts: z
    .object({
      new: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      faulty: z.int(),
      stale: z.int(),
      /** Rows that look like somebody who is entered already: left out until it is decided. */
      double: z.int(),
    })
    .nullable(),
  faults: z.array(fault),
  faultsTotal: z.int(),
  changes: z.array(
    z.object({
      sheet: z.string(),
      row: z.int(),
      key: z.string(),
      kind: z.enum(['new', 'changed', 'stale', 'double']),
      fields: z.array(z.string()),
      /** One entry a field; an ID number or phone in part. */
      values: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
      /** double: who is entered already; `row`: by this file. */
      like: z
        .object({
          likeness: z.enum(keysOf(LIKENESSES)),
          personId: id,
          name: z.string(),
          birthDate: day,
          household: z.string().nullable(),
          row: z.int().nullable(),
        })
        .optional(),
    }),
  ),
  /** Households that the heads of a list without numbers make: whether they are so is asked. */
  homes: z.int(),
  at: instant,
  /** What waits for a second person, or what became of it. */
  list: z
    .object({ actId: id, total: z.int(), state: z.enum(keysOf(ACT_STATES)), dueAt: instant.nullable() })
    .nullable(),
})

const cell = lineOrNone(60).optional()
/** The cells of a row of 人员, as they would stand in a workbook. */
const byHand = z.object({
  name: cell,
  sex: cell,
  idNumber: z.string().max(60).optional(),
  birthDate: cell,
  phone: z.string().max(60).optional(),
  household: cell,
  villageGroup: cell,
  relation: cell,
  registered: cell,
  away: cell,
  awayPlace: cell,
  partyStatus: cell,
  partyJoinedOn: cell,
  partyFullOn: cell,
  fullCapacity: cell,
  leftOn: cell,
  leftReason: cell,
})

export const peopleApi = contracts({
  listPeople: {
    method: 'GET',
    path: '/api/villages/:village/people',
    summary: 'The roster',
    params: inVillage,
    query: paging(z.string().max(200)).extend({
      q: z.string().max(40).optional(),
      office: office.optional(),
      group: lineOrNone(40).optional(),
      party: z.enum(['yes']).optional(),
      away: z.enum(['yes']).optional(),
    }),
    reply: page(person).extend({ total: z.int() }),
  },
  listHouseholds: {
    method: 'GET',
    path: '/api/villages/:village/households',
    summary: 'The households, with how many live there',
    params: inVillage,
    query: paging(z.string().max(200)).extend({
      q: z.string().max(20).optional(),
      group: lineOrNone(40).optional(),
    }),
    reply: page(
      z.object({
        id,
        number: z.string(),
        villageGroup: z.string(),
        head: namedPerson.nullable(),
        people: z.int(),
        exempt: z.boolean(),
      }),
    ),
  },
  getPerson: {
    method: 'GET',
    path: '/api/villages/:village/people/:person',
    summary: 'One person',
    params: inVillage.extend({ person: id }),
    reply: person.extend({
      /** 已并入: his other record, which stayed. */
      mergedInto: namedPerson.nullable(),
      /** The last time that a merge of this record was refused. */
      mergeRefused: z.object({ ground: z.string(), at: instant }).nullable(),
    }),
  },
  listOffices: {
    method: 'GET',
    path: '/api/villages/:village/offices',
    summary: 'Who holds which office, with terms',
    params: inVillage,
    query: z.object({ on: day.optional() }),
    reply: z.object({
      rows: z.array(heldOffice),
      /** 待确认: proposed, and not yet true. */
      waiting: z.array(
        z.object({
          actId: id,
          kind: z.enum(OFFICE_ACT_KINDS),
          person: namedPerson,
          office,
          from: day.nullable(),
          to: day.nullable(),
          confirmsFrom: instant.nullable(),
        }),
      ),
    }),
  },
  appoint: {
    method: 'POST',
    path: '/api/villages/:village/offices',
    summary: 'Propose an office with its term and its paper; it stands once the second person has said yes',
    params: inVillage,
    body: z.object({
      personId: id,
      office,
      from: day,
      to: day.nullable(),
      villageGroup: lineOrNone(40).nullable(),
      households: z.array(id),
      /** The paper of the election, of the Party, or of the body that chose him. */
      paperId: id,
    }),
    /** The office's, once it stands. */
    reply: z.object({ id, waits }),
  },
  handOver: {
    method: 'POST',
    path: '/api/villages/:village/hand-overs',
    summary:
      'Propose the result of the election of a whole body: it replaces the term before, once the township has confirmed',
    params: inVillage,
    body: z.object({
      body: z.enum(keysOf(TERM_BODIES)),
      from: day,
      to: day.nullable(),
      members: z
        .array(
          z.object({
            personId: id,
            office,
            /** None: those he stood for before. */
            households: z.array(id).max(200),
          }),
        )
        .min(1)
        .max(300),
      paperId: id,
    }),
    reply: waits,
  },
  endOffice: {
    method: 'POST',
    path: '/api/villages/:village/offices/:id/end',
    summary: 'Propose the end of a term, with its paper; whoever loses it is told first',
    params: inVillage.extend({ id }),
    body: z.object({
      on: day,
      reason: text(200),
      paperId: id,
      /** Asked of a representative's seat. */
      ground: z.enum(keysOf(SEAT_GROUNDS)).optional(),
    }),
    reply: done.extend({ waits }),
  },
  getComposition: {
    method: 'GET',
    path: '/api/villages/:village/composition',
    summary: 'The bodies of the village against the law (art 29 …)',
    params: inVillage,
    reply: z.object({
      rows: z.array(
        z.object({
          assembly: z.string(),
          entitled: z.int(),
          attending: z.int(),
          women: z.int(),
          households: z.int(),
          problems: z.array(z.object({ code: z.string(), messageZh: z.string(), messageEn: z.string() })),
        }),
      ),
    }),
  },
  getTemplate: {
    method: 'GET',
    path: '/api/people/template',
    summary: 'An empty workbook with headings and a guide',
    reply: z.any(),
    carries: 'binary',
  },
  exportPeople: {
    method: 'GET',
    path: '/api/villages/:village/people/export',
    summary: 'The workbook of this village',
    params: inVillage,
    reply: z.any(),
    carries: 'binary',
  },
  uploadPeople: {
    method: 'POST',
    path: '/api/villages/:village/imports',
    summary: 'Upload a workbook; reading goes on in the background',
    params: inVillage,
    carries: 'multipart',
    reply: z.object({ id }),
  },
  enterPerson: {
    method: 'POST',
    path: '/api/villages/:village/people/enter',
    summary:
      'One person by a form: read like one row of a workbook, previewed and confirmed as an import; an empty field keeps what is stored',
    params: inVillage,
    body: z.object({ personId: id.optional(), cells: byHand }),
    reply: z.object({ id }),
  },
  getImport: {
    method: 'GET',
    path: '/api/villages/:village/imports/:id',
    summary: 'Progress, preview and faults',
    params: inVillage.extend({ id }),
    reply: importState,
  },
  getFaultyRows: {
    method: 'GET',
    path: '/api/villages/:village/imports/:id/faulty.xlsx',
    summary:
      'The rows that are left out, as they were written, each fault marked: mended, it can be brought in again',
    params: inVillage.extend({ id }),
    reply: z.any(),
    carries: 'binary',
  },
  confirmImport: {
    method: 'POST',
    path: '/api/villages/:village/imports/:id/confirm',
    summary:
      'Take over the good rows; what touches log-in, right to vote, departure or an office waits as one list for a second person',
    params: inVillage.extend({ id }),
    body: z.object({
      overwriteStale: z.boolean().optional(),
      /** Row of 人员 → it is the person pointed out, or another one. A row that is not named stays out. */
      decided: z.record(z.string().regex(/^[1-9][0-9]{0,6}$/), z.boolean()).optional(),
      /** The list has no household numbers: take its households by their heads (true), or nobody into any. */
      byHead: z.boolean().optional(),
    }),
    reply: done,
  },
  discardImport: {
    method: 'POST',
    path: '/api/villages/:village/imports/:id/discard',
    summary: 'Throw the preview away',
    params: inVillage.extend({ id }),
    reply: done,
  },
  printPaperCode: {
    method: 'POST',
    path: '/api/villages/:village/people/:person/paper-code',
    summary: 'A one-time code on paper, sealed; good once an oversight member has handed it over',
    params: inVillage.extend({ person: id }),
    reply: z.object({ code: z.string(), expiresAt: instant, actId: id }),
  },
  uploadFile: {
    method: 'POST',
    path: '/api/villages/:village/files',
    summary: 'Keep a picture or PDF; for the purpose `voice` a sound',
    params: inVillage,
    query: z.object({
      purpose: z.enum(ATTACHMENT_PURPOSES),
      /** The matter or meeting it belongs to, where that is known already. */
      subjectId: id.optional(),
    }),
    carries: 'multipart',
    reply: z.object({ id, digest: z.string(), mime: z.string(), size: z.int(), seconds: z.int().nullable() }),
  },
  getFile: {
    method: 'GET',
    path: '/api/villages/:village/files/:id',
    summary: 'A kept file, for who may see its matter',
    params: inVillage.extend({ id }),
    reply: z.any(),
    carries: 'binary',
  },
})
