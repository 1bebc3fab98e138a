import { clearedAt } from '@cunyi/shared/law/clearing.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { emptyPreview } from './workbook/imports.ts'
import { previewsWaiting } from './workbook/queries.ts'

export const due: DueWork[] = [
  {
    /** 清理导入预览 that nobody confirmed. */
    name: 'emptyPreview',
    find: async (tx) =>
      (await previewsWaiting(tx)).map(({ villageId, id, at }) => ({
        villageId,
        id,
        dueAt: clearedAt('preview', at),
      })),
    run: emptyPreview,
  },
]
