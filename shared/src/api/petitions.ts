import { z } from 'zod'
import { DEMANDED_ASSEMBLIES, PETITION_STATUSES } from '../words/kinds.ts'
import { contracts, done, id, instant, inVillage, line, namedPerson, page, paging, text } from './contract.ts'
import { byTime } from './cursor.ts'

export const petitionRow = z.object({
  id,
  title: z.string(),
  text: z.string(),
  by: namedPerson,
  at: instant,
  status: z.enum(PETITION_STATUSES),
  signatures: z.object({ villagers: z.int(), representatives: z.int() }),
  needed: z.object({
    proposeVillagers: z.int(),
    proposeRepresentatives: z.int(),
    demandVillagers: z.int(),
    demandRepresentativesAssembly: z.int(),
    demandRepresentatives: z.int(),
  }),
  signedByMe: z.boolean(),
  answer: z.string().nullable(),
  answerDueAt: instant.nullable(),
  proposalId: id.nullable(),
})

export const petitionApi = contracts({
  raisePetition: {
    method: 'POST',
    path: '/api/villages/:village/petitions',
    summary: 'Put a matter forward',
    params: inVillage,
    body: z.object({ title: line(80), text: text(4000) }),
    reply: z.object({ id }),
  },
  listPetitions: {
    method: 'GET',
    path: '/api/villages/:village/petitions',
    summary: 'Matters put forward',
    params: inVillage,
    query: paging(byTime),
    reply: page(petitionRow),
  },
  signPetition: {
    method: 'POST',
    path: '/api/villages/:village/petitions/:petition/sign',
    summary: 'Co-sign',
    params: inVillage.extend({ petition: id }),
    body: z.object({ demand: z.enum(DEMANDED_ASSEMBLIES).optional() }),
    reply: z.object({ status: petitionRow.shape.status, villagers: z.int(), representatives: z.int() }),
  },
  answerPetition: {
    method: 'POST',
    path: '/api/villages/:village/petitions/:petition/answer',
    summary: 'The branch answers with its reason',
    params: inVillage.extend({ petition: id }),
    body: z.object({ answer: text(4000) }),
    reply: done,
  },
})
