/** Every regular expression of the source, as the compiler reads it, and texts that would make it go back and forth. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const FOLDERS = ['shared/src', 'server/src', 'server/verify', 'web/src']

export type Expression = { file: string; line: number; source: string; flags: string }

const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path)
    return /\.(ts|vue)$/.test(entry.name) ? [path] : []
  })

/** The script of a page stands where it stood, so that its lines are right. */
function scriptOf(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8')
  if (!file.endsWith('.vue')) return text
  const [before, ...rest] = text.split(/<script[^>]*>/)
  if (rest.length === 0) return ''
  return '\n'.repeat((before ?? '').split('\n').length - 1) + (rest[0] ?? '').split('</script>')[0]
}

/** `made`: put together at run time, so that nobody can try them here. */
export function expressionsOfSource(): { literal: Expression[]; made: string[] } {
  const literal: Expression[] = []
  const made: string[] = []
  for (const file of FOLDERS.flatMap(filesIn)) {
    const source = ts.createSourceFile(file, scriptOf(file), ts.ScriptTarget.Latest, true)
    const look = (node: ts.Node) => {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/')
        literal.push({ file, line, source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
      }
      if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp')
        made.push(`${file}:${line}`)
      ts.forEachChild(node, look)
    }
    look(source)
  }
  return { literal, made }
}

/** What stands for a class of characters. */
const SIGNS: Record<string, string> = {
  s: ' ',
  S: 'x',
  d: '1',
  D: 'x',
  w: 'a',
  W: ' ',
  n: '\n',
  r: '\r',
  t: '\t',
}
const MOST_PIECES = 12

/** The words and signs an expression speaks of: of these the texts are made. */
export function piecesOf(source: string): string[] {
  const pieces = new Set<string>()
  const token =
    /\\u([0-9a-f]{4})|\\p\{Script=Han\}|\\p\{\w+\}|\\x([0-9a-f]{2})|\\([a-zA-Z])|\\(.)|(\(\?(?:<?[!=]|:)|\{\d+,?\d*\}|[()[\]{}|^$*+?.])|(.)/gu
  let word = ''
  const end = () => {
    if (word) pieces.add(word)
    for (const sign of word.length > 1 ? [word.at(0), word.at(-1)] : []) if (sign) pieces.add(sign)
    word = ''
  }
  for (const [whole, u, x, letter, sign, operator, plain] of source.matchAll(token)) {
    const code = u ?? x
    if (code) word += String.fromCharCode(Number.parseInt(code, 16))
    else if (whole === '\\p{Script=Han}') pieces.add('签')
    else if (whole.startsWith('\\p')) pieces.add(',')
    else if (letter) {
      end()
      if (SIGNS[letter]) pieces.add(SIGNS[letter])
    } else if (sign) word += sign
    else if (operator) {
      end()
      if (operator === '.') pieces.add('x')
    } else word += plain
  }
  end()
  pieces.add('x')
  return [...pieces].slice(0, MOST_PIECES)
}

export type Recipe = { start: string; pump: string }

/** A way in, and what is said again and again: each piece, each two of them, and three in the order of the expression. */
export function recipesFor(source: string): Recipe[] {
  const pieces = piecesOf(source)
  const threes = pieces.flatMap((one, i) =>
    pieces.slice(i + 1).flatMap((two, j) => pieces.slice(i + j + 2).map((three) => one + two + three)),
  )
  const pumps = [...pieces.flatMap((one) => [one, ...pieces.map((other) => one + other)]), ...threes]
  return ['', ...pieces].flatMap((start) => pumps.map((pump) => ({ start, pump })))
}

/** An end that fits nothing, so that every way is tried. */
const END = '\u0001\n\u0001'
export const textOf = ({ start, pump }: Recipe, length: number): string =>
  `${start}${pump.repeat(Math.ceil(length / pump.length))}`.slice(0, length - END.length) + END
