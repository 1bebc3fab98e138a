import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import { ACT_OF, type Holder, RIGHTS } from '@cunyi/shared/api/rights.ts'
import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { keysOf, OFFICE_KEYS, type Office, type Route } from '@cunyi/shared/words/vocabulary.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, OTHER_VILLAGE, VILLAGE, type Village } from './village.ts'

const MEETING = '00000000-0000-4000-8000-0000000000a1'
const POLL = '00000000-0000-4000-8000-0000000000a2'
const PROPOSAL = '00000000-0000-4000-8000-0000000000a3'
const requests = keysOf(api)
const staff: readonly Office[] = ['townshipStaff', 'countyStaff']
const officers = OFFICE_KEYS.filter((office) => !staff.includes(office))

/** Somebody, and everything he is in this village. */
type Role = { name: string | null; is: readonly Holder[] }
const roles: Role[] = [
  { name: null, is: [] },
  { name: 'guest', is: ['resident'] },
  { name: 'plain', is: ['villager', 'resident'] },
  { name: 'onRoll', is: ['villager', 'resident', 'roll'] },
  { name: 'struck', is: ['villager', 'resident'] },
  { name: 'theChair', is: ['villager', 'resident', 'chair'] },
  { name: 'theRecorder', is: ['villager', 'resident', 'recorder'] },
  { name: 'theTeller', is: ['villager', 'resident', 'teller'] },
  { name: 'theInitiator', is: ['villager', 'resident', 'initiator'] },
  ...officers.map(
    (office): Role => ({ name: `the-${office}`, is: ['villager', 'resident', office as Holder] }),
  ),
  { name: 'township-1', is: ['township'] },
  { name: 'county-1', is: ['county'] },
]
const strangers = ['other-1', 'otherDirector', 'otherTownship-1']
const isHere = (request: RequestName) => /:(village|division)\b/.test(api[request].path)
const hasBody = (request: RequestName) => 'body' in api[request]

let village: Village
beforeAll(async () => {
  const plain = ['plain', 'onRoll', 'struck', 'theChair', 'theRecorder', 'theTeller', 'theInitiator'].map(
    (name) => ({ name }),
  )
  const held = officers.map((office) => ({ name: `the-${office}`, offices: [office] }))
  village = await buildVillage({
    villagers: 0,
    people: [...plain, { name: 'guest', registered: false }, ...held],
  })
  const rule = JSON.stringify(ruleFor('branch', defaultProfile()))
  const id = (name: string) => `'${village.id(name)}'`
  await village.sql(
    `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
     values ('${VILLAGE}', '${PROPOSAL}', '2026-001', '修路', 'branchProposal', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, gen_random_uuid(), ${id('theInitiator')}, '2026-11-01', '2026-11-01')`,
    `insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, window_hours, lapses_at, convened_by, chair_id, recorder_id, teller_ids, online_counts, hall_secret)
     values ('${VILLAGE}', '${MEETING}', 'branch', 'branchProposal', '支委会', '村部', 'scheduled', '2026-11-01', '2026-11-03', 0, '2026-11-10T16:00Z', ${id('theChair')}, ${id('theChair')}, ${id('theRecorder')}, jsonb_build_array(${id('theTeller')}), true, '\\x00')`,
    `insert into agenda_items (village_id, meeting_id, proposal_id, seq) values ('${VILLAGE}', '${MEETING}', '${PROPOSAL}', 1)`,
    `insert into polls (village_id, id, meeting_id, proposal_id, seq, status, secret, rule) values ('${VILLAGE}', '${POLL}', '${MEETING}', '${PROPOSAL}', 1, 'waiting', false, '${rule}')`,
    `insert into meeting_roll (village_id, meeting_id, person_id, votes, capacities, struck_at) values
       ('${VILLAGE}', '${MEETING}', ${id('onRoll')}, true, '[]', null), ('${VILLAGE}', '${MEETING}', ${id('struck')}, true, '[]', '2026-11-02')`,
  )
})
afterAll(() => village.close())

/** A body that fits nothing: whoever is let in is told so, and nothing happens. */
const knock = (name: string | null, request: RequestName, params: Record<string, string> = {}) =>
  village.ask(name, request, {
    params: { meeting: MEETING, poll: POLL, proposal: PROPOSAL, version: '1', ...params },
    ...(hasBody(request) ? { body: '"?"', headers: { 'content-type': 'application/json' } } : {}),
  })

function wants(request: RequestName, { name, is }: Role): '401' | '403' | 'in' {
  const who = RIGHTS[request]
  if (who.some((one) => one === 'anyone' || one === 'demo' || one === 'testing')) return 'in'
  if (name === null) return '401'
  return who.some((one) => one === 'account' || one === 'login' || is.includes(one)) ? 'in' : '403'
}

/** What is said at the door; behind it an action may have reasons of its own. */
const DOOR = ['forbidden', 'officeEnded', 'notForAdministrators', 'capacityNeeded']

function got(request: RequestName, { status, body }: { status: number; body: { code?: string } }): string {
  if (status === 401 || (status === 403 && DOOR.includes(body.code ?? ''))) return String(status)
  if (status === 404 && body.code === undefined) return 'not on the air'
  if (hasBody(request)) return status === 400 ? 'in' : `${status} ${body.code}`
  return status >= 500 ? `${status} ${body.code}` : 'in'
}

describe('权限: every request × every role', () => {
  test('every request of the contract has its row, and no row is of none', () => {
    expect(keysOf(RIGHTS).sort()).toEqual([...requests].sort())
  })

  test.each(roles)('$name', async (role) => {
    const wrong: string[] = []
    let asked = 0
    for (const request of requests) {
      // A file that is not there is nobody's: without log-in that is not told.
      if (request === 'getFile' && role.name === null) continue
      // The code has its own test; before it, nobody is anybody.
      if (request === 'chooseCapacity' && role.name === null) continue
      // A ballot is cast in one's own village; for those above there is none.
      if (request === 'castBallot' && (role.is.includes('township') || role.is.includes('county'))) continue
      asked++
      const reply = await knock(role.name, request)
      if (got(request, reply) !== wants(request, role))
        wrong.push(`${request}: ${got(request, reply)} (${reply.body?.code}), not ${wants(request, role)}`)
    }
    expect(wrong).toEqual([])
    const leftOut =
      role.name === null ? 2 : role.is.some((one) => one === 'township' || one === 'county') ? 1 : 0
    expect(asked).toBe(requests.length - leftOut)
  })

  test.each(strangers)('%s finds nothing of this village', async (name) => {
    const wrong: string[] = []
    for (const request of requests.filter(isHere)) {
      if (wants(request, { name: null, is: [] }) === 'in') continue
      const { status } = await knock(name, request)
      if (status !== 404) wrong.push(`${request}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('a meeting, poll or matter of this village is not found under another', async () => {
    const wrong: string[] = []
    for (const request of requests.filter((one) =>
      /:village\/(meetings|polls|proposals)\/:/.test(api[one].path),
    )) {
      const isOpen = wants(request, { name: null, is: [] }) === 'in'
      if (isOpen || hasBody(request)) continue
      const { status, body } = await knock('otherDirector', request, { village: OTHER_VILLAGE })
      const isEmpty = status === 200 && body.rows?.length === 0
      if (![400, 403, 404].includes(status) && !isEmpty) wrong.push(`${request}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('an office that ended, or has not begun, carries nothing', async () => {
    const people = [
      {
        name: 'formerDirector',
        offices: [{ office: 'villageDirector' as const, from: '2020-01-01', to: '2026-11-01' }],
      },
      {
        name: 'nextDirector',
        offices: [{ office: 'villageDirector' as const, from: '2026-11-03', to: null }],
      },
      {
        name: 'lastDay',
        offices: [{ office: 'villageDirector' as const, from: '2020-01-01', to: '2026-11-02' }],
      },
    ]
    const small = await buildVillage({ villagers: 0, people })
    const list = async (name: string) => small.ask(name, 'listPeople')
    expect((await list('formerDirector')).body.code).toBe('officeEnded')
    expect((await list('nextDirector')).body.code).toBe('forbidden')
    expect((await list('lastDay')).status).toBe(200)
    await small.clock.set(new Date('2026-11-02T16:00:00Z'))
    expect((await list('lastDay')).body.code).toBe('officeEnded')
    expect((await list('nextDirector')).status).toBe(200)
  })

  test('no authority above decides in place of the village', async () => {
    for (const request of [
      'openPoll',
      'castBallot',
      'conveneMeeting',
      'reviewDisclosure',
      'answerObjection',
    ] as const) {
      const { status, body } = await knock('township-1', request)
      expect([request, status]).toEqual([request, request === 'castBallot' ? 404 : 403])
      if (status === 403) expect(body.code).toBe('notForAdministrators')
    }
  })
})

/** What a page is offered of one meeting or matter, in one of the states it can be in. */
type View = { asks: RequestName; params: Record<string, string>; of: 'meeting' | 'matter' }
const ROUTES: readonly Route[] = ['A', 'B', 'C', 'D']
/** Who may make these the table of moves narrows further. */
const BY_MOVE: readonly string[] = [
  'submitProposal',
  'withdrawProposal',
  'referProposal',
  'orderCorrection',
  'approveProposal',
  'refuseApproval',
  'reportOutcome',
  'archiveProposal',
  'reviseProposal',
]

describe('现在可办: the door and what is offered', () => {
  const views: View[] = []
  const id = (kind: number, n: number) =>
    `00000000-0000-4000-8000-0000000${kind}0${String(n).padStart(3, '0')}`

  beforeAll(async () => {
    const who = (name: string) => `'${village.id(name)}'`
    const rule = JSON.stringify(ruleFor('branch', defaultProfile()))
    const statements: string[] = []
    const states = [
      { opens: '2026-11-03', poll: 'waiting', status: 'scheduled' },
      { opens: '2026-11-01', poll: 'waiting', status: 'inSession' },
      { opens: '2026-11-01', poll: 'open', status: 'inSession' },
      { opens: '2026-11-01', poll: 'void', status: 'inSession' },
    ]
    for (const [n, state] of states.entries()) {
      const [meeting, poll] = [id(1, n), id(2, n)]
      statements.push(
        `insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, window_hours, lapses_at, convened_by, chair_id, recorder_id, teller_ids, online_counts, hall_secret)
         values ('${VILLAGE}', '${meeting}', 'branch', 'branchProposal', '支委会', '村部', '${state.status}', '2026-10-25', '${state.opens}', 0, '2026-11-10T16:00Z', ${who('theChair')}, ${who('theChair')}, ${who('theRecorder')}, jsonb_build_array(${who('theTeller')}), true, '\\x00')`,
        `insert into agenda_items (village_id, meeting_id, proposal_id, seq) values ('${VILLAGE}', '${meeting}', '${PROPOSAL}', 1)`,
        `insert into polls (village_id, id, meeting_id, proposal_id, seq, status, secret, rule, outcome, closed_at) values ('${VILLAGE}', '${poll}', '${meeting}', '${PROPOSAL}', 1, '${state.poll}', false, '${rule}', ${state.poll === 'void' ? "'void', '2026-11-01'" : 'null, null'})`,
        ...['onRoll', 'theChair', 'theRecorder', 'theTeller'].map(
          (name) =>
            `insert into meeting_roll (village_id, meeting_id, person_id, votes, capacities) values ('${VILLAGE}', '${meeting}', ${who(name)}, true, '[]')`,
        ),
      )
      views.push({ asks: 'getMeeting', params: { meeting, poll }, of: 'meeting' })
    }
    const stages = [
      'drafting',
      'villagerResolution',
      'awaitingApproval',
      'resolutionDisclosure',
      'implementation',
      'shelved',
      'opinionSent',
    ] as const
    let n = 0
    for (const route of ROUTES)
      for (const stage of stages) {
        n++
        const proposal = id(3, n)
        const assembly = { A: 'representatives', B: 'members', C: 'groupVillagers', D: 'residents' }[route]
        const submitted = stage === 'drafting' ? 'null' : `'2026-10-01'`
        statements.push(
          `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, submitted_at, stage_since, shelved_at, approval_needed)
           values ('${VILLAGE}', '${proposal}', '2026-1${n}', '修路', '${stage}', '${stage === 'opinionSent' ? 'opinion' : 'full'}', '["M03"]', '${route}', '${assembly}', 'suggestion', 'branch', 1, gen_random_uuid(), ${who('theInitiator')}, '2026-10-01', ${submitted}, '2026-10-20', '2026-10-20', '["township", "county"]')`,
          `insert into proposal_versions (village_id, proposal_id, version, title, summary, body, facts, digest, kind, by, at)
           values ('${VILLAGE}', '${proposal}', 1, '修路', '修路', '修路', '{"agencyOnly": true}', '', 'first', ${who('theInitiator')}, '2026-10-01')`,
        )
        // The page of a matter is the slow one to read; of groups and communities the others say enough.
        if (route === 'A' || route === 'B')
          views.push({ asks: 'getProposal', params: { proposal }, of: 'matter' })
        if (stage === 'implementation') {
          statements.push(
            `insert into works (village_id, proposal_id, executor, by, at) values ('${VILLAGE}', '${proposal}', '村委会', ${who('theInitiator')}, '2026-10-21')`,
          )
          views.push({ asks: 'getWork', params: { proposal }, of: 'matter' })
        }
        if (stage !== 'resolutionDisclosure') continue
        for (const [k, status] of ['prepared', 'posted'].entries()) {
          const disclosure = id(4, 2 * n + k)
          statements.push(
            `insert into disclosures (village_id, id, proposal_id, stage, title, text, status, days, prepared_at, start_due_at, posted_at, ends_at)
             values ('${VILLAGE}', '${disclosure}', '${proposal}', '${stage}', '公示', '公示', '${status}', 7, '2026-10-20', '2026-10-25', ${status === 'posted' ? `'2026-11-01', '2026-11-09'` : 'null, null'})`,
          )
          views.push({ asks: 'getDisclosure', params: { disclosure, proposal }, of: 'matter' })
        }
        const objection = id(5, n)
        statements.push(
          `insert into objections (village_id, id, disclosure_id, proposal_id, class, text, by, at, due_at, escalated_at)
           values ('${VILLAGE}', '${objection}', '${id(4, 2 * n)}', '${proposal}', 'b', '票数不对', ${who('plain')}, '2026-10-22', '2026-10-25', '2026-10-26')`,
        )
        views.push({ asks: 'listObjections', params: { objection, proposal }, of: 'matter' })
      }
    await village.sql(...statements)
  })

  /** The oversight committee helps along a count that is late, and no other: the state of the meeting says so. */
  const LATE_COUNT: readonly RequestName[] = ['chooseTellers', 'declareCountInvalid']
  const isRequest = (name: string): name is RequestName => name in api
  /** Null: he may not even see it. */
  async function offered(role: Role, { asks, params }: View): Promise<Set<RequestName> | null> {
    const { status, body } = await village.ask(role.name, asks, { params })
    if (status === 403 || status === 404) return null
    if (status !== 200) throw new Error(`${asks}: ${status} ${body.code}`)
    const { mayNow } = asks === 'listObjections' ? body.rows[0] : body
    return new Set((mayNow as string[]).filter(isRequest))
  }

  test('nothing is offered that the door refuses, and nothing kept back that only the door decides', async () => {
    const insiders = roles.filter(({ name }) => name !== null)
    const seen = new Map<View, { role: Role; offers: Set<RequestName> }[]>()
    for (const view of views) {
      const rows = []
      for (const role of insiders) {
        const offers = await offered(role, view)
        if (offers) rows.push({ role, offers })
      }
      seen.set(view, rows)
    }
    const known = new Map<string, string>()
    const door = async ({ of, params }: View, role: Role, request: RequestName) => {
      const key = `${of} ${role.name} ${request}`
      const answer = known.get(key) ?? got(request, await knock(role.name, request, params))
      known.set(key, answer)
      return answer
    }
    const [wrong, compared] = [new Set<string>(), new Set<RequestName>()]
    for (const [view, rows] of seen)
      for (const request of new Set(rows.flatMap(({ offers }) => [...offers])))
        for (const { role, offers } of rows) {
          compared.add(request)
          const lets = await door(view, role, request)
          const narrowed =
            request in ACT_OF ||
            LATE_COUNT.includes(request) ||
            (view.asks === 'getProposal' && BY_MOVE.includes(request))
          if (offers.has(request) ? lets !== 'in' : lets === 'in' && !narrowed)
            wrong.add(`${view.asks}: ${request}, ${role.name}: offered ${offers.has(request)}, door ${lets}`)
        }
    expect([...wrong]).toEqual([])
    // One more row of what makes sense in which state is one more here.
    expect(compared.size).toBe(82)
  })
})
