/** 现在能办: what makes sense in the state of a meeting. */
import type { Sense } from '@cunyi/shared/api/may.ts'
import { isCountLate } from '@cunyi/shared/poll/poll.ts'
import type { MeetingRow, PollRow } from '#matters/sittings/queries/meetings.ts'
import { isOver, isRunning } from './actions/standing.ts'

type State = {
  running: boolean
  waiting: boolean
  over: boolean
  allOver: boolean
  opened: boolean
  /** Somebody may still sign in there. */
  hallRuns: boolean
  live: boolean
  chairs: boolean
  records: boolean
  /** The oversight committee helps it along. */
  countLate: boolean
}
/** 现在能办: which requests make sense in this state; whether the caller may make them, the rights say. */
// biome-ignore format: one row, one request
export const SENSE: Sense<State> = {
  openPoll:       (s) => s.waiting && s.opened && !s.over,
  closePoll:      (s) => s.running && s.live,
  endHall:        (s) => s.opened && !s.over && !s.live,
  adjournMeeting: (s) => s.waiting && !s.running && !s.over,
  extendWindow:   (s) => s.running && !s.live,
  endMeeting:     (s) => s.allOver && !s.over,
  replaceOfficers: (s) => !s.over,
  chooseTellers:  (s) => !s.over && !s.allOver && (s.records || s.countLate),
  signIn:         (s) => !s.over,
  signInPeople:   (s) => !s.over,
  getHallCode:    (s) => !s.over && s.hallRuns,
  confirmSignIns: (s) => !s.over,
  leaveMeeting:   (s) => s.opened && !s.over,
  excuse:         (s) => !s.over,
  recuse:         (s) => !s.over && !s.allOver,
  contestRecusal: (s) => !s.over && s.waiting,
  addProxy:       (s) => !s.over && !s.allOver,
  correctRoll:    (s) => !s.over && !s.allOver,
  confirmCorrection: (s) => !s.over && !s.allOver,
  withdrawEntry:  (s) => !s.over && !s.allOver,
  moveAmendment:  (s) => !s.over && s.waiting,
  decideAmendment: (s) => !s.over,
  declareCountInvalid: (s) => s.running && (s.chairs || s.countLate),
  handOutSlips:   (s) => s.running,
  returnSlip:     (s) => s.running,
  setAsideEnvelope: (s) => s.running,
  enterCountSheet: (s) => s.running,
  enterNamed:     (s) => s.running,
  printSlips:     (s) => !s.allOver,
  slipsToPrint:   (s) => !s.allOver,
  readSlip:       (s) => s.running,
  finishReading:  (s) => s.running,
  recordAssistCall: (s) => s.running,
  callHands:      (s) => s.running && s.live,
  enterHands:     (s) => s.running && s.live,
  getCount:       (s) => s.running || s.allOver,
  recordCall:     (s) => !s.over,
  listDeliveries: (s) => !s.over,
  remindNow:      (s) => s.opened && !s.over && !s.allOver,
  getRoll:        () => true,
  saveMinutes:    (s) => s.allOver,
  signMinutes:    (s) => s.allOver,
  approveMinutes: (s) => s.allOver,
  attachSignedMinutes: (s) => s.allOver,
  getMinutes:     () => true,
  getEvidence:    () => true,
}

export const meetingState = (
  meeting: MeetingRow,
  polls: readonly PollRow[],
  personId: string,
  now: Date,
): State => ({
  running: polls.some(isRunning),
  waiting: polls.some((poll) => poll.status === 'waiting'),
  over: meeting.status === 'ended',
  allOver: polls.every(isOver),
  opened: now >= meeting.opensAt,
  hallRuns: meeting.hallEndedAt === null && (meeting.windowEnd === null || now < meeting.windowEnd),
  live: meeting.windowHours === 0,
  chairs: meeting.chairId === personId,
  records: meeting.recorderId === personId,
  countLate: polls.some((poll) => isCountLate(poll, now)),
})
