import { accountApi } from '@cunyi/shared/api/accounts.ts'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { answerWith, no, ok } from './mount.ts'

const ACCOUNT = '5d0c9a3e-0000-4000-8000-00000000000a'
const person = (n: number, factor: 'none' | 'pin' = 'pin') => ({
  village: '411329990201',
  villageName: '河湾村',
  personId: `7a9c2d1e-0000-4000-8000-00000000000${n}`,
  name: `第${n}位`,
  offices: [],
  registered: true,
  factor,
})
const [FIRST, SECOND] = [person(1), person(2)]
const signedIn = (acting: ReturnType<typeof person> | null) =>
  ok({ accessToken: 'token', expiresIn: 600, accountId: ACCOUNT, acting, capacities: [FIRST, SECOND] })
const lost = () => Promise.reject(new TypeError('no connection'))
const paths = (asked: { url: string }[]) => asked.map((one) => one.url.replace('/api/', ''))

/** The phone reloads the page: modules begin anew, what was kept stays. */
async function openPage() {
  vi.resetModules()
  const session = await import('@cunyi/web/phone/session.ts')
  const { call } = await import('@cunyi/web/phone/api.ts')
  return { ...session, call }
}
beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

describe('A refusal', () => {
  test.each(['wrongPin', 'wrongIdTail', 'wrongPaperCode', 'pinNeeded'])(
    '%s is told and not tried a second time',
    async (code) => {
      const page = await openPage()
      answerWith(signedIn(null))
      await page.login('10077770001', '123456')
      const asked = answerWith(no(401, code), signedIn(null), no(401, code))
      await expect(page.choose(FIRST, { pin: '000000' })).rejects.toMatchObject({ code })
      expect(paths(asked)).toEqual(['login/capacity'])
    },
  )

  test('of a token that is over leads to a new one, and the request goes out again', async () => {
    const page = await openPage()
    answerWith(signedIn(FIRST))
    await page.login('10077770001', '123456')
    const asked = answerWith(no(401, 'sessionEnded'), signedIn(FIRST), ok({ rows: [] }))
    await page.call(accountApi.listWaiting)
    expect(paths(asked)).toEqual(['me/waiting', 'session/refresh', 'me/waiting'])
  })

  test('of the log-in itself ends it, and nobody waits for an answer that cannot come', async () => {
    const page = await openPage()
    answerWith(signedIn(FIRST))
    await page.login('10077770001', '123456')
    const asked = answerWith(no(401, 'sessionEnded'), no(401, 'sessionEnded'))
    await expect(page.call(accountApi.listWaiting)).rejects.toMatchObject({ code: 'sessionEnded' })
    expect(paths(asked)).toEqual(['me/waiting', 'session/refresh'])
    expect(page.session.open).toBe(false)
  })
})

describe('A choice whose answer was lost', () => {
  test('is found done, and a slip is not asked for twice', async () => {
    const page = await openPage()
    answerWith(signedIn(null))
    await page.login('10077770001', '123456')
    answerWith(lost)
    await expect(page.choose(FIRST, { paperCode: 'ACDE-FHJK' })).rejects.toThrow()
    const asked = answerWith(signedIn(FIRST))
    await page.choose(FIRST, { paperCode: 'ACDE-FHJK' })
    expect(paths(asked)).toEqual(['session/refresh'])
    expect(page.session.acting?.name).toBe('第1位')
  })

  test('is made again where it was not done', async () => {
    const page = await openPage()
    answerWith(signedIn(null))
    await page.login('10077770001', '123456')
    answerWith(lost)
    await expect(page.choose(FIRST, { pin: '739164' })).rejects.toThrow()
    const asked = answerWith(signedIn(null), signedIn(FIRST))
    await page.choose(FIRST, { pin: '739164' })
    expect(paths(asked)).toEqual(['session/refresh', 'login/capacity'])
  })
})

describe('Who is here', () => {
  test('is the account and the person, and what was seen goes when another comes, in this page or another', async () => {
    const page = await openPage()
    const deleted: string[] = []
    vi.stubGlobal('caches', { delete: async (name: string) => deleted.push(name) })
    answerWith(signedIn(FIRST))
    await page.login('10077770001', '123456')
    expect(page.whoIsHere.value).toBe(`${ACCOUNT}/${FIRST.personId}`)
    sessionStorage.setItem('cunyi.half.x', 'for')
    deleted.length = 0
    answerWith(no(401, 'sessionEnded'), signedIn(SECOND), ok({ rows: [] }))
    await page.call(accountApi.listWaiting)
    expect(page.whoIsHere.value).toBe(page.whoWouldBe(SECOND))
    expect(sessionStorage.getItem('cunyi.half.x')).toBeNull()
    expect(deleted).toEqual(['seen'])
    vi.unstubAllGlobals()
  })
})

describe('The code step', () => {
  const asked = (more = {}) => ({
    phone: '10077770001',
    challenge: ACCOUNT,
    by: 'sms' as const,
    askedAt: 1000,
    againAt: 61_000,
    until: 301_000,
    ...more,
  })
  const open = async () => {
    vi.resetModules()
    return import('@cunyi/web/phone/asked-code.ts')
  }

  test('outlives a reload, until its time is over or somebody is in', async () => {
    ;(await open()).keepAsked(asked())
    expect((await open()).lastAsked(300_999)).toEqual(asked())
    expect((await open()).lastAsked(301_000)).toBeNull()
    expect(localStorage.getItem('cunyi.code')).toBeNull()
    const page = await openPage()
    ;(await import('@cunyi/web/phone/asked-code.ts')).keepAsked(asked())
    answerWith(signedIn(FIRST))
    await page.login('10077770001', '123456', ACCOUNT)
    expect(localStorage.getItem('cunyi.code')).toBeNull()
  })

  test('is not kept for ever by a clock that was turned back', async () => {
    const page = await open()
    page.keepAsked(asked())
    expect(page.lastAsked(999)).toBeNull()
  })
})
