import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { type Binding, bindAttachment } from './queries.ts'

/** 归到事项: a file one brought oneself belongs from now on to the matter or meeting it was used in. */
export async function bindFile(tx: Tx, file: Binding): Promise<void> {
  if (!(await bindAttachment(tx, file, {}))) throw new Refused('notFound')
}

/** 公开照片: the same for a picture of the board or of the works, which everybody may see from now on. */
export async function publishPicture(tx: Tx, file: Binding): Promise<void> {
  if (!(await bindAttachment(tx, file, { public: true }))) throw new Refused('notFound')
}
