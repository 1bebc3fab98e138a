import type { archiveApi } from '@cunyi/shared/api/archive.ts'
import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { PublicBoard, PublicMatter, recordApi } from '@cunyi/shared/api/records.ts'
import { inCommunity } from '@cunyi/shared/words/community.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import type { MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import { createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import enBoard from '../say/messages/en/board.ts'
import en from '../say/messages/en.ts'
import zhBoard from '../say/messages/zh-CN/board.ts'
import zh from '../say/messages/zh-CN.ts'
import { readNamesBy } from '../say/names.ts'
import { makeTranslator } from '../say/translate.ts'
import BoardPage from '../tasks/board/BoardPage.vue'
import CheckpointsPage from '../tasks/board/CheckpointsPage.vue'
import { FRAME, type Frame } from '../tasks/board/frame.ts'
import HelpPage from '../tasks/board/HelpPage.vue'
import NoPage from '../tasks/board/NoPage.vue'
import PublicMatterPage from '../tasks/board/PublicMatterPage.vue'
import PublicPetitionPage, { type PublicPetition } from '../tasks/board/PublicPetitionPage.vue'
import StripPage from '../tasks/board/StripPage.vue'
import VillagesPage from '../tasks/board/VillagesPage.vue'

export type Page =
  | { kind: 'board'; board: PublicBoard; q: string; year: number | null; code: MatterCode | null }
  | { kind: 'strip'; village: string; villageName: string; running: PublicBoard['now'] }
  | { kind: 'matter'; matter: PublicMatter }
  | { kind: 'petition'; petition: PublicPetition }
  | { kind: 'villages'; list: ReplyOf<typeof recordApi.getPublicVillages>; q: string; welcome: boolean }
  | { kind: 'help'; village: string; villageName: string }
  | { kind: 'checkpoints'; list: ReplyOf<typeof archiveApi.listCheckpoints> }
  | { kind: 'none'; message: string }

const COMPONENTS = {
  board: BoardPage,
  matter: PublicMatterPage,
  strip: StripPage,
  petition: PublicPetitionPage,
  villages: VillagesPage,
  help: HelpPage,
  checkpoints: CheckpointsPage,
  none: NoPage,
}
/** The public pages' own words: no member's phone has a need of them. */
const messages = { 'zh-CN': { ...zh, board: zhBoard }, en: { ...en, board: enBoard } }

/** Draws a public page for the server: its content as HTML, its title, and what it is in a sentence. */
export async function renderPage(
  page: Page,
  frame: Frame,
): Promise<{ html: string; title: string; description: string }> {
  if (frame.language === 'en') readNamesBy((await import('../say/pinyin.ts')).pinyinOf)
  const words = makeTranslator(frame.language, messages)
  if (frame.community) words.dress.value = inCommunity
  const { kind, ...props } = page
  const app = createSSRApp({ render: () => h(COMPONENTS[kind] as never, props) })
  app
    .use(words)
    .provide(FRAME, frame)
    .provide('now', () => frame.now)
  const html = await renderToString(app)
  const name = words.t('common.name')
  return {
    html,
    title: [titleOf(page, words.t), name].filter(Boolean).join(' · '),
    description: cut(describe(page, words.t), LONGEST_DESCRIPTION),
  }
}

const LONGEST_DESCRIPTION = 160
/** What a search engine shows below the title. */
function describe(page: Page, t: (key: string, values?: Record<string, unknown>) => string): string {
  if (page.kind === 'board')
    return t('board.about.board', { village: page.board.villageName, township: page.board.townshipName })
  if (page.kind === 'matter') return `${page.matter.villageName}：${page.matter.summary}`
  if (page.kind === 'petition') return `${page.petition.villageName}：${page.petition.text}`
  if (page.kind === 'villages')
    return page.welcome ? t('board.welcomeText') : t('board.about.villages', { county: page.list.county })
  if (page.kind === 'help') return t('board.about.help', { village: page.villageName })
  if (page.kind === 'checkpoints') return t('board.checkpoints.help')
  return ''
}

function titleOf(page: Page, t: (key: string, values?: Record<string, unknown>) => string) {
  if (page.kind === 'board') return t('board.title', { village: page.board.villageName })
  if (page.kind === 'matter') return `${page.matter.title} · ${page.matter.villageName}`
  if (page.kind === 'petition') return `${page.petition.title} · ${page.petition.villageName}`
  if (page.kind === 'villages') return page.welcome ? '' : t('board.villagesOf', { county: page.list.county })
  if (page.kind === 'strip') return t('board.title', { village: page.villageName })
  if (page.kind === 'help') return `${t('board.help')} · ${page.villageName}`
  if (page.kind === 'checkpoints') return t('board.checkpoints.title', { county: page.list.countyName })
  return page.message
}
