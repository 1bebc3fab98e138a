import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { choiceOf } from '#matters/polls/seal.ts'
import { castAssisted, objectAssisted } from './cast.ts'
import { addHelper, endHelper, listHelpers } from './helpers.ts'
import { findToAssist, listAssisted, recordAssistCall } from './list.ts'

export const assistRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listHelpers', ({ params, now }) => listHelpers(parts, params.village, now))
  answer(app, parts, 'addHelper', ({ params, body, caller, now }) =>
    addHelper(parts, { villageId: params.village, caller, now }, body),
  )
  answer(app, parts, 'endHelper', ({ params, body, caller, now }) =>
    endHelper(parts, { villageId: params.village, caller, now }, params.helper, body.reason),
  )
  answer(app, parts, 'castAssisted', ({ params, body, caller, now }) => {
    const { ref, choice, readBack: _, ...rest } = body
    const asked = { ...rest, ref: Buffer.from(ref, 'hex'), choice: choiceOf(choice) }
    return castAssisted(parts, { villageId: params.village, pollId: params.poll, caller, now }, asked)
  })
  answer(app, parts, 'findToAssist', ({ params, query, caller, now }) =>
    findToAssist(parts, {
      now,
      villageId: params.village,
      pollId: params.poll,
      helperId: caller.personId,
      q: query.q,
    }),
  )
  answer(app, parts, 'objectAssisted', ({ params, body, caller, now }) =>
    objectAssisted(parts, { villageId: params.village, pollId: params.poll, caller, now }, body.reason),
  )
  answer(app, parts, 'recordAssistCall', ({ params, body, caller, now }) =>
    recordAssistCall(parts, { villageId: params.village, pollId: params.poll, caller, now }, body),
  )
  answer(app, parts, 'listAssisted', ({ params }) =>
    listAssisted(parts, { villageId: params.village, pollId: params.poll }),
  )
}
