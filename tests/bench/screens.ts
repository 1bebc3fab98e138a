/** Screens of one meeting, in a process of their own: what each has, since when, and what they do when their line is cut. */
import { waitAfter } from '@cunyi/web/phone/again.ts'
import WebSocket from 'ws'

export type Opening = { url: string; tokens: string[]; again: boolean }
export type Expecting = { revision: number; voted: number }
/** `at`: when each had it, on the clock that all processes of the machine share; `stale`: who had less votes with it. */
export type Had = { at: number[]; stale: number; opened: number }

/** In ms. */
export const sharedNow = () => Number(process.hrtime.bigint()) / 1e6

type Seen = { revision: number; voted: number; at: number }
let seen: Seen[] = []
let expecting: Expecting | null = null
let missing = 0
let opening: Opening | null = null
let opened = 0

const numberAfter = (text: string, name: string) => {
  const at = text.indexOf(name)
  return at < 0 ? 0 : Number.parseInt(text.slice(at + name.length), 10)
}
const has = (one: Seen | undefined) =>
  one !== undefined && expecting !== null && one.revision >= expecting.revision
const tell = () => {
  if (!expecting || missing > 0) return
  const { voted } = expecting
  expecting = null
  const had: Had = {
    at: seen.map((one) => one.at),
    stale: seen.filter((one) => one.voted < voted).length,
    opened,
  }
  process.send?.(had)
}

function look(at: number, told: () => void, failures = 0): void {
  if (!opening) return
  const { url, tokens, again } = opening
  const socket = new WebSocket(url, ['cunyi', tokens[at] as string], { perMessageDeflate: false })
  let failed = failures
  socket.on('open', () => {
    opened += 1
  })
  socket.on('message', (data) => {
    failed = 0
    const text = String(data)
    const was = has(seen[at])
    const revision = numberAfter(text, '"revision":')
    if (was && seen[at] && seen[at].revision >= revision) return
    seen[at] = {
      revision,
      voted: numberAfter(text, '"voted":'),
      at: was && seen[at] ? seen[at].at : sharedNow(),
    }
    told()
    if (!was && has(seen[at])) {
      missing -= 1
      tell()
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    if (again) setTimeout(look, waitAfter(failed + 1), at, told, failed + 1)
  })
}

async function openAll(asked: Opening) {
  opening = asked
  seen = []
  for (let i = 0; i < asked.tokens.length; i += 200)
    await Promise.all(
      asked.tokens.slice(i, i + 200).map((_, k) => new Promise<void>((resolve) => look(i + k, resolve))),
    )
  process.send?.({ at: [], stale: 0, opened })
}

process.on('message', (asked: Opening | Expecting) => {
  if ('tokens' in asked) return void openAll(asked)
  expecting = asked
  missing = seen.filter((one) => !has(one)).length
  tell()
})
process.on('disconnect', () => process.exit())
