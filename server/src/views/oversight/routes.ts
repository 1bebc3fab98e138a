import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { getOverview, listDuties } from './overview.ts'
import { exportDuties, exportOverview } from './workbook.ts'

/** `plain`: the name for who reads no other. */
const workbook = (reply: FastifyReply, plain: string, name: string) =>
  reply
    .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header(
      'content-disposition',
      `attachment; filename="${plain}.xlsx"; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`,
    )
    .header('cache-control', 'no-store')

export const oversightRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listDuties', ({ params, query, now }) => listDuties(parts, params.village, query, now))
  answer(app, parts, 'listDutiesBelow', ({ params, query, now }) =>
    listDuties(parts, params.division, query, now),
  )
  answer(app, parts, 'exportDuties', async ({ params, now, reply }) =>
    workbook(reply, 'duties', `应办事项-${params.division}-${shanghaiDate(now)}`).send(
      await exportDuties(parts, params.division, now),
    ),
  )
  answer(app, parts, 'exportOverview', async ({ params, now, reply }) =>
    workbook(reply, 'overview', `总览-${params.division}-${shanghaiDate(now)}`).send(
      await exportOverview(parts, params.division, now),
    ),
  )
  answer(app, parts, 'getOverview', ({ params, now }) => getOverview(parts, params.division, now))
}
