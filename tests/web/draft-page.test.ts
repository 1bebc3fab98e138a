/** 起草页: what becomes of a draft whose submission is refused, or that could not be read. */
import { session } from '@cunyi/web/phone/session.ts'
import office from '@cunyi/web/say/messages/zh-CN/office.ts'
import propose from '@cunyi/web/say/messages/zh-CN/propose.ts'
import ways from '@cunyi/web/say/messages/zh-CN/ways.ts'
import writing from '@cunyi/web/say/messages/zh-CN/writing.ts'
import zh from '@cunyi/web/say/messages/zh-CN.ts'
import { makeTranslator } from '@cunyi/web/say/translate.ts'
import DraftPage from '@cunyi/web/tasks/propose/DraftPage.vue'
import { emptyForm, type Form, readableOf } from '@cunyi/web/tasks/propose/draft.ts'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

const VILLAGE = 'v1'
const DRAFT = 'd1'
const words = () => makeTranslator('zh-CN', { 'zh-CN': { ...zh, office, propose, ways, writing } })

/** Our server's ways with a draft: a save settles what was being written and makes its revision one more. */
function serve() {
  const of = {
    revision: 0,
    content: null as string | null,
    unread: false,
    taken: false,
    saves: [] as { revision?: number }[],
    kept: [] as { revision: number; content: string }[],
    detail: {
      title: '修路',
      summary: '修村东的路',
      body: '修村东的路',
      codes: ['M10'],
      budget: [],
      facts: {},
      questions: [{ text: '您同意这项决议吗？' }],
      together: true,
      initiative: 'cadres',
      initiator: 'branch',
      assembly: 'villagerReps',
      villageGroup: null,
      urgentReason: null,
      linkedTo: null,
      papers: [],
    } as Record<string, unknown>,
  }
  const no = (code: string): [number, unknown] => [
    409,
    {
      type: '',
      title: code,
      status: 409,
      code,
      messageZh: code,
      messageEn: code,
      rule: null,
      source: null,
      params: {},
    },
  ]
  const writingNow = () => ({
    revision: of.revision,
    content: of.content,
    by: of.revision ? { id: 'me', name: '我' } : null,
    at: '2026-11-02T00:00:00.000Z',
    secondsAgo: 1,
  })
  const save = (body: Record<string, unknown>) => {
    of.detail = { ...of.detail, ...body, villageGroup: null, urgentReason: null, linkedTo: null, papers: [] }
  }
  const answer = (
    asked: string,
    body: Record<string, unknown> & { revision?: number; content?: string },
  ): [number, unknown] => {
    const draft = `/api/villages/${VILLAGE}/proposals/${DRAFT}`
    switch (asked) {
      case `GET ${draft}`:
        return of.unread ? no('later') : [200, of.detail]
      case `GET ${draft}/writing`:
        return [200, writingNow()]
      case `PUT ${draft}/writing`:
        if (body.revision !== of.revision) return [200, { ...writingNow(), kept: false }]
        of.kept.push({ revision: body.revision, content: body.content ?? '' })
        of.revision += 1
        of.content = body.content ?? null
        return [200, { ...writingNow(), kept: true }]
      case `PUT ${draft}`:
        of.saves.push(body)
        if (body.revision !== of.revision) return no('writtenMeanwhile')
        of.revision += 1
        of.content = null
        save(body)
        return [200, { ok: true }]
      case `POST /api/villages/${VILLAGE}/proposals`:
        save(body)
        return [200, { id: DRAFT }]
      case `POST ${draft}/submit`:
        return of.taken ? [200, { stage: 'submitted' }] : no('papersMissing')
      default:
        return no('notAsked')
    }
  }
  globalThis.fetch = (async (url: string, options: RequestInit = {}) => {
    const [status, body] = answer(
      `${options.method ?? 'GET'} ${String(url).replace(/\?.*/, '')}`,
      options.body ? JSON.parse(String(options.body)) : {},
    )
    return new Response(JSON.stringify(body), { status })
  }) as typeof fetch
  return of
}
async function open(path: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/v/:village/draft/:proposal?', name: 'draft', component: DraftPage },
      { path: '/v/:village/matters/:proposal', name: 'matter', component: { template: '<p />' } },
    ],
  })
  await router.push(`/v/${VILLAGE}/draft${path}`)
  const page = mount(DraftPage, { global: { plugins: [router, words()] } })
  await flushPromises()
  const type = async (text: string) => {
    await page.find('input.input').setValue(text)
    await vi.advanceTimersByTimeAsync(1300)
    await flushPromises()
  }
  const press = async (event: 'submit' | 'keep') => {
    if (event === 'submit') {
      await page.find('form').trigger('submit')
      page.findComponent({ name: 'ConfirmDialog' }).vm.$emit('confirm')
    } else
      await page
        .findAll('button')
        .find((one) => one.text() === propose.keep)
        ?.trigger('click')
    await flushPromises()
  }
  return { page, router, type, press }
}

describe('The page of a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    // What the page reads of a matter is all that is answered here.
    vi.stubEnv('DEV', false)
    localStorage.clear()
    session.acting = { personId: 'me' } as never
  })
  afterEach(() => {
    session.acting = null
    vi.unstubAllEnvs()
    vi.useRealTimers()
  })

  test('after a refused submission he writes on, is kept as he types, and saves without meeting himself', async () => {
    const server = serve()
    const { page, router, type, press } = await open(`/${DRAFT}`)
    await type('修村东的路')
    expect(server.revision).toBe(1)
    await press('submit')
    expect(page.text()).toContain('papersMissing')
    expect(server.revision).toBe(2)
    await type('修村东的路和桥')
    expect(server.kept.at(-1)).toMatchObject({ revision: 2 })
    expect(server.content).toContain('修村东的路和桥')
    server.taken = true
    await press('submit')
    expect(page.text()).not.toContain('writtenMeanwhile')
    expect(server.saves.at(-1)).toMatchObject({ revision: 3, title: '修村东的路和桥' })
    expect(router.currentRoute.value.name).toBe('matter')
  })

  test('what was typed just before is no other’s: no choice is laid before him', async () => {
    serve()
    const { page, press } = await open(`/${DRAFT}`)
    await page.find('input.input').setValue(' 修村东的路 ')
    await press('submit')
    await vi.advanceTimersByTimeAsync(20_000)
    await flushPromises()
    expect(page.text()).toContain('papersMissing')
    expect(page.text()).not.toContain(writing.takeTheirs)
    expect(page.find<HTMLInputElement>('input.input').element.value).toBe('修村东的路')
  })

  test('a new draft whose submission is refused has its number, and is kept from there', async () => {
    const server = serve()
    const { page, type, press } = await open('')
    await page.find('input.input').setValue('修桥')
    await page.find('textarea').setValue('修村东的桥')
    await page.find('input[value="M10"]').setValue(true)
    await press('submit')
    expect(page.text()).toContain('papersMissing')
    // Its address is that of what it became: opened again it is this one, and "new" is empty.
    expect(window.location.pathname).toBe(`/v/${VILLAGE}/draft/${DRAFT}`)
    await type('修大桥')
    expect(server.content).toContain('修大桥')
    page.unmount()
    const another = await open('')
    expect(another.page.find<HTMLInputElement>('input.input').element.value).toBe('')
  })

  test('once it is saved and left nothing more is sent of the emptied form', async () => {
    const server = serve()
    const { page, type, press } = await open(`/${DRAFT}`)
    await type('修村东的路')
    await press('keep')
    page.unmount()
    await vi.advanceTimersByTimeAsync(20_000)
    expect([server.revision, server.content, server.detail.title]).toEqual([2, null, '修村东的路'])
  })

  test('a draft that could not be read shows no empty form, and is read again when he asks', async () => {
    const server = serve()
    server.unread = true
    const { page } = await open(`/${DRAFT}`)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(page.find('form').exists()).toBe(false)
    expect(page.find('[role=alert]').text()).toContain('later')
    expect(server.kept).toEqual([])
    server.unread = false
    await page.find('[role=alert] button').trigger('click')
    await flushPromises()
    expect(page.find<HTMLInputElement>('input.input').element.value).toBe('修路')
  })
})

test('两份稿子哪里不同: whatever of the form differs is seen', () => {
  const { t } = words()
  const said = (more: Partial<Form>, papers: { name: string }[] = []) =>
    readableOf(
      { form: { ...emptyForm(), ...more }, papers },
      { t, word: (table, key) => (key ? (table[key]?.zh ?? key) : ''), either: (zh) => zh ?? '' },
    )
  const others: { [field in keyof Form]: Partial<Form> } = {
    title: { title: '修路' },
    summary: { summary: '修路' },
    body: { body: '修路' },
    codes: { codes: ['M04'] },
    sources: { sources: [{ label: '奖补', amount: '1' }] },
    uses: { uses: [{ label: '路面', amount: '1' }] },
    place: { place: '村东' },
    contractor: { contractor: '甲公司' },
    executor: { executor: '合作社' },
    choosing: { choosing: 'quotes' },
    scope: { scope: '一里' },
    beneficiaries: { beneficiaries: '东组' },
    dueOn: { dueOn: '2026-12-01' },
    affectedHouseholds: { affectedHouseholds: '9' },
    perHead: { perHead: '20' },
    labourDays: { labourDays: '3' },
    questions: { questions: ['修不修？'] },
    together: { together: false },
    initiative: { initiative: 'livelihood' as Form['initiative'] },
    initiator: { initiator: 'committee' as Form['initiator'] },
    assembly: { assembly: 'villagerReps' as Form['assembly'] },
    villageGroup: { villageGroup: '东组' },
    urgent: { urgent: true },
    urgentReason: { urgent: true, urgentReason: '汛期' },
    touches: { touches: ['otherUnit'] },
    stateDecides: { stateDecides: true },
    stateSubject: { stateDecides: true, stateSubject: 'welfare' },
    wayFacts: { wayFacts: ['groupProperty'] },
    proofs: { proofs: [{ fact: 'groupProperty', id: 'p', name: '证.pdf' }] },
    linkedTo: { linkedTo: 'm1' },
    petitionId: { petitionId: 'p1' },
    danger: { danger: 'x1' },
  }
  const unseen = Object.entries(others).filter(([, more]) => said(more) === said({}))
  expect(unseen.map(([field]) => field)).toEqual([])
  expect(said({}, [{ name: '报价单.pdf' }])).toContain('报价单.pdf')
  // No message is missing, and nothing is said by its number.
  expect(said(Object.assign({}, ...Object.values(others)))).not.toMatch(
    /propose\.|ways\.|office\.|m1|p1|x1|M04/,
  )
})
