import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { api } from '@cunyi/shared/api/index.ts'
import { expect, test } from 'vitest'

const WEB = join(import.meta.dirname, '..', '..', 'web', 'src')
const PAGES = globSync('**/*.{ts,vue}', { cwd: WEB })
  .map((file) => readFileSync(join(WEB, file), 'utf8'))
  .join('\n')
const has = (name: string) => new RegExp(`Api\\.${name}\\b|'${name}'`).test(PAGES)

/** Requests for programs and not for people, each with its reason. */
const NO_PAGE: Readonly<Record<string, string>> = {
  getMe: 'the answer to logging in and to each refreshing says the same; programs ask it alone',
  getPoll: 'the live state of a meeting and the matter’s page carry each poll; programs ask for one',
  getPublicMatter: 'the server draws the public page of a matter itself; programs read it as data',
  reportDelivery: 'the gateway of short messages reports by it, signed',
  confirmCorrection:
    'the page of what waits confirms every act by confirmAct; kept for programs of release 0.1.0',
  setClock: 'tests and the demo move the clock',
  testSession: 'tests log in by it; it is not there in a real village',
  testClock: 'tests read the clock by it',
}

test('every request has a page that sends it, or a written reason why not', () => {
  const without = Object.keys(api).filter((name) => !has(name) && !(name in NO_PAGE))
  expect(without).toEqual([])
})

test('no reason outlives its request', () => {
  for (const name of Object.keys(NO_PAGE)) expect([name, name in api, has(name)]).toEqual([name, true, false])
})
