import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { verifyPackage } from '../../../server/verify/verify.ts'
import { askSecond, HAS_PYTHON } from '../../verifier/second.ts'
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

  test.runIf(HAS_PYTHON)('a second verifier, in another language, says the same of each', () => {
    const keptAt = (name: string) => fileURLToPath(new URL(`./kept/${name}`, import.meta.url))
    for (const version of ['v1', 'v2']) {
      const kinds = ['office', 'public']
      const told = askSecond(
        kinds.map((kind) => keptAt(`${version}.${kind}.zip`)),
        keptAt(`${version}.checkpoints.json`),
      )
      expect(told).toMatchObject(kinds.map(() => ({ whole: true, faults: [], anchoredOn: '2026-04-18' })))
    }
  })
})
