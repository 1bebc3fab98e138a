import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { getOverview, listDuties } from './overview.ts'
import { exportOverview } from './workbook.ts'

export const oversightRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listDuties', ({ params, now }) => listDuties(parts, params.village, now))
  answer(app, parts, 'listDutiesBelow', ({ params, now }) => listDuties(parts, params.division, now))
  answer(app, parts, 'exportOverview', async ({ params, now, reply }) =>
    reply
      .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header(
        'content-disposition',
        `attachment; filename="overview.xlsx"; filename*=UTF-8''${encodeURIComponent(`总览-${params.division}-${shanghaiDate(now)}.xlsx`)}`,
      )
      .header('cache-control', 'no-store')
      .send(await exportOverview(parts, params.division, now)),
  )
  answer(app, parts, 'getOverview', ({ params, now }) => getOverview(parts, params.division, now))
}
