import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const KILOBYTE = 1024
/** What a resident's phone fetches before he can read and vote: these pages with all they stand on. */
const PAGES = ['HomePage', 'MeetingPage', 'BallotPage', 'LoginPage']
const SCRIPT = 100 * KILOBYTE
const STYLE = 40 * KILOBYTE
/** Words that Chrome 79 or Safari 13 do not know. */
const TOO_NEW: Record<string, (node: Node) => boolean> = {
  'a?.b': (node) => node.type === 'ChainExpression',
  'a ?? b': (node) => node.type === 'LogicalExpression' && node.operator === '??',
  'a ??= b': (node) =>
    node.type === 'AssignmentExpression' && /^(\?\?|\|\||&&)=$/.test(String(node.operator)),
  'class fields': (node) => node.type === 'PropertyDefinition' || node.type === 'PrivateIdentifier',
  'static block': (node) => node.type === 'StaticBlock',
  bigint: (node) => node.type === 'Literal' && typeof node.bigint === 'string',
  'regex lookbehind': (node) =>
    node.type === 'Literal' &&
    /\(\?<[=!]/.test((node.regex as { pattern?: string } | undefined)?.pattern ?? ''),
}
type Node = { type: string; [key: string]: unknown }

function* nodes(node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const one of node) yield* nodes(one)
  else if (node && typeof node === 'object') {
    if (typeof (node as Node).type === 'string') yield node as Node
    for (const value of Object.values(node)) if (value && typeof value === 'object') yield* nodes(value)
  }
}

/** The files of a first visit, once the bundle is made. */
export const firstVisit = new Set<string>()

/** 首次打开: the build fails where a resident's first visit grows too large or speaks a language old phones lack. */
export const budget = (): Plugin => ({
  name: 'budget',
  apply: 'build',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((one) => one.type === 'chunk')
    for (const chunk of chunks)
      for (const node of nodes(this.parse(chunk.code)))
        for (const [word, found] of Object.entries(TOO_NEW))
          if (found(node))
            this.error(`${chunk.fileName} holds ${word}, which Chrome 79 or Safari 13 cannot read`)

    const names = firstVisit
    const visit = (fileName: string) => {
      const chunk = bundle[fileName]
      if (names.has(fileName) || chunk?.type !== 'chunk') return
      names.add(fileName)
      for (const other of chunk.imports) visit(other)
    }
    for (const chunk of chunks)
      if ((chunk.isEntry && chunk.name === 'app') || PAGES.includes(chunk.name) || chunk.name === 'zh-CN')
        visit(chunk.fileName)
    const script = [...names].reduce((sum, name) => sum + sizeOf(bundle[name]), 0)
    const style = Object.values(bundle)
      .filter((one) => one.fileName.endsWith('.css'))
      .reduce((sum, one) => sum + sizeOf(one), 0)
    this.info(`first visit: ${kilobytes(script)} of script, ${kilobytes(style)} of style (gzip)`)
    if (script > SCRIPT)
      this.error(`first visit: ${kilobytes(script)} of script, allowed ${kilobytes(SCRIPT)}`)
    if (style > STYLE) this.error(`first visit: ${kilobytes(style)} of style, allowed ${kilobytes(STYLE)}`)
  },
})
const sizeOf = (file: { type: string; code?: string; source?: string | Uint8Array } | undefined) =>
  gzipSync(file?.code ?? file?.source ?? '').length
const kilobytes = (bytes: number) => `${(bytes / KILOBYTE).toFixed(1)} KB`
