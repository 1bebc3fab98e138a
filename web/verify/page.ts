/** 查验页: two files are chosen or dropped, and what the verifier says of them is shown. Nothing leaves the page. */
import './since.ts'
import { textOf } from '../../server/verify/bytes.ts'
import { type Kind, kindOf, tell } from './told.ts'

const START = 4096
const at = (id: string) => document.getElementById(id) as HTMLElement
const verdict = at('verdict')
const given: Partial<Record<Kind, Uint8Array>> = {}

/** Texts of the file stand as texts; nothing of it is ever read as a page. */
function put(tag: string, text: string, into: Element = verdict): Element {
  const one = document.createElement(tag)
  one.textContent = text
  into.append(one)
  return one
}
const putList = (lines: string[]) => {
  const list = put('ul', '')
  for (const line of lines) put('li', line, list)
}

function show(): void {
  if (!given.file) return
  const { mark, verdict: said, lines, faults } = tell(given.file, given.list ? textOf(given.list) : null)
  verdict.className = mark
  verdict.replaceChildren()
  put('h2', said[0] ?? '')
  for (const line of said.slice(1)) put('p', line)
  if (faults.length > 0) putList(faults)
  putList(lines)
  verdict.focus()
}

/** The page says that it is at work before it is: a large package takes seconds. */
function begin(): void {
  if (!given.file) return
  verdict.hidden = false
  verdict.className = ''
  verdict.replaceChildren()
  put('h2', '正在查验…… Checking…')
  setTimeout(show, 50)
}

async function take(kind: Kind | null, file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const as = kind ?? kindOf(textOf(bytes.subarray(0, START)))
  given[as] = bytes
  at(`${as}-name`).textContent = file.name
  begin()
}
/** A file that is gone or may not be read is told like one that makes no sense. */
const taken = (kind: Kind | null, file: File): void => {
  take(kind, file).catch(() => {
    verdict.hidden = false
    verdict.className = 'bad'
    verdict.replaceChildren()
    put('h2', `${file.name}：这个文件打不开。`)
    put('p', 'This file cannot be opened.')
  })
}

for (const kind of ['file', 'list'] as const)
  at(kind).addEventListener('change', (event) => {
    const file = (event.target as HTMLInputElement).files?.[0]
    if (file) taken(kind, file)
  })
for (const name of ['dragover', 'dragleave', 'drop'])
  document.addEventListener(name, (event) => {
    event.preventDefault()
    at('drop').classList.toggle('over', name === 'dragover')
    if (name === 'drop') for (const file of (event as DragEvent).dataTransfer?.files ?? []) taken(null, file)
  })
