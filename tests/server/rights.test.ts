import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import { RIGHTS, type Who } from '@cunyi/shared/api/rights.ts'
import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { keysOf, OFFICE_KEYS, type Office } from '@cunyi/shared/words/vocabulary.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, OTHER_VILLAGE, VILLAGE, type Village } from './village.ts'

const MEETING = '00000000-0000-4000-8000-0000000000a1'
const POLL = '00000000-0000-4000-8000-0000000000a2'
const PROPOSAL = '00000000-0000-4000-8000-0000000000a3'
const requests = keysOf(api)
const staff: readonly Office[] = ['townshipStaff', 'countyStaff']
const officers = OFFICE_KEYS.filter((office) => !staff.includes(office))

/** Somebody, and everything he is in this village. */
type Role = { name: string | null; is: readonly Who[] }
const roles: Role[] = [
  { name: null, is: [] },
  { name: 'guest', is: [] },
  { name: 'plain', is: ['villager'] },
  { name: 'onRoll', is: ['villager', 'roll'] },
  { name: 'struck', is: ['villager'] },
  { name: 'theChair', is: ['villager', 'chair'] },
  { name: 'theRecorder', is: ['villager', 'recorder'] },
  { name: 'theTeller', is: ['villager', 'teller'] },
  { name: 'theInitiator', is: ['villager', 'initiator'] },
  ...officers.map((office): Role => ({ name: `the-${office}`, is: ['villager', office as Who] })),
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
     values ('${VILLAGE}', '${PROPOSAL}', '2026-001', '修路', 'branchProposal', 'full', '["M03"]', 'A', 'representatives', 'branch', 'branch', 1, gen_random_uuid(), ${id('theInitiator')}, '2026-11-01', '2026-11-01')`,
    `insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, window_hours, convened_by, chair_id, recorder_id, teller_ids, online_counts, hall_secret)
     values ('${VILLAGE}', '${MEETING}', 'branch', 'branchProposal', '支委会', '村部', 'scheduled', '2026-11-01', '2026-11-03', 0, ${id('theChair')}, ${id('theChair')}, ${id('theRecorder')}, jsonb_build_array(${id('theTeller')}), true, '\\x00')`,
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
  return who.includes('account') || who.some((one) => is.includes(one)) ? 'in' : '403'
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
  test.each(roles)('$name', async (role) => {
    const wrong: string[] = []
    for (const request of requests) {
      // A file that is not there is nobody's: without log-in that is not told.
      if (request === 'getFile' && role.name === null) continue
      // The code has its own test; before it, nobody is anybody.
      if (request === 'chooseCapacity' && role.name === null) continue
      // A ballot is cast in one's own village; for those above there is none.
      if (request === 'castBallot' && (role.is.includes('township') || role.is.includes('county'))) continue
      const reply = await knock(role.name, request)
      if (got(request, reply) !== wants(request, role))
        wrong.push(`${request}: ${got(request, reply)} (${reply.body?.code}), not ${wants(request, role)}`)
    }
    expect(wrong).toEqual([])
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
