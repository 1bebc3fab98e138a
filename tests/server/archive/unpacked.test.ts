/** What would unpack to something else than was checked is no package: it is not read at all, by either verifier. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { verifyPackage } from '../../../server/verify/verify.ts'
import { unzip } from '../../../server/verify/zip.ts'
import { askSecond, HAS_PYTHON } from '../../verifier/second.ts'
import { kept, NOT_READ } from './not-read.ts'
import { pack, readKept } from './played.ts'

const folder = mkdtempSync(join(tmpdir(), 'cunyi-unpacked-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('不读', () => {
  test.each(NOT_READ)('%s', (_, zip, why) => {
    expect(() => verifyPackage(zip, null)).toThrow(why)
  })

  test('what was packed by us is read whole', () => {
    expect([...unzip(readKept('v2.public.zip')).keys()].sort()).toEqual(Object.keys(kept).sort())
    expect(verifyPackage(pack(kept), null).whole).toBe(true)
  })

  test.runIf(HAS_PYTHON)('the second verifier reads none of these five either', () => {
    const five = ['a symbolic link', 'an encrypted file', 'a name twice', '../', 'a path of another system']
    const paths = NOT_READ.filter(([name]) => five.includes(name)).map(([, zip], i) => {
      writeFileSync(join(folder, `${i}.zip`), zip)
      return join(folder, `${i}.zip`)
    })
    expect(paths).toHaveLength(five.length)
    for (const told of askSecond(paths, null)) expect(told).toHaveProperty('unreadable')
  })
})
