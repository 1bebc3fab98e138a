/** 常看的页: what people open most, and how each is asked. */
import { randomUUID } from 'node:crypto'
import { api, type RequestName } from '@cunyi/shared/api/index.ts'

export type Page = {
  name: string
  request: RequestName
  /** An office, `villager`, or nobody. */
  as: string | null
  query?: Record<string, string>
}

/** `villager` stands for somebody with no office. */
export const PAGES: readonly Page[] = [
  { name: '我是谁 who I am', request: 'getMe', as: 'villager' },
  { name: '首页 home: what waits, a villager', request: 'listWaiting', as: 'representative' },
  { name: '首页 home: my meetings', request: 'listMyMeetings', as: 'representative' },
  { name: '首页 home: my results', request: 'listMyResults', as: 'representative' },
  { name: '待办 waiting, the director', request: 'listWaiting', as: 'villageDirector' },
  { name: '待办 waiting, the township', request: 'listWaiting', as: 'townshipStaff' },
  { name: '待办 waiting, the county', request: 'listWaiting', as: 'countyStaff' },
  { name: '公开栏 board', request: 'getPublicBoard', as: null },
  { name: '公开的事项 public matter', request: 'getPublicMatter', as: null },
  { name: '公开公示 disclosures', request: 'listDisclosures', as: 'villageDirector' },
  { name: '事项 matters', request: 'listProposals', as: 'villageDirector' },
  { name: '会议 meetings', request: 'listMeetings', as: 'representative' },
  { name: '名册 roster, searched', request: 'listPeople', as: 'villageDirector', query: { q: '王' } },
  { name: '应办 duties of a village', request: 'listDuties', as: 'villageDirector' },
  { name: '应办 duties below the county', request: 'listDutiesBelow', as: 'countyStaff' },
  { name: '总览 overview of the county', request: 'getOverview', as: 'countyStaff' },
  { name: '各村 villages', request: 'getPublicVillages', as: null },
]

export const pathOf = (request: RequestName, params: Record<string, string>) =>
  api[request].path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? randomUUID()))
