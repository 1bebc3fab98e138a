/** 查验: what the command and the checker page both do with a file and, if there is one, a county's list. */
import { textOf } from './bytes.ts'
import { readCheckpoints } from './chain.ts'
import { verifyReceipt } from './receipt.ts'
import { verifyPackage } from './verify.ts'

export function check(file: Uint8Array, listText: string | null) {
  const list = listText === null ? null : readCheckpoints(listText)
  return verifyReceipt(textOf(file), list) ?? verifyPackage(file, list)
}
