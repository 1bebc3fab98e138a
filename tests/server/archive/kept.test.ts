import { describe, expect, test } from 'vitest'
import { verifyPackage } from '../../../server/verify/verify.ts'
import { readKept } from './played.ts'

/** Packages that lie in village cabinets: every later version must still be able to check them. */
describe('留存的档案包', () => {
  test.each(['v1.office.zip', 'v1.public.zip'])('%s is still consistent and anchored', (name) => {
    const list = JSON.parse(String(readKept('v1.checkpoints.json')))
    const { faults, anchoredOn } = verifyPackage(readKept(name), list)
    expect(faults).toEqual([])
    expect(anchoredOn).toBe('2026-04-18')
  })
})
