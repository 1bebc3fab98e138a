import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { PublicBoard, PublicMatter } from '@cunyi/shared/api/records.ts'
import type { CheckpointFile } from '@cunyi/shared/papers/package-format.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import type { PublicPetition } from '#views/dossiers/petition.ts'

/** Built by vite: `client` goes to browsers, `server` draws the public pages. */
export const SITE = fileURLToPath(new URL('../../../../web/dist/client', import.meta.url))
const RENDERER = fileURLToPath(new URL('../../../../web/dist/server/render.js', import.meta.url))
const MANIFEST = `${SITE}/.vite/manifest.json`

type Villages = {
  county: string
  townships: {
    code: string
    name: string
    villages: { code: string; name: string; opened: boolean; disclosing: number }[]
  }[]
}
export type Page =
  | { kind: 'board'; board: PublicBoard; q: string; year: number | null; code: MatterCode | null }
  | { kind: 'strip'; village: string; villageName: string; running: PublicBoard['now'] }
  | { kind: 'matter'; matter: PublicMatter }
  | { kind: 'petition'; petition: PublicPetition }
  | { kind: 'villages'; list: Villages; q: string; welcome: boolean }
  | { kind: 'help'; village: string; villageName: string }
  | { kind: 'checkpoints'; list: CheckpointFile }
  | { kind: 'none'; message: string }
export type Frame = {
  language: 'zh-CN' | 'en'
  now: Date
  mode: 'demo' | 'production' | 'test'
  drill: boolean
  address: string
  qr: string
  here: (change: Record<string, string>) => string
  look: { view: string; size: string }
  community: boolean
}
type Renderer = (page: Page, frame: Frame) => Promise<{ html: string; title: string; description: string }>

let loaded: { render: Renderer; styles: string[]; charts: string } | undefined

export const hasPages = () => existsSync(RENDERER) && existsSync(MANIFEST)

/** The pages' own drawing and style sheets, once they are built. Without a build there are no pages to show. */
export async function renderer() {
  if (loaded) return loaded
  if (!hasPages()) throw new Refused('notReady')
  const { renderPage } = (await import(pathToFileURL(RENDERER).href)) as { renderPage: Renderer }
  loaded = { render: renderPage, styles: stylesOf('src/app/board.ts'), charts: scriptOf('src/app/charts.ts') }
  return loaded
}

function scriptOf(entry: string): string {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>
  return `/${manifest[entry]?.file ?? ''}`
}

type Chunk = { file?: string; css?: string[]; imports?: string[] }
/** Style sheets of an entry: what it shares with the member pages first, its own last. */
function stylesOf(entry: string): string[] {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>
  const seen = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    for (const other of chunk?.imports ?? []) visit(other)
    for (const style of chunk?.css ?? []) seen.add(style)
  }
  visit(entry)
  const own = (style: string) => Number(/\/board-/.test(style))
  return [...seen].sort((a, b) => own(a) - own(b)).map((style) => `/${style}`)
}
