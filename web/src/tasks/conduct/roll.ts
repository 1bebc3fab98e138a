import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { attendApi } from '@cunyi/shared/api/meetings/attend.ts'

export type RollRow = ReplyOf<(typeof attendApi)['getRoll']>['rows'][number]

/** What an officer may do about one person of the roll; the server decides, this only keeps the row short. */
export const ROLL_ACTS = [
  'signInPeople',
  'confirmSignIns',
  'recordCall',
  'handOutSlips',
  'leaveMeeting',
  'excuse',
  'recuse',
] as const
export type RollAct = (typeof ROLL_ACTS)[number]

const FITS: Record<RollAct, (row: RollRow, slipPoll: string | undefined) => boolean> = {
  signInPeople: (row) => row.state === 'absent',
  confirmSignIns: (row) => row.selfSignIn,
  recordCall: (row) => !row.reached,
  handOutSlips: (row, slipPoll) =>
    slipPoll !== undefined &&
    row.votes &&
    row.state === 'inHall' &&
    !row.voted &&
    !row.slipOut &&
    !row.handsCalled &&
    !row.recused,
  leaveMeeting: (row) => row.state === 'inHall' || row.state === 'online',
  excuse: (row) => row.state === 'absent',
  recuse: (row) => row.votes && !row.recused,
}
export const actsFor = (row: RollRow, may: readonly string[], slipPoll?: string): RollAct[] =>
  ROLL_ACTS.filter((act) => may.includes(act) && FITS[act](row, slipPoll))
