import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { confirmIdentity, findToIdentify } from './actions/call.ts'
import { proposeNumber } from './actions/change.ts'
import { getImportList } from './actions/list.ts'
import { proposeMerge } from './actions/merge.ts'
import { agreeToNumber, askNumberCodes, changeMyNumber, getMyNumber } from './actions/mine.ts'
import { printPaperCode } from './actions/paper.ts'

/** 号码、纸条、导入清单 */
export const numberRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getMyNumber', ({ caller, now }) => getMyNumber(parts, caller, now))
  answer(app, parts, 'askNumberCodes', ({ body, request, caller, now }) =>
    askNumberCodes(parts, { phone: body.phone, caller, address: request.ip, now }),
  )
  answer(app, parts, 'changeMyNumber', ({ body, caller, now }) =>
    changeMyNumber(parts, { ...body, caller, now }),
  )
  answer(app, parts, 'agreeToNumber', ({ params, caller, now }) =>
    agreeToNumber(parts, { villageId: params.village, actId: params.act, caller, now }),
  )
  answer(app, parts, 'proposeNumber', ({ params, body, caller, now }) =>
    proposeNumber(parts, {
      villageId: params.village,
      personId: params.person,
      phone: body.phone,
      idNumber: body.idNumber,
      reason: body.reason,
      caller,
      now,
    }),
  )
  answer(app, parts, 'proposeMerge', ({ params, body, caller, now }) =>
    proposeMerge(parts, {
      villageId: params.village,
      goes: params.person,
      stays: body.into,
      reason: body.reason,
      caller,
      now,
    }),
  )
  answer(app, parts, 'confirmIdentity', ({ params, caller, now }) =>
    confirmIdentity(parts, { villageId: params.village, personId: params.person, caller, now }),
  )
  answer(app, parts, 'findToIdentify', ({ params, query, now }) =>
    findToIdentify(parts, { villageId: params.village, q: query.q, now }),
  )
  answer(app, parts, 'printPaperCode', ({ params, caller, now }) =>
    printPaperCode(parts, { villageId: params.village, personId: params.person, caller, now }),
  )
  answer(app, parts, 'getImportList', ({ params, query, caller }) =>
    getImportList(parts, {
      villageId: params.village,
      importId: params.id,
      from: query.from ?? 0,
      caller,
    }),
  )
}
