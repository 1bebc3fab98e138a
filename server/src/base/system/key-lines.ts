/**
 * 密钥文件里的字据: behind a poll's key its file says of which poll it is, when that poll ends, and what was opened with
 * it. Each line carries a code that only the key can make; half a line, left by a crash, is none. Who owns the database
 * and not this folder can neither write nor take away one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a key is made for. `end`: when the window ends, null where the chair ends the poll. */
export type MadeFor = { poll: string; village: string; secret: boolean; end: Date | null }
export type KeyLine =
  | { line: 'poll'; poll: string; village: string; secret: boolean; end: string | null }
  /** 延长. */
  | { line: 'until'; at: string }
  /** 主持人结束表决: written before the commit, so alone it ends nothing. */
  | { line: 'ended'; at: string }
  /** 拆封: the digest of the envelopes that are opened; never any others after it. */
  | { line: 'opens'; digest: string }

export type KeyFacts = MadeFor & {
  /** Every end that was ever said, the latest last; empty where the chair ends it. */
  ends: Date[]
  /** When the chair ended it, as last said. */
  ended: Date | null
  opens: string | null
}

const codeOf = (key: Buffer, text: string) => {
  const lineKey = createHmac('sha256', key).update('cunyi key file').digest()
  return createHmac('sha256', lineKey).update(text).digest('hex')
}

/** Begins with a line break: what a crash has left before it stays a line of its own. */
export function writtenLine(key: Buffer, said: KeyLine): string {
  const text = JSON.stringify(said)
  return `\n${text} ${codeOf(key, text)}\n`
}

export const lineFor = ({ end, ...of }: MadeFor): KeyLine => ({
  line: 'poll',
  ...of,
  end: end?.toISOString() ?? null,
})

function linesIn(key: Buffer, written: string): KeyLine[] {
  return written.split('\n').flatMap((whole) => {
    const at = whole.lastIndexOf(' ')
    const [text, code] = [whole.slice(0, at), Buffer.from(whole.slice(at + 1))]
    const own = Buffer.from(codeOf(key, text))
    return at > 0 && code.length === own.length && timingSafeEqual(code, own) ? [JSON.parse(text)] : []
  })
}

/** Null: a key of a release that wrote no lines. */
export function factsIn(key: Buffer, written: string): KeyFacts | null {
  const lines = linesIn(key, written)
  const first = lines.find((one) => one.line === 'poll')
  if (!first) return null
  const said = <L extends KeyLine['line']>(line: L) =>
    lines.filter((one): one is Extract<KeyLine, { line: L }> => one.line === line)
  const ends = [...(first.end ? [first.end] : []), ...said('until').map((one) => one.at)]
    .map((at) => new Date(at))
    .sort((a, b) => a.getTime() - b.getTime())
  const ended = said('ended').at(-1)
  return {
    poll: first.poll,
    village: first.village,
    secret: first.secret,
    end: ends.at(-1) ?? null,
    ends,
    ended: ended ? new Date(ended.at) : null,
    opens: said('opens')[0]?.digest ?? null,
  }
}
