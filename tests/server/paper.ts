import { randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { attachments } from '@cunyi/server/base/database/schema/divisions.ts'
import type { Village } from './village.ts'

/** A written paper, as the upload would have left it. */
export async function paper(
  village: Village,
  purpose = 'paper',
  name = '委托书',
  by = 'accountant',
): Promise<string> {
  const id = randomUUID()
  await inVillage(village.db, village.villageId, (tx) =>
    tx.insert(attachments).values({
      villageId: village.villageId,
      id,
      digest: 'd',
      mime: 'image/jpeg',
      size: 10,
      name,
      purpose,
      uploadedBy: village.id(by),
      uploadedAt: village.clock.now(),
    }),
  )
  return id
}
