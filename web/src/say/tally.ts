/** 应到、实到 of a sitting, in whole numbers. */
export type QuorumFigures = {
  entitled: number
  present: number
  inHall: number
  online: number
  represented?: number
  recused?: number
  quorumNeeded: number
  quorumMissing: number
  quorumMet: boolean
  /** 村民会议: by adults and by households, side by side; the way in which it sits decides. */
  bothQuorums?: { heads: Line; households: Line } | null | undefined
}
type Line = { base: number; present: number; needed: number; met: boolean }

/** What a closed poll carries, as far as pages show it: exact integers under the names of the vocabulary. */
export type ClosedFigures = QuorumFigures & {
  for: number
  against: number
  abstain: number
  invalid: number | null
  notCast: number
  counted: boolean
  sentenceZh: string
  sentenceEn: string
}
const int = (value: unknown) => (typeof value === 'number' && Number.isSafeInteger(value) ? value : 0)
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** Reads the figures of a closed poll; null while there are none. */
export function closedFigures(figures: Record<string, unknown> | null | undefined): ClosedFigures | null {
  if (!figures) return null
  return {
    entitled: int(figures.quorumBase) || int(figures.entitled),
    present: int(figures.quorumPresent) || int(figures.present),
    inHall: int(figures.presentInHall ?? figures.inHall),
    online: int(figures.presentOnline ?? figures.online),
    represented: int(figures.represented),
    quorumNeeded: int(figures.quorumNeeded),
    quorumMissing: int(figures.quorumMissing),
    quorumMet: figures.quorumMet === true,
    for: int(figures.for),
    against: int(figures.against),
    abstain: int(figures.abstain),
    invalid: figures.invalidJoined === true ? null : int(figures.invalid),
    notCast: int(figures.notCast),
    counted: figures.quorumMet === true,
    sentenceZh: text(figures.sentenceZh),
    sentenceEn: text(figures.sentenceEn),
  }
}
