// @vitest-environment node
import type { PublicBoard, PublicMatter } from '@cunyi/shared/api/records.ts'
import { COURT } from '@cunyi/shared/disclosure/objections.ts'
import { renderPage } from '@cunyi/web/app/render.ts'
import type { Frame } from '@cunyi/web/tasks/board/frame.ts'
import { describe, expect, test } from 'vitest'

const VILLAGE = '411329990201'
const MATTER = 'fe4f03a8-23a1-462a-acd0-c69168aa149f'
const frame = (language: 'zh-CN' | 'en' = 'zh-CN'): Frame => ({
  language,
  now: new Date('2026-11-22T04:00:00Z'),
  mode: 'production',
  drill: false,
  address: `https://cun.example/v/${VILLAGE}`,
  qr: 'data:image/svg+xml,',
  here: (change) => `/v/${VILLAGE}?${new URLSearchParams(change)}`,
  look: { view: 'plain', size: '18' },
  community: false,
})
const board: PublicBoard = {
  village: VILLAGE,
  villageName: '河湾村',
  townshipName: '演示镇',
  asOf: '2026-11-21T16:00:00.000Z',
  now: [
    {
      proposalId: MATTER,
      disclosureId: 'd0000000-0000-4000-8000-000000000001',
      stage: 'resolutionDisclosure',
      title: '文化广场扩建',
      heading: '决议公开',
      takenBack: false,
      postedAt: '2026-11-10T01:00:00.000Z',
      endsAt: '2026-11-25T16:00:00.000Z',
      daysLeft: 4,
    },
  ],
  resolutions: [
    {
      proposalId: MATTER,
      title: '文化广场扩建',
      number: 'R2026-003',
      takenBack: false,
      at: '2026-11-10T01:00:00.000Z',
      stage: 'resolutionDisclosure',
      codes: ['M03'],
    },
  ],
  outcomes: [],
  sources: [],
  confirmations: [],
  dangers: [],
  rules: [
    {
      version: 1,
      at: '2026-11-12T01:00:00.000Z',
      basis: '村民会议决议',
      changed: [{ zh: '公示天数', en: 'Days' }],
    },
  ],
  bases: [
    {
      id: MATTER,
      what: { zh: '线上参会计入到会', en: 'Online counts as present' },
      text: '章程第十二条',
      from: '2026-01-01',
      to: null,
      recordedAt: '2026-11-01T01:00:00.000Z',
      endedAt: null,
    },
  ],
  years: [2026],
  codes: ['M03'],
}
const step = {
  step: 4,
  stage: 'villagerResolution',
  extraStep: null,
  bodyZh: '村民代表会议',
  bodyEn: "Villagers' representatives' meeting",
  date: '2026-11-08T01:00:00.000Z',
  entitled: 60,
  present: 40,
  inHall: 30,
  online: 10,
  represented: 0,
  for: 33,
  against: 4,
  abstain: 3,
  invalid: 0,
  notCast: 0,
  hands: 0,
  base: 40,
  ruleZh: '三分之二以上到会，到会人员过半数赞成为通过',
  ruleEn: 'rule',
  outcome: 'adopt',
  question: null,
  reconvening: 0,
}
const matter: PublicMatter = {
  id: MATTER,
  village: VILLAGE,
  villageName: '河湾村',
  number: '2026-006',
  title: '文化广场扩建 <script>alert(1)</script>',
  stage: 'resolutionDisclosure',
  track: 'full',
  resolutionNumber: 'R2026-003',
  takenBack: null,
  summary: '扩建广场',
  body: '全文',
  version: 1,
  stageSince: '2026-11-10T01:00:00.000Z',
  flawedAt: null,
  unansweredAbove: 0,
  wayReasons: [{ zh: '金额达到标准，走完整程序', en: 'The full way', source: '额度档' }],
  fullWay: {
    asking: 3,
    followed: false,
    answer: null,
    dueAt: '2026-11-09T16:00:00.000Z',
    lateAt: '2026-11-09T16:00:00.000Z',
  },
  court: COURT.village,
  steps: [step],
  money: {
    planned: 8_000_000,
    spent: null,
    lines: [
      { kind: 'source', label: '村集体', planned: 8_000_000, spent: null },
      { kind: 'use', label: '铺装', planned: 8_000_000, spent: null },
    ],
  },
  executor: null,
  contractor: null,
  kept: null,
  disclosures: [
    {
      id: 'd0000000-0000-4000-8000-000000000001',
      stage: 'resolutionDisclosure',
      title: '决议公开：文化广场扩建',
      text: '应到60人',
      status: 'posted',
      postedAt: '2026-11-10T01:00:00.000Z',
      endsAt: '2026-11-25T16:00:00.000Z',
      daysLeft: 4,
      namedList: null,
      masks: [],
      corrections: [],
      photos: [],
      stood: { from: null, until: null, days: 0, overdue: false },
      objectionUntil: '2026-11-25T16:00:00.000Z',
      oversight: '无异议',
    },
  ],
  progress: [],
  challenges: [],
  officers: [{ office: 'villageDirector', name: '姚发田' }],
}
const draw = async (page: Parameters<typeof renderPage>[0], language: 'zh-CN' | 'en' = 'zh-CN') =>
  (await renderPage(page, frame(language))).html

describe('The public pages, drawn by the server', () => {
  test('the board is whole without any script, and is searched by a plain form', async () => {
    const html = await draw({ kind: 'board', board, q: '', year: null, code: null })
    expect(html).not.toMatch(/<script|onclick|javascript:/)
    expect(html).toContain('还剩 4 天')
    expect(html).toContain('村民会议决议')
    for (const words of ['线上参会计入到会', '章程第十二条']) expect(html).toContain(words)
    expect(html).toContain('11月25日 周三 24:00 前')
    expect(html).toContain(`href="/v/${VILLAGE}/m/${MATTER}"`)
    expect(html).toMatch(/<form[^>]+method="get"/)
    expect(html.match(/<h1/g)).toHaveLength(1)
  })

  test('a matter shows for each step who came, how they voted and by which rule', async () => {
    const html = (await draw({ kind: 'matter', matter })).replace(/<[^>]+>/g, '')
    expect(html).toContain('该来 60 人，来了 40 人（现场 30、线上 10）')
    for (const word of ['赞成 33', '反对 4', '弃权 3', '三分之二以上到会', '村务监督委员会意见', '80,000'])
      expect(html).toContain(word)
  })

  test('objecting needs a log-in: the page links to it, with the deadline', async () => {
    const html = await draw({ kind: 'matter', matter })
    expect(html).toContain(`href="/app/v/${VILLAGE}/matters/${MATTER}/object"`)
    expect(html).toContain('对公示内容有意见，可以提到')
    expect(html).toContain('可以向人民法院申请撤销')
    expect(html).toContain('金额达到标准，走完整程序')
    expect(html).toContain('有 3 人要求走完整程序')
    expect(html).toContain('村里逾期没有答复，已告知乡镇。')
  })

  test('a community’s page has its own words for its bodies, and leaves alone what people wrote', async () => {
    const asCommunity = { ...frame(), community: true }
    const written = { ...matter, summary: '村民张榜', title: '村民广场' }
    for (const page of [
      { kind: 'board', board, q: '', year: null, code: null },
      { kind: 'matter', matter: written },
      { kind: 'help', village: VILLAGE, villageName: '桃园社区' },
    ] as const) {
      const { html, title, description } = await renderPage(page, asCommunity)
      const text = [html.replace(/<[^>]+>/g, ' '), title, description]
        .join(' ')
        .replace(/《[^》]*》|村委会组织法|村民张榜|村民广场|村民会议决议/g, '')
      expect(text.match(/.{6}(村民|村委会|村党支部|村务).{6}/g)).toBeNull()
      expect(text).toMatch(/居民|居务/)
    }
    const { html } = await renderPage({ kind: 'matter', matter: written }, asCommunity)
    expect(html).toContain('村民张榜')
    expect(html).toContain('村民广场')
    expect(html).toContain('村委会组织法第三十五条')
  })

  test('the newest stands first, and nothing that is folded is missing on paper', async () => {
    const [posted] = matter.disclosures
    if (!posted) throw new Error('a disclosure was expected')
    const second = { ...step, step: 2, stage: 'committeeDeliberation' }
    const later = { ...posted, id: 'd2', status: 'ended' as const, postedAt: '2026-12-10T01:00:00.000Z' }
    const html = await draw({
      kind: 'matter',
      matter: {
        ...matter,
        steps: [second, step],
        progress: [1, 2].map((n) => ({
          text: `进展${n}`,
          percent: n * 10,
          at: `2026-11-1${n}T00:00:00Z`,
          photoIds: [],
        })),
        disclosures: [
          { ...posted, status: 'ended', title: '先公开的', text: '先前的全文' },
          { ...later, title: '后公开的' },
        ],
      },
    })
    const order = (...words: string[]) => words.map((one) => html.indexOf(one))
    for (const [newer = 0, older = 0] of [
      order('后公开的', '先公开的'),
      order('进展2', '进展1'),
      order('4 村民（代表）会议决议', '2 两委商议'),
    ]) {
      expect(newer).toBeGreaterThan(0)
      expect(older).toBeGreaterThan(newer)
    }
    const onPaper = html.split('class="only-print').slice(1).join('')
    for (const words of [matter.body, '先前的全文', '可以向人民法院申请撤销', '三分之二以上到会'])
      expect(onPaper).toContain(words)
  })

  test('what people wrote is text, never markup', async () => {
    expect(await draw({ kind: 'matter', matter })).not.toContain('<script>alert')
  })

  test('every page says what the law says, and stands in English too', async () => {
    expect(await draw({ kind: 'board', board, q: '', year: null, code: null })).toContain(
      '村委会组织法第三十五条',
    )
    const english = await draw({ kind: 'board', board, q: '', year: null, code: null }, 'en')
    expect(english).toContain('art 35')
    expect(english).toContain('4 days left')
  })

  test('in English a name carries its pinyin, already as the server draws it', async () => {
    const listed = {
      ...matter,
      officers: [...matter.officers, { office: 'oversightChair' as const, name: '欧阳秀兰' }],
      disclosures: matter.disclosures.map((one) => ({
        ...one,
        namedList: [{ name: '贺夏藤', group: '第三组', standard: '二类', amount: 120_000 }],
      })),
    }
    const english = await draw({ kind: 'matter', matter: listed }, 'en')
    for (const name of ['姚发田 (Yao Fatian), ', '欧阳秀兰 (Ouyang Xiulan)', '贺夏藤 (He Xiateng)'])
      expect(english).toContain(name)
    const chinese = await draw({ kind: 'matter', matter: listed })
    expect(chinese).toContain('姚发田，')
    expect(chinese).not.toContain('Yao Fatian')
  })

  test('a village that has become part of another says so on both boards, with the approval', async () => {
    const other = { code: '411329990202', name: '柳树湾村' }
    const move = { other, whole: true, groups: [], approvalNumber: '新政〔2026〕5号', movedOn: '2026-11-20' }
    const drawn = (way: 'out' | 'in', more: object = {}) =>
      draw({
        kind: 'board',
        board: { ...board, moves: [{ ...move, way, ...more }] },
        q: '',
        year: null,
        code: null,
      })
    const out = await drawn('out')
    expect(out).toContain('本村自 2026年11月20日 起已并入柳树湾村（县级批准：新政〔2026〕5号）')
    expect(out).toContain('href="/v/411329990202"')
    expect(await drawn('in')).toContain('柳树湾村自 2026年11月20日 起并入本村')
    expect(await drawn('out', { whole: false, groups: ['第9组'] })).toContain(
      '第9组自 2026年11月20日 起转入柳树湾村',
    )
  })

  test('a village where nothing hangs says what will hang there', async () => {
    const html = await draw({
      kind: 'board',
      board: { ...board, now: [], resolutions: [] },
      q: '',
      year: null,
      code: null,
    })
    expect(html).toContain('现在没有正在公示的内容')
  })
})
