/** What a search engine, a chat and a feed reader look for in a page's head. */
import { villageNames } from '@cunyi/shared/words/village-names.ts'
import { CARD } from './card.ts'
import type { Page } from './renderer.ts'

export type Head = {
  publicUrl: string
  /** What is no village's own server is found by nobody. */
  isFound: boolean
  language: string
  title: string
  description: string
  community: boolean
}

export const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

export function headOf(page: Page, head: Head): string {
  const path = pathOf(page)
  const isSearch = (page.kind === 'board' || page.kind === 'villages') && page.q !== ''
  const description =
    head.description && `<meta name="description" content="${escapeHtml(head.description)}">`
  if (path === null || page.kind === 'strip' || isSearch || !head.isFound)
    return [
      '<meta name="robots" content="noindex">',
      description,
      ...feedsOf(page),
      ...cardOf(page, head),
    ].join('')
  const data = dataOf(page, head)
  return [
    description,
    `<link rel="canonical" href="${escapeHtml(head.publicUrl + path)}">`,
    ...feedsOf(page),
    ...cardOf(page, head),
    // No script: nothing of it is carried out, and no policy has to let it.
    data
      ? `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`
      : '',
  ].join('')
}

/** The page's one address, whatever was asked for beside it; null where it has none. */
function pathOf(page: Page): string | null {
  switch (page.kind) {
    case 'board': {
      const { year, code } = page
      const asked = [year && `year=${year}`, code && `code=${code}`].filter(Boolean).join('&')
      return `/v/${page.board.village}${asked && `?${asked}`}`
    }
    case 'strip':
      return `/v/${page.village}`
    case 'matter':
      return `/v/${page.matter.village}/m/${page.matter.id}`
    case 'petition':
      return `/v/${page.petition.village}/p/${page.petition.id}`
    case 'villages':
      return page.welcome ? '/' : '/villages'
    case 'help':
      return `/v/${page.village}/help`
    case 'checkpoints':
      return `/checkpoints/${page.list.county}`
    case 'none':
      return null
  }
}

const feedsOf = (page: Page) =>
  page.kind === 'board'
    ? ['atom', 'rss'].map(
        (kind) =>
          `<link rel="alternate" type="application/${kind}+xml" href="/v/${page.board.village}/feed.${kind}" title="${escapeHtml(page.board.villageName)}">`,
      )
    : []

/** 转发卡片 */
function cardOf(page: Page, { publicUrl, description }: Head): string[] {
  if (page.kind !== 'matter' && page.kind !== 'petition') return []
  const { villageName, title } = page.kind === 'matter' ? page.matter : page.petition
  const address = `${publicUrl}${pathOf(page)}`
  const meta = (property: string, content: string) =>
    `<meta property="og:${property}" content="${escapeHtml(content)}">`
  return [
    meta('type', 'article'),
    meta('site_name', villageName),
    meta('title', title),
    meta('description', description),
    meta('url', address),
    meta('image', `${address}/card.png`),
    meta('image:width', String(CARD.width)),
    meta('image:height', String(CARD.height)),
  ]
}

/** schema.org, for those pages that are something of their own. */
function dataOf(page: Page, head: Head): object | null {
  const { publicUrl, language, title, description } = head
  const context = { '@context': 'https://schema.org', inLanguage: language, description }
  const url = `${publicUrl}${pathOf(page)}`
  if (page.kind === 'villages' && page.welcome)
    return {
      ...context,
      '@type': 'WebSite',
      name: title,
      url,
      potentialAction: {
        '@type': 'SearchAction',
        target: `${publicUrl}/villages?q={q}`,
        'query-input': 'required name=q',
      },
    }
  if (page.kind === 'board') {
    const { villageName, townshipName, resolutions } = page.board
    return {
      ...context,
      '@type': 'CollectionPage',
      name: title,
      url,
      publisher: publisherOf(villageName, head),
      about: {
        '@type': 'AdministrativeArea',
        name: villageName,
        containedInPlace: { '@type': 'AdministrativeArea', name: townshipName },
      },
      mainEntity: {
        '@type': 'ItemList',
        itemListElement: resolutions.slice(0, MOST_LISTED).map((one, index) => ({
          '@type': 'ListItem',
          position: index + 1,
          name: one.title,
          url: `${url.split('?')[0]}/m/${one.proposalId}`,
        })),
      },
    }
  }
  if (page.kind !== 'matter') return null
  const { matter } = page
  const posted = matter.disclosures.flatMap((one) => one.postedAt ?? []).sort()
  return {
    ...context,
    '@type': 'Article',
    headline: matter.title,
    url,
    image: `${url}/card.png`,
    datePublished: posted[0],
    dateModified: [...posted, matter.stageSince].sort().at(-1),
    publisher: publisherOf(matter.villageName, head),
    isPartOf: {
      '@type': 'CollectionPage',
      name: `${matter.villageName}公开栏`,
      url: `${publicUrl}/v/${matter.village}`,
    },
  }
}
const MOST_LISTED = 10
const publisherOf = (villageName: string, { community }: Head) => ({
  '@type': 'GovernmentOrganization',
  name: villageNames(villageName, community).full,
})
