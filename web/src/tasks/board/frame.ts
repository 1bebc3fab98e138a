import type { InjectionKey } from 'vue'

/** What the server tells every public page beside its content. */
export type Frame = {
  language: 'zh-CN' | 'en'
  /** The clock object's time: days left are counted from it. */
  now: Date
  mode: 'demo' | 'production' | 'test'
  /** 演练: a copy, not the village's own server. */
  drill: boolean
  /** The page's own address, whole, as it stands on paper. */
  address: string
  /** The same address as a picture (data:). */
  qr: string
  /** Path and query of this page with another language or size asked for. */
  here: (change: Record<string, string>) => string
  look: { view: string; size: string }
  /** 社区: a community's own words for the same bodies. */
  community: boolean
}
export const FRAME: InjectionKey<Frame> = Symbol('frame')
