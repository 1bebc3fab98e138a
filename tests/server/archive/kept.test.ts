import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { verifyPackage } from '../../../server/verify/verify.ts'
import { readKept } from './played.ts'

/** Packages that lie in village cabinets: every later version must still be able to check them. */
describe('留存的档案包', () => {
  test.each(['v1.office.zip', 'v1.public.zip', 'v2.office.zip', 'v2.public.zip'])(
    '%s is still consistent and anchored',
    (name) => {
      const list = JSON.parse(String(readKept(`${name.slice(0, 2)}.checkpoints.json`)))
      const { faults, anchoredOn } = verifyPackage(readKept(name), list)
      expect(faults).toEqual([])
      expect(anchoredOn).toBe('2026-04-18')
    },
  )

  test('a second verifier, in another language, says the same of each', () => {
    const here = fileURLToPath(new URL('.', import.meta.url))
    const root = join(here, '../../..')
    for (const version of ['v1', 'v2']) {
      const { stdout } = spawnSync('python3', [
        join(root, 'tests/verifier/second.py'),
        join(root, 'server/verify/FORMAT.md'),
        join(here, `kept/${version}.checkpoints.json`),
        ...['office', 'public'].map((kind) => join(here, `kept/${version}.${kind}.zip`)),
      ])
      const told = String(stdout)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(told).toMatchObject(
        ['office', 'public'].map(() => ({ whole: true, faults: [], anchoredOn: '2026-04-18' })),
      )
    }
  })
})
