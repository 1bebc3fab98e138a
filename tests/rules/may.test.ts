import { api } from '@cunyi/shared/api/index.ts'
import { type Standing, sees, whyNot, whyNotOn } from '@cunyi/shared/api/may.ts'
import { ACT_OF, type OpenRequest, RIGHTS, SEES, type Sight } from '@cunyi/shared/api/rights.ts'
import { ACTS } from '@cunyi/shared/law/acts.ts'
import { keysOf, OFFICE_KEYS, type Office } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const nobody: Standing = { registered: false, offices: [], ended: [], place: 'own', roles: [] }
const villager: Standing = { ...nobody, registered: true }
const holding = (...offices: Office[]): Standing => ({ ...villager, offices })
const township: Standing = { ...nobody, offices: ['townshipStaff'], place: 'below' }
const code = (refusal: ReturnType<typeof whyNot>) => refusal?.code ?? 'may'

describe('谁可以', () => {
  test('an office carries its requests in its own village only', () => {
    const director = holding('villageDirector')
    expect(code(whyNot('appoint', director))).toBe('may')
    expect(code(whyNot('appoint', { ...director, place: 'below' }))).toBe('forbidden')
    expect(code(whyNot('appoint', { ...director, place: 'above' }))).toBe('forbidden')
    expect(code(whyNot('appoint', villager))).toBe('forbidden')
  })

  test('an office that ended says so, where it was the one that carried the request', () => {
    const former: Standing = { ...villager, ended: ['villageDirector'] }
    expect(code(whyNot('appoint', former))).toBe('officeEnded')
    expect(code(whyNot('openPoll', former))).toBe('forbidden')
    expect(code(whyNot('getProposal', former))).toBe('may')
  })

  test('who oversees reads below and decides nothing there', () => {
    expect(code(whyNot('listPeople', township))).toBe('may')
    expect(code(whyNot('giveOpinion', township))).toBe('may')
    expect(code(whyNot('reviewDisclosure', township))).toBe('notForAdministrators')
    expect(code(whyNot('raiseObjection', { ...township, place: 'own', registered: true }))).toBe(
      'notForAdministrators',
    )
    // The township's own county is above it: there it appoints nobody and reads nothing.
    expect(code(whyNot('listStaff', { ...township, place: 'above' }))).toBe('notForAdministrators')
    expect(code(whyNot('appointStaff', { ...township, place: 'own' }))).toBe('notForAdministrators')
  })

  test('a role in the meeting counts in that village, for whoever has it', () => {
    for (const role of ['roll', 'chair', 'recorder', 'teller', 'initiator'] as const) {
      for (const request of keysOf(api).filter((one) => RIGHTS[one].includes(role))) {
        expect([request, code(whyNot(request, { ...nobody, roles: [role] }))]).toEqual([request, 'may'])
        if (RIGHTS[request].includes('township')) continue
        const elsewhere = whyNot(request, { ...township, roles: [role] })
        expect([request, code(elsewhere)]).toEqual([request, 'notForAdministrators'])
      }
    }
  })

  test('a guest of the village is no villager of it', () => {
    expect(code(whyNot('raisePetition', nobody))).toBe('forbidden')
    expect(code(whyNot('raisePetition', villager))).toBe('may')
    expect(code(whyNot('getMe', nobody))).toBe('may')
  })

  test('what is open to nobody in particular, the types know too', () => {
    const open: Record<OpenRequest, true> = {
      listDivisions: true,
      getDivision: true,
      requestCode: true,
      login: true,
      chooseCapacity: true,
      refreshSession: true,
      endSession: true,
      readMeetingLink: true,
      askLinkCode: true,
      enterByLink: true,
      listOutbox: true,
      getFile: true,
      listReceipts: true,
      reportDelivery: true,
      getPublicBoard: true,
      getPublicMatter: true,
      getPublicVillages: true,
      listPackages: true,
      getPackage: true,
      listCheckpoints: true,
      setClock: true,
      testSession: true,
      testClock: true,
    }
    const somebody = ['anyone', 'login', 'demo', 'testing']
    const rows = keysOf(api).filter((request) => RIGHTS[request].some((right) => somebody.includes(right)))
    expect(keysOf(open).sort()).toEqual(rows.sort())
  })
})

describe('谁办什么, once it is known whose matter it is', () => {
  test('what is posted on collective property the board posts, on the village’s affairs the committee', () => {
    const [director, chair] = [holding('villageDirector'), holding('boardChair')]
    const of = (route: 'A' | 'B') => ({ route, assembly: null })
    expect(code(whyNotOn('postDisclosure', director, of('A')))).toBe('may')
    expect(code(whyNotOn('postDisclosure', director, of('B')))).toBe('forbidden')
    expect(code(whyNotOn('postDisclosure', chair, of('B')))).toBe('may')
    // The act alone is no right: the door lets no board member post.
    expect(code(whyNotOn('postDisclosure', holding('boardMember'), of('B')))).toBe('forbidden')
  })

  test('every office that carries out a matter is let in to do so; the accountant to its money only', () => {
    for (const route of ['A', 'B', 'C', 'D'] as const)
      for (const office of ACTS.carryOut[route]) {
        const on = (request: 'startWork' | 'addProgress' | 'addExpense' | 'strikeExpense' | 'askOverLine') =>
          code(whyNotOn(request, holding(office), { route, assembly: null }))
        expect([route, office, on('addExpense'), on('strikeExpense'), on('askOverLine')]).toEqual([
          route,
          office,
          'may',
          'may',
          'may',
        ])
        const works = office === 'accountant' ? 'forbidden' : 'may'
        expect([route, office, on('startWork'), on('addProgress')]).toEqual([route, office, works, works])
      }
    expect(code(whyNotOn('startWork', holding('villageDirector'), { route: 'B', assembly: null }))).toBe(
      'forbidden',
    )
  })

  test('each assembly is convened by its own body, and where none sits by nobody', () => {
    const secretary = holding('branchSecretary')
    const of = (assembly: 'branch' | 'representatives' | null) => ({ route: 'A' as const, assembly })
    expect(code(whyNotOn('conveneMeeting', secretary, of('branch')))).toBe('may')
    expect(code(whyNotOn('conveneMeeting', secretary, of('representatives')))).toBe('forbidden')
    expect(code(whyNotOn('conveneMeeting', secretary, of(null)))).toBe('forbidden')
    // The chair of the meeting needs no office for it.
    const chair: Standing = { ...villager, roles: ['chair'] }
    expect(code(whyNotOn('replaceOfficers', chair, of('representatives')))).toBe('may')
  })

  test('narrows and never widens', () => {
    for (const request of keysOf(ACT_OF as Record<keyof typeof api, unknown>))
      for (const office of OFFICE_KEYS)
        for (const route of ['A', 'B', 'C', 'D'] as const) {
          const who = holding(office)
          if (whyNot(request, who))
            expect(whyNotOn(request, who, { route, assembly: 'branch' })).not.toBeNull()
        }
  })
})

describe('所见', () => {
  test('drafts, named matters, files and the office package: who sees which', () => {
    const seen = (who: Standing) => (Object.keys(SEES) as Sight[]).filter((what) => sees(what, who))
    expect(seen(villager)).toEqual([])
    expect(seen({ ...villager, roles: ['roll'] })).toEqual(['namedMatters', 'meetingFiles'])
    expect(seen({ ...villager, roles: ['initiator'] })).toEqual(['drafts'])
    expect(seen({ ...villager, roles: ['teller'] })).toEqual(['meetingFiles'])
    expect(seen(holding('representative'))).toEqual([])
    const works = ['namedMatters', 'objectionFiles', 'meetingFiles', 'officePackage']
    expect(seen(holding('groupHead'))).toEqual(['drafts', ...works])
    expect(seen(holding('oversightCommittee'))).toEqual(['drafts', ...works])
    expect(seen(holding('accountant'))).toEqual(works)
    expect(seen(township)).toEqual(works)
    expect(seen({ ...township, place: 'above' })).toEqual([])
    expect(seen({ ...holding('branchSecretary'), place: 'below' })).toEqual([])
  })
})
