/** A row of the papers is a promise: some file draws it, and that file is asked. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PAPER_KIND_KEYS } from '@cunyi/shared/papers/paper-kinds.ts'
import { expect, test } from 'vitest'

const PAPERS = join(import.meta.dirname, '../../server/src/views/papers')
const read = (path: string) => readFileSync(join(PAPERS, path), 'utf8')

test('every kind of paper is drawn by a file of kinds/, and each of these is named in papers.ts', () => {
  // The list of the year belongs to no matter: it has a request of its own.
  const asked = read('papers.ts') + read('view.ts')
  const drawing = readdirSync(join(PAPERS, 'kinds')).filter((file) =>
    /kind: '\w+'/.test(read(`kinds/${file}`)),
  )
  const drawn = drawing.map((file) => read(`kinds/${file}`)).join('\n')
  expect(
    PAPER_KIND_KEYS.filter((kind) => !drawn.includes(`kind: '${kind}'`)),
    'drawn by no file of kinds/',
  ).toEqual([])
  expect(
    drawing.filter((file) => !asked.includes(`'./kinds/${file}'`)),
    'named in no list',
  ).toEqual([])
})
