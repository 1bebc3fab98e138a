/** A village in which every kind of thing is there to be asked for, and somebody who may ask. */
import { randomUUID } from 'node:crypto'
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import { RIGHTS } from '@cunyi/shared/api/rights.ts'
import { begin, convene, inHall, openPolls, villageWith } from '../meetings/meeting.ts'
import { draft, propose, put } from '../proposals/matter.ts'
import { COUNTY, VILLAGE } from '../village.ts'

/** Who may make a request: the first of them that the row of its rights names. */
const ASKER_OF = {
  chair: 'villageDirector',
  recorder: 'accountant',
  teller: 'oversightCommittee-1',
  villageDirector: 'villageDirector',
  branchSecretary: 'branchSecretary',
  oversightChair: 'oversightChair',
  oversightCommittee: 'oversightCommittee-1',
  boardChair: 'boardChair',
  roll: 'representative-1',
  villager: 'representative-1',
  account: 'representative-1',
  login: 'representative-1',
  township: 'township-1',
  county: 'county-1',
}
const ASKERS = new Set(Object.values(ASKER_OF))
/** Where the first who may is not the one who has the matter in hand. */
const IN_HAND: Partial<Record<RequestName, string>> = {
  draftProposal: 'branchSecretary',
  editDraft: 'branchSecretary',
  submitProposal: 'branchSecretary',
  withdrawProposal: 'branchSecretary',
}
const askerOf = (name: RequestName): string | undefined =>
  IN_HAND[name] ??
  Object.entries(ASKER_OF).find(([holder]) => (RIGHTS[name] as readonly string[]).includes(holder))?.[1]

export type Sent = {
  params?: Record<string, string>
  query?: string
  body?: unknown
  raw?: string
  headers?: Record<string, string>
}

/** A poll is open, a matter drafted, one under way with its disclosure; the server listens on loopback. */
export async function prepared() {
  const { village, proposal } = await villageWith({})
  village.parts.log.level = 'silent'
  const meeting = await convene(village, proposal)
  const { id: opinion } = await village.must('representative-1', 'sayOpinion', {
    params: { proposal },
    body: { kind: 'opinion', text: '路面要加宽' },
  })
  const { id: petition } = await village.must('representative-1', 'raisePetition', {
    body: { title: '修水渠', text: '渠坏了三年' },
  })
  const drafted = await draft(village, { title: '修水渠' })
  /** Matters that stand at another step, for requests that belong there. */
  const elsewhere: Partial<Record<RequestName, Record<string, string>>> = {
    editDraft: { proposal: drafted },
    getDraftWriting: { proposal: drafted },
    keepDraftWriting: { proposal: drafted },
    submitProposal: { proposal: drafted },
  }
  const work = await propose(village, { title: '村部照明' })
  await put(village, work, { stage: 'implementation', stageSince: village.clock.now() })
  for (const name of [
    'startWork',
    'getWork',
    'addProgress',
    'addExpense',
    'acceptWork',
    'reportOutcome',
  ] as const)
    elsewhere[name] = { proposal: work }
  const disclosure = randomUUID()
  await village.sql(
    `insert into disclosures (village_id, id, proposal_id, stage, title, text, status, days, prepared_at, start_due_at, posted_at, ends_at)
     values ('${VILLAGE}', '${disclosure}', '${work}', 'resolutionDisclosure', '决议公开', '公示内容', 'posted', 15,
             '2026-11-01', '2026-11-02', '2026-11-02', '2026-12-30')`,
  )
  await begin(village, meeting)
  await inHall(village, meeting, ['representative-1', 'representative-2', 'villageDirector'])
  await openPolls(village, meeting)
  const { polls } = await village.must('villageDirector', 'getMeeting', { params: { meeting } })
  const person = village.id('representative-2')
  /** By the names that paths and bodies use. */
  const known: Record<string, string | string[]> = {
    village: village.villageId,
    division: village.villageId,
    county: COUNTY,
    proposal,
    proposalId: proposal,
    proposalIds: [proposal],
    meeting,
    meetingId: meeting,
    poll: polls[0]?.id ?? '',
    opinion,
    petition,
    disclosure,
    person,
    personId: person,
    personIds: [person],
    chairId: village.id('villageDirector'),
    recorderId: village.id('accountant'),
    secondId: village.id('oversightCommittee-2'),
    tellerIds: [village.id('oversightCommittee-1'), village.id('oversightCommittee-2')],
    version: '1',
    phone: '10012345678',
    pin: '135790',
    newPin: '246801',
    ref: 'ab'.repeat(16),
    receipt: 'A'.repeat(16),
    endpoint: 'https://push.example/1',
    p256dh: 'x'.repeat(87),
    auth: 'x'.repeat(22),
  }
  const tokens = new Map<string, string>()
  for (const name of ASKERS) tokens.set(name, await village.as(name))
  await village.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = village.app.server.address() as { port: number }

  const send = async (name: RequestName, { params = {}, query = '', body, raw, headers }: Sent) => {
    const { method, path } = api[name]
    const address = path.replace(/:(\w+)/g, (_, key: string) =>
      encodeURIComponent(params[key] ?? elsewhere[name]?.[key] ?? String(known[key] ?? known.proposal)),
    )
    const token = tokens.get(askerOf(name) ?? '')
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    return village.app.inject({
      method,
      url: query ? `${address}?${query}` : address,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    })
  }

  return { village, known, port, send, tokenOf: (name: RequestName) => tokens.get(askerOf(name) ?? '') ?? '' }
}
