import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { sendWorkbook } from '#door/http/workbook.ts'
import { getFigures, listFigure } from './figures.ts'
import { getOverview, listDuties } from './overview.ts'
import { exportDuties, exportOverview } from './workbook.ts'

export const oversightRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listDuties', ({ params, query, now }) => listDuties(parts, params.village, query, now))
  answer(app, parts, 'listDutiesBelow', ({ params, query, now }) =>
    listDuties(parts, params.division, query, now),
  )
  answer(app, parts, 'exportDuties', async ({ params, now, reply }) =>
    sendWorkbook(reply, {
      plain: 'duties',
      name: `应办事项-${params.division}-${shanghaiDate(now)}`,
      file: await exportDuties(parts, params.division, now),
    }),
  )
  answer(app, parts, 'exportOverview', async ({ params, now, reply }) =>
    sendWorkbook(reply, {
      plain: 'overview',
      name: `总览-${params.division}-${shanghaiDate(now)}`,
      file: await exportOverview(parts, params.division, now),
    }),
  )
  answer(app, parts, 'getFigures', ({ params, query, now }) =>
    getFigures(parts, params.division, query.period, now),
  )
  answer(app, parts, 'getVillageFigures', ({ params, query, now }) =>
    getFigures(parts, params.village, query.period, now),
  )
  answer(app, parts, 'listFigure', ({ params, query, now }) =>
    listFigure(parts, params.division, params.indicator, query, now),
  )
  answer(app, parts, 'listVillageFigure', ({ params, query, now }) =>
    listFigure(parts, params.village, params.indicator, query, now),
  )
  answer(app, parts, 'getOverview', ({ params, now }) => getOverview(parts, params.division, now))
}
