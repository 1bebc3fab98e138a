import { createHash } from 'node:crypto'
import { digestOf, typedReceipt } from '@cunyi/web/phone/receipts.ts'
import { describe, expect, test } from 'vitest'

describe('Looking a receipt up', () => {
  test('small letters, gaps and dashes are no mistake, nor are 0, 1 and 8 for O, I and B', () => {
    expect(typedReceipt('abcd efgh-ijkl 2345')).toBe('ABCDEFGHIJKL2345')
    expect(typedReceipt('0118 abcd')).toBe('OIIBABCD')
  })

  test('the digest is that of the sorted list, one a line, in whatever order it came', async () => {
    const sorted = createHash('sha256').update('AAAA\nBBBB\nCCCC').digest('hex')
    expect(await digestOf(['CCCC', 'AAAA', 'BBBB'])).toBe(sorted)
    expect(await digestOf(['CCCC', 'AAAA'])).not.toBe(sorted)
  })
})
