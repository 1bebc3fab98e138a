import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { attendApi } from '@cunyi/shared/api/meetings/attend.ts'

/** 到会曲线, drawn in a box of WIDE by HIGH units that stretches with the page; words stand beside it, never in it. */
export type Line = ReplyOf<(typeof attendApi)['getAttendanceLine']>
export const WIDE = 1000
export const HIGH = 100

export type Drawing = {
  /** In the hall, with those online on top, with the represented on top: each an area down to the ground. */
  areas: { inHall: string; online: string; represented: string }
  quorumAt: number
  tests: { x: number; met: boolean; pollId: string }[]
  from: string
  to: string
}

/** From the first coming to `until`, or to what happened last. Null before anybody came. */
export function drawingOf(line: Line, until: string | null): Drawing | null {
  const [first] = line.points
  if (!first) return null
  const start = ms(first.at)
  const last = [...line.points, ...line.tests].map((one) => ms(one.at))
  const end = Math.max(...last, until ? ms(until) : 0, start + 1)
  const top = Math.max(line.entitled, line.quorumNeeded, ...line.points.map(standing), 1)
  const x = (at: string) => round(((ms(at) - start) * WIDE) / (end - start))
  const y = (count: number) => round(HIGH - (count * HIGH) / top)
  const area = (count: (point: Line['points'][number]) => number) => {
    const steps = line.points.map((point, i) => {
      const height = y(count(point))
      return `${i === 0 ? `V${height}` : `H${x(point.at)}V${height}`}`
    })
    return `M0 ${HIGH}${steps.join('')}H${WIDE}V${HIGH}Z`
  }
  return {
    areas: {
      inHall: area((point) => point.inHall),
      online: area((point) => point.inHall + point.online),
      represented: area(standing),
    },
    quorumAt: y(line.quorumNeeded),
    tests: line.tests.map((one) => ({ x: x(one.at), met: one.quorumMet, pollId: one.pollId })),
    from: first.at,
    to: new Date(end).toISOString(),
  }
}

const ms = (at: string) => new Date(at).getTime()
const round = (n: number) => Math.round(n * 10) / 10
const standing = (point: Line['points'][number]) => point.inHall + point.online + point.represented
