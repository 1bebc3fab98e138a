import { whyNot } from '@cunyi/shared/api/may.ts'
import { refuse } from '@cunyi/shared/words/refusal.ts'
import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { standingAt } from '#door/session/standing.ts'
import { decideAmendment, moveAmendment } from './actions/amend.ts'
import { confirmSignIns, excuse, getHallCode, leaveMeeting, signInPeople } from './actions/attend.ts'
import { checkConvening, conveneMeeting } from './actions/convene.ts'
import { confirmCorrection, correctRoll } from './actions/corrections.ts'
import { askExtension } from './actions/extend.ts'
import * as minutes from './actions/minutes.ts'
import { readNotice, recordCall, willCome } from './actions/notices.ts'
import { addProxy, getProxy, revokeProxy } from './actions/proxies.ts'
import { contestRecusal, recuse } from './actions/recuse.ts'
import { adjournMeeting, endHall, endMeeting, replaceOfficers } from './actions/run.ts'
import { signInLanes } from './actions/sign-in.ts'
import { chooseTellers } from './actions/tellers.ts'
import { withdrawEntry } from './actions/withdraw.ts'
import { getAttendanceLine } from './line.ts'
import { getRoll, listMeetings } from './view.ts'
import { watchLanes } from './watched.ts'

type Asking<C> = { params: { village: string; meeting: string }; caller: C; now: Date }

export const meetingRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const lanes = signInLanes(parts)
  app.addHook('onClose', () => lanes.drain())
  const at = <C>({ params, caller, now }: Asking<C>) => ({
    villageId: params.village,
    meetingId: params.meeting,
    who: caller,
    now,
  })

  answer(app, parts, 'checkConvening', ({ params, body, caller, now }) =>
    checkConvening(parts, params.village, body, caller, now),
  )
  answer(app, parts, 'conveneMeeting', ({ params, body, caller, now }) =>
    conveneMeeting(parts, params.village, body, caller, now),
  )
  answer(app, parts, 'listMeetings', ({ params, query }) => listMeetings(parts, params.village, query))
  const watch = watchLanes(parts)
  answer(app, parts, 'getMeeting', ({ params, caller, now }) =>
    watch.getMeeting({ villageId: params.village, meetingId: params.meeting, caller, now }),
  )
  answer(app, parts, 'getMyPlace', ({ params, caller, now }) =>
    watch.getMyPlace({ villageId: params.village, meetingId: params.meeting, caller, now }),
  )
  answer(app, parts, 'getRoll', ({ caller, params, query, now }) =>
    getRoll(parts, params.village, params.meeting, query, caller, now),
  )

  answer(app, parts, 'getAttendanceLine', ({ params }) =>
    getAttendanceLine(parts, params.village, params.meeting),
  )

  answer(app, parts, 'readNotice', (asked) => readNotice(parts, at(asked)))
  answer(app, parts, 'willCome', (asked) => willCome(parts, at(asked)))
  answer(app, parts, 'recordCall', (asked) => recordCall(parts, at(asked), asked.body.personId))
  answer(app, parts, 'getHallCode', (asked) => getHallCode(parts, at(asked), asked.query.placeNo))
  answer(app, parts, 'signIn', ({ params, body, caller, now }) =>
    lanes.ask({
      villageId: params.village,
      meetingId: params.meeting,
      personId: caller.personId,
      refusal: whyNot('signIn', standingAt(params.village, caller)) ?? refuse('notOnMeetingRoll'),
      code: body.hallCode,
      now,
    }),
  )
  answer(app, parts, 'signInPeople', (asked) =>
    signInPeople(parts, at(asked), asked.body.personIds, asked.body.placeNo),
  )
  answer(app, parts, 'confirmSignIns', (asked) => confirmSignIns(parts, at(asked), asked.body.personIds))
  answer(app, parts, 'leaveMeeting', (asked) => leaveMeeting(parts, at(asked), asked.body.personId))
  answer(app, parts, 'excuse', (asked) => excuse(parts, at(asked), asked.body))
  answer(app, parts, 'recuse', (asked) => recuse(parts, at(asked), asked.body))
  answer(app, parts, 'contestRecusal', (asked) => contestRecusal(parts, at(asked), asked.body))
  answer(app, parts, 'withdrawEntry', (asked) => withdrawEntry(parts, at(asked), asked.body))
  answer(app, parts, 'getProxy', (asked) => getProxy(parts, at(asked), asked.params.person))
  answer(app, parts, 'addProxy', (asked) => addProxy(parts, at(asked), asked.body))
  answer(app, parts, 'revokeProxy', (asked) => revokeProxy(parts, at(asked), asked.params.proxy))
  answer(app, parts, 'correctRoll', (asked) => correctRoll(parts, at(asked), asked.body))
  answer(app, parts, 'confirmCorrection', (asked) =>
    confirmCorrection(parts, at(asked), asked.params.correction),
  )

  answer(app, parts, 'endHall', (asked) => endHall(parts, at(asked)))
  answer(app, parts, 'adjournMeeting', (asked) => adjournMeeting(parts, at(asked), asked.body))
  answer(app, parts, 'extendWindow', (asked) => askExtension(parts, at(asked), asked.body))
  answer(app, parts, 'endMeeting', (asked) => endMeeting(parts, at(asked)))
  answer(app, parts, 'replaceOfficers', (asked) => replaceOfficers(parts, at(asked), asked.body))
  answer(app, parts, 'chooseTellers', (asked) => chooseTellers(parts, at(asked), asked.body))
  answer(app, parts, 'moveAmendment', (asked) => moveAmendment(parts, at(asked), asked.body))
  answer(app, parts, 'decideAmendment', (asked) =>
    decideAmendment(parts, at(asked), asked.params.amendment, asked.body),
  )

  answer(app, parts, 'getMinutes', (asked) => minutes.getMinutes(parts, at(asked)))
  answer(app, parts, 'listMinutes', (asked) => minutes.listMinutes(parts, at(asked)))
  answer(app, parts, 'getMinutesDifference', (asked) =>
    minutes.getMinutesDifference(parts, at(asked), asked.query),
  )
  answer(app, parts, 'getMinutesWriting', (asked) => minutes.getMinutesWriting(parts, at(asked)))
  answer(app, parts, 'keepMinutesWriting', (asked) =>
    minutes.keepMinutesWriting(parts, at(asked), asked.body),
  )
  answer(app, parts, 'saveMinutes', (asked) => minutes.saveMinutes(parts, at(asked), asked.body))
  answer(app, parts, 'approveMinutes', (asked) =>
    minutes.approveMinutes(parts, at(asked), asked.body.version),
  )
  answer(app, parts, 'attachSignedMinutes', (asked) =>
    minutes.attachSignedMinutes(parts, at(asked), asked.body),
  )
  answer(app, parts, 'signMinutes', (asked) => minutes.signMinutes(parts, at(asked)))
}
