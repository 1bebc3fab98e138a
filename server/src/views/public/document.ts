import type { FastifyReply, FastifyRequest } from 'fastify'
import { toString as drawQr } from 'qrcode'
import { across } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { escapeHtml, headOf } from './head.ts'
import { type Page, renderer } from './renderer.ts'

const LANGUAGES = ['zh-CN', 'en'] as const
const VIEWS = ['plain', 'elder'] as const
const SIZES = ['18', '20', '24', '30', '36'] as const
const COLOURS = ['auto', 'light', 'contrast'] as const
const YEAR_SECONDS = 365 * 86_400
const KEPT_CODES = 500

/** Asked for in the address, else kept in the cookie, else the first. What was asked for is kept. */
function wish<T extends string>(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  values: readonly [T, ...T[]],
): T {
  // Where the router itself refused, nothing has been read of the request.
  const asked = (request.query as Record<string, unknown> | null)?.[name] as T
  if (values.includes(asked)) {
    reply.setCookie(name, asked, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax' })
    return asked
  }
  const kept = request.cookies?.[name] as T
  return values.includes(kept) ? kept : values[0]
}

/** Longer than any address of a page; a QR code holds three times as much. */
const MOST_ADDRESS = 900

/** The page's own address without the wishes above. Anything may stand in what was asked for. */
function addressOf(request: FastifyRequest, publicUrl: string): URL {
  const url = URL.parse(request.url, publicUrl) ?? new URL(publicUrl)
  for (const name of ['lang', 'view', 'size', 'colour']) url.searchParams.delete(name)
  if (url.href.length > MOST_ADDRESS) url.search = ''
  if (url.href.length > MOST_ADDRESS) url.pathname = '/'
  return url
}

const codes = new Map<string, string>()
/** The same address is drawn once; the oldest drawing makes room. */
async function qrOf(address: string): Promise<string> {
  const known = codes.get(address)
  if (known) return known
  const svg = `data:image/svg+xml,${encodeURIComponent(await drawQr(address, { type: 'svg', margin: 1 }))}`
  if (codes.size >= KEPT_CODES) codes.delete(codes.keys().next().value ?? '')
  codes.set(address, svg)
  return svg
}

/** Answers with one public page, whole without script: the same bytes for everybody who looks the same way. */
export async function sendPage(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  { now, status = 200 }: { now: Date; status?: number },
) {
  const { render, styles, charts } = await renderer()
  const language = wish(request, reply, 'lang', LANGUAGES)
  const view = wish(request, reply, 'view', VIEWS)
  const size = wish(request, reply, 'size', SIZES)
  const colour = wish(request, reply, 'colour', COLOURS)
  const url = addressOf(request, parts.config.publicUrl)
  const address = `${parts.config.publicUrl}${url.pathname}${url.search}`
  const here = (change: Record<string, string>) => {
    const to = new URL(url)
    for (const [name, value] of Object.entries(change)) to.searchParams.set(name, value)
    return `${to.pathname}${to.search}`
  }
  const community = await isCommunity(parts, page)
  const isFound = parts.config.mode !== 'demo' && parts.instance.drill === null
  const { html, title, description } = await render(page, {
    language,
    now,
    mode: parts.config.mode,
    drill: parts.instance.drill !== null,
    address,
    qr: await qrOf(address),
    here,
    look: { view, size },
    community,
  })
  const { publicUrl } = parts.config
  const head = headOf(page, { publicUrl, isFound, language, title, description, community })
  const drawn = hasCharts(page)
  const colours = colour === 'auto' ? '' : ` data-colour="${colour}"`
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-cache')
    .header('vary', 'Cookie')
    .header(
      'content-security-policy',
      [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        ...(drawn ? ["script-src 'self'"] : []),
        "form-action 'self'",
        "base-uri 'none'",
        page.kind === 'strip' ? 'frame-ancestors *' : "frame-ancestors 'none'",
      ].join('; '),
    )
    .send(
      `<!doctype html><html lang="${language}" data-view="${view}" data-size="${size}"${colours}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="format-detection" content="telephone=no"><title>${escapeHtml(title)}</title><link rel="icon" href="/seal.svg" type="image/svg+xml">${styles.map((style) => `<link rel="stylesheet" href="${style}">`).join('')}${head}${drawn ? `<script type="module" src="${charts}"></script>` : ''}</head><body>${html}</body></html>`,
    )
}

/** 社区: whose words a page is written in. Where nothing was found nobody is asked. */
async function isCommunity(parts: Parts, page: Page): Promise<boolean> {
  const village = villageOf(page)
  if (!village) return false
  return (await across(parts.db, (tx) => findDivision(tx, village)))?.isCommunity ?? false
}
function villageOf(page: Page): string | null {
  if (page.kind === 'board') return page.board.village
  if (page.kind === 'matter') return page.matter.village
  if (page.kind === 'petition') return page.petition.village
  return page.kind === 'help' || page.kind === 'strip' ? page.village : null
}

/** 图表: only where there is money to draw is a script sent at all; the tables are there without it. */
const hasCharts = (page: Page) =>
  page.kind === 'board' && page.board.outcomes.some((one) => one.planned !== null && one.planned > 0)
