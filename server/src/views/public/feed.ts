import type { PublicBoard } from '@cunyi/shared/api/records.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Feed } from 'feed'

type Entry = { id: string; title: string; proposalId: string; at: string; text: string }
const MOST = 50

/** 订阅: what a reader program fetches; the same things that stand on the board, newest first. */
export function feedOf(board: PublicBoard, publicUrl: string, kind: 'atom' | 'rss'): string {
  const home = `${publicUrl}/v/${board.village}`
  const entries = entriesOf(board).sort((a, b) => b.at.localeCompare(a.at))
  const feed = new Feed({
    id: home,
    title: `${board.villageName}公开栏`,
    description: `${board.townshipName}${board.villageName}的决议公开和实施结果公开`,
    link: home,
    language: 'zh-CN',
    copyright: '',
    // The newest entry's, so that the same bytes come until something changes.
    updated: new Date(entries[0]?.at ?? 0),
    feedLinks: { atom: `${home}/feed.atom`, rss: `${home}/feed.rss` },
  })
  for (const entry of entries.slice(0, MOST))
    feed.addItem({
      id: `${home}#${entry.id}`,
      title: entry.title,
      link: `${home}/m/${entry.proposalId}`,
      date: new Date(entry.at),
      description: entry.text,
    })
  return kind === 'atom' ? feed.atom1() : feed.rss2()
}

const entriesOf = (board: PublicBoard): Entry[] => [
  ...board.now.map((one) => ({
    id: one.disclosureId,
    title: `${one.heading}：${one.title}`,
    proposalId: one.proposalId,
    at: one.postedAt,
    // The last day and not the instant after it, as the notice names it.
    text: `公示至${shanghaiDate(new Date(Date.parse(one.endsAt) - 1))}，有意见请在此前提出。`,
  })),
  ...board.resolutions
    .filter((one) => !board.now.some((now) => now.proposalId === one.proposalId))
    .map((one) => ({
      id: `r-${one.proposalId}`,
      title: `决议：${one.title}`,
      proposalId: one.proposalId,
      at: one.at,
      text: one.number ?? '',
    })),
]
