/** What README and CONTRIBUTING name is there: a newcomer who follows a path finds a file. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
/** A short path is one of these packages'. */
const HOMES = ['', 'server/src', 'web/src', 'shared/src']
const PAGES = [
  'README.md',
  '.github/CONTRIBUTING.md',
  '.github/SECURITY.md',
  '.github/CHANGELOG.md',
  '.github/ISSUE_TEMPLATE/fault.md',
  '.github/ISSUE_TEMPLATE/rule.md',
  '.github/ISSUE_TEMPLATE/wish.md',
  'server/verify/README.md',
  'server/src/matters/polls/README.md',
  'server/src/village/messages/channels/README.md',
  'tests/scenarios/README.md',
  'tests/server/upgrade/README.md',
  '.env.example',
]

/** What a run makes, what lies in an archive package, and names that stand for others. */
const MADE = /^(artifacts|records|papers|evidence|attachments|schemas|cunyi-\w+)\/|\b(VERSION|FOLDER|DIR)\b/

/** Of `a/{b,c}/d.ts` each; what is no path of ours (an address, a command, a package, a made name) is none. */
function pathsIn(text: string): string[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, token]) => token ?? '')
  const plain = [...text.matchAll(/(?<![\w./@-])((?:server|shared|web|tests|migrations)\/[\w{},./*-]*\w)/g)]
  const paths = [...code, ...plain.map(([, token]) => token ?? '')]
    .filter((token) => /^#?\.?[\w-]+\/[\w{},./*-]+$/.test(token) && !MADE.test(token))
    .flatMap(eachOf)
  return [...new Set(paths)]
}
function eachOf(path: string): string[] {
  const [whole, inside] = /\{([^}]*)\}/.exec(path) ?? []
  return whole ? (inside ?? '').split(',').flatMap((one) => eachOf(path.replace(whole, one))) : [path]
}

/** A star stands for a name: the folder is there. */
const isThere = (path: string, page: string) => {
  const plain = path.replace(/\/[^/]*\*.*$/, '/').replace(/^#/, 'server/src/')
  return [...HOMES, dirname(page)].some((home) => existsSync(join(ROOT, home, plain)))
}

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8')

  test('names only files that are there', () => {
    expect(pathsIn(text).filter((path) => !isThere(path, page))).toEqual([])
  })

  test('links only to files that are there', () => {
    const links = [...text.matchAll(/(?:\]\(|src=")([^)"\s]+)/g)].map(([, link]) => link ?? '')
    const own = links.filter((link) => !/^(https?:|#|\/)/.test(link)).map((link) => link.replace(/#.*$/, ''))
    expect(own.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([])
  })
})

test('A path that is not there would be seen', () => {
  const text = 'See `shared/src/words/{vocabulary,nowhere}.ts`, server/src/polls/README.md and `npm run x`.'
  expect(pathsIn(text).filter((path) => !isThere(path, 'README.md'))).toEqual([
    'shared/src/words/nowhere.ts',
    'server/src/polls/README.md',
  ])
  expect(pathsIn(readFileSync(join(ROOT, 'README.md'), 'utf8')).length).toBeGreaterThan(60)
})
