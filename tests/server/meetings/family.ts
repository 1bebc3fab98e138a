/** A member assembly with families in it, for proxies. */
import type { Village } from '../village.ts'
import { convene, paper, pollRows, villageWith } from './meeting.ts'

export const FAMILY = {
  villagers: 8,
  people: [
    { name: 'villager-1', member: true, household: 'A' },
    { name: 'villager-2', member: true, household: 'A' },
    { name: 'villager-3', member: true, household: 'A' },
    { name: 'villager-4', member: true, household: 'B' },
    { name: 'villager-5', member: false, household: 'B' },
    { name: 'villager-6', member: true, household: 'C' },
    { name: 'minor', member: true, household: 'C', birthDate: '2012-05-01' },
  ],
}

/** A member assembly: its law lets a member of the same household stand for another, in writing. */
export async function assembly(counts = FAMILY) {
  const { village, proposal } = await villageWith(counts, 'villagerResolution', {
    codes: ['M08'],
    facts: { amount: 300_000_000 },
    budget: [
      { kind: 'source', label: '补偿费', amount: 300_000_000 },
      { kind: 'use', label: '分配', amount: 300_000_000 },
    ],
  })
  const meeting = await convene(village, proposal, 'villagerResolution', {
    by: 'boardChair',
    chair: 'boardChair',
    windowHours: 0,
  })
  const give = async (principal: string, agent: string, by = principal, paperId?: string) =>
    village.ask(by, 'addProxy', {
      params: { meeting },
      body: {
        principalId: village.id(principal),
        agentId: village.id(agent),
        relation: '夫妻',
        paperId: paperId ?? (await paper(village)),
      },
    })
  return { village, proposal, meeting, give }
}
export const voteFor = async (
  village: Village,
  meeting: string,
  agent: string,
  principal: string,
  ref = 'ab'.repeat(16),
) => {
  const [poll] = await pollRows(village, meeting)
  const { body } = await village.ask(agent, 'getTicket', {
    params: { poll: poll?.id ?? '' },
    query: { principal: village.id(principal) },
  })
  return village.app.inject({
    method: 'POST',
    url: `/api/villages/${village.villageId}/polls/${poll?.id}/ballot`,
    headers: { authorization: `Bearer ${body.ticket}` },
    payload: { ref, choice: 1 },
  })
}
