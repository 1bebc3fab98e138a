import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { FastifyInstance } from 'fastify'
import { openIntake } from '#base/files/intake.ts'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { takeFile } from '#door/http/limits.ts'
import { sendWorkbook } from '#door/http/workbook.ts'
import { actingOffice } from './actions.ts'
import { getComposition, getPerson, listHouseholds, listPeople } from './roster.ts'
import { enterPerson } from './workbook/by-hand.ts'
import { exportWorkbook } from './workbook/export.ts'
import { faultyRows } from './workbook/faulty.ts'
import { MOST_MEGABYTES } from './workbook/guard.ts'
import { confirmImport, discardImport, getImport, type HoldList, startImport } from './workbook/imports.ts'
import { writeWorkbook } from './workbook/write.ts'

const DONE = { ok: true } as const
/** What a workbook of people is called by who reads no Chinese. */
const PLAIN = 'people'

export const peopleRoutes = (parts: Parts, holdList: HoldList) => async (app: FastifyInstance) => {
  answer(app, parts, 'listPeople', ({ caller, params, query, now }) =>
    listPeople(parts, params.village, query, caller, now),
  )
  answer(app, parts, 'getPerson', ({ caller, params, now }) =>
    getPerson(parts, params.village, params.person, caller, now),
  )
  answer(app, parts, 'listHouseholds', ({ params, query }) => listHouseholds(parts, params.village, query))
  answer(app, parts, 'getComposition', ({ params, now }) => getComposition(parts, params.village, now))
  workbookRoutes(app, parts, holdList)
}

function workbookRoutes(app: FastifyInstance, parts: Parts, holdList: HoldList) {
  answer(app, parts, 'getTemplate', async ({ reply }) =>
    sendWorkbook(reply, { plain: PLAIN, name: '村民花名册模板', file: await writeWorkbook() }),
  )
  answer(app, parts, 'exportPeople', async ({ caller, params, now, reply }) =>
    sendWorkbook(reply, {
      plain: PLAIN,
      name: `花名册-${params.village}-${shanghaiDate(now)}`,
      file: await exportWorkbook(parts, params.village, caller, now),
    }),
  )
  answer(app, parts, 'uploadPeople', async ({ caller, params, request }) => {
    const intake = openIntake(caller.accountId)
    try {
      const { name, content } = await takeFile(request, MOST_MEGABYTES, intake.read)
      const { id, done } = await startImport(parts, {
        villageId: params.village,
        file: content,
        fileName: name,
        account: caller.accountId,
        actor: { personId: caller.personId, office: actingOffice(caller) },
      })
      done
        .catch((error) => parts.log.error({ err: error, import: id }, 'an import did not come to its end'))
        .finally(intake.end)
      return { id }
    } catch (error) {
      intake.end()
      throw error
    }
  })
  answer(app, parts, 'enterPerson', ({ caller, params, body }) =>
    enterPerson(parts, params.village, body, { personId: caller.personId, office: actingOffice(caller) }),
  )
  answer(app, parts, 'getFaultyRows', async ({ params, now, reply }) =>
    sendWorkbook(reply, {
      plain: PLAIN,
      name: `花名册问题行-${shanghaiDate(now)}`,
      file: await faultyRows(parts, params.village, params.id, now),
    }),
  )
  answer(app, parts, 'getImport', ({ params }) => getImport(parts, params.village, params.id))
  answer(app, parts, 'confirmImport', async ({ caller, params, body }) => {
    await confirmImport(parts, holdList, {
      villageId: params.village,
      id: params.id,
      caller,
      office: actingOffice(caller),
      overwriteStale: body.overwriteStale ?? false,
      decided: body.decided ?? {},
      byHead: body.byHead,
    })
    return DONE
  })
  answer(app, parts, 'discardImport', async ({ params }) => {
    await discardImport(parts, params.village, params.id)
    return DONE
  })
}
