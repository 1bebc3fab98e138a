import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { mayJump } from '#base/system/config.ts'
import { answer } from '#door/http/answer.ts'
import { closePoll } from './actions/close.ts'
import { enterCountSheet, getCount } from './actions/count.ts'
import { callHands, enterHands } from './actions/hands.ts'
import { declareCountInvalid } from './actions/invalid.ts'
import { enterNamed } from './actions/named.ts'
import { openPoll } from './actions/open.ts'
import { finishReading, getReadings, readSlip } from './actions/readings.ts'
import { getPoll, getPollList, listReceipts } from './actions/results.ts'
import { setAsideEnvelope } from './actions/set-aside.ts'
import { handOutSlips, printSlips, returnSlip, slipsToPrint } from './actions/slips.ts'
import { getTicket } from './actions/tickets.ts'
import { createBatcher } from './batcher.ts'
import { sweepOrphanKeys } from './destroy.ts'
import { BEAT_MS, beat } from './outage.ts'
import { choiceOf } from './seal.ts'

export const pollRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const { clock, log, stopping } = parts
  const batcher = createBatcher(parts)
  // Requests in hand wait for their batch; when the server closes, nothing is left in the queue.
  app.addHook('onClose', () => batcher.drain())
  app.addHook('onReady', async () => {
    // Told to stop before it was done, the next start does it.
    sweepOrphanKeys(parts).catch(
      (err) => stopping.aborted || log.error({ err }, 'orphan poll keys could not be swept'),
    )
    // A drill takes no ballot of a poll that was open: until it takes over, that is an outage.
    if (mayJump(parts.config) || parts.instance.drill) return
    const onError = (err: unknown) => log.error({ err }, 'the beat failed')
    clock.every(BEAT_MS, (now) => beat(parts, now).then(() => null), { signal: stopping, onError })
  })

  answer(app, parts, 'openPoll', ({ params, caller, now }) =>
    openPoll(parts, {
      villageId: params.village,
      meetingId: params.meeting,
      pollId: params.poll,
      caller,
      now,
    }),
  )
  answer(app, parts, 'closePoll', ({ params, caller, now }) =>
    closePoll(parts, {
      villageId: params.village,
      meetingId: params.meeting,
      pollId: params.poll,
      caller,
      now,
    }),
  )
  answer(app, parts, 'getTicket', ({ params, query, caller, now }) =>
    getTicket(parts, {
      villageId: params.village,
      pollId: params.poll,
      principal: query.principal,
      caller,
      now,
    }),
  )
  answer(app, parts, 'castBallot', async ({ params, body, caller, now }) => {
    const receipt = await batcher.cast({
      villageId: params.village,
      pollId: params.poll,
      personId: caller.ticket?.personId ?? caller.personId,
      castBy: caller.ticket?.castBy ?? null,
      sessionId: caller.sessionId || null,
      ref: Buffer.from(body.ref, 'hex'),
      choice: choiceOf(body.choice),
      arrivedAt: now,
    })
    return { recorded: true as const, receipt }
  })
  answer(app, parts, 'enterNamed', ({ params, body, caller, now }) =>
    enterNamed(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'handOutSlips', ({ params, body, caller, now }) =>
    handOutSlips(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'returnSlip', ({ params, body, caller, now }) =>
    returnSlip(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'enterCountSheet', ({ params, body, caller, now }) =>
    enterCountSheet(parts, { villageId: params.village, pollId: params.poll, sheet: body, caller, now }),
  )
  answer(app, parts, 'printSlips', ({ params, body, caller, now }) =>
    printSlips(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'slipsToPrint', ({ params, query }) =>
    slipsToPrint(parts, { villageId: params.village, pollId: params.poll, placeNo: query.placeNo }),
  )
  answer(app, parts, 'readSlip', ({ params, body, caller, now }) =>
    readSlip(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'getReadings', ({ params, caller, now }) =>
    getReadings(parts, { villageId: params.village, pollId: params.poll, caller, now }),
  )
  answer(app, parts, 'finishReading', ({ params, body, caller, now }) =>
    finishReading(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'callHands', ({ params, caller, now }) =>
    callHands(parts, { villageId: params.village, pollId: params.poll, caller, now }),
  )
  answer(app, parts, 'enterHands', ({ params, body, caller, now }) =>
    enterHands(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'getCount', ({ params, caller, now }) =>
    getCount(parts, { villageId: params.village, pollId: params.poll, caller, now }),
  )
  answer(app, parts, 'declareCountInvalid', ({ params, body, caller, now }) =>
    declareCountInvalid(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'setAsideEnvelope', ({ params, body, caller, now }) =>
    setAsideEnvelope(parts, { villageId: params.village, pollId: params.poll, ...body, caller, now }),
  )
  answer(app, parts, 'getPoll', ({ params, caller }) =>
    getPoll(parts, { villageId: params.village, pollId: params.poll, caller }),
  )
  answer(app, parts, 'listReceipts', ({ params, query }) =>
    listReceipts(parts, { villageId: params.village, pollId: params.poll, receipt: query.receipt }),
  )
  answer(app, parts, 'getPollList', ({ params, query }) =>
    getPollList(parts, {
      villageId: params.village,
      pollId: params.poll,
      after: query.after,
      limit: query.limit,
    }),
  )
}
