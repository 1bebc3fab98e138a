import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { attendApi } from '@cunyi/shared/api/meetings/attend.ts'
import type { CorrectionKind } from '@cunyi/shared/meeting/corrections.ts'
import type { Entry } from '@cunyi/shared/words/kinds.ts'

export type RollRow = ReplyOf<(typeof attendApi)['getRoll']>['rows'][number]

/** What an officer may do about one person of the roll; the server decides, this only keeps the row short. */
export const ROLL_ACTS = [
  'signInPeople',
  'confirmSignIns',
  'recordCall',
  'handOutSlips',
  'leaveMeeting',
  'excuse',
  'addProxy',
  'recuse',
  'withdrawEntry',
  'returnSlip',
  'setAsideEnvelope',
  'correctRoll',
] as const
export type RollAct = (typeof ROLL_ACTS)[number]

/** What asks for a reason first, or a second person: the lesser button. */
export const ASKS_FIRST: readonly RollAct[] = [
  'leaveMeeting',
  'excuse',
  'addProxy',
  'recuse',
  'withdrawEntry',
  'returnSlip',
  'setAsideEnvelope',
  'correctRoll',
]

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
  // Whoever is there himself sends nobody; a proxy that stands is taken back on the same page.
  addProxy: (row) =>
    row.votes &&
    !row.voted &&
    (row.state === 'absent' || row.state === 'excused' || row.state === 'represented'),
  recuse: (row) => row.votes && !row.recused,
  withdrawEntry: (row) => entriesOf(row).length > 0,
  returnSlip: (row, slipPoll) => slipPoll !== undefined && row.slipOut,
  setAsideEnvelope: (row) => row.voted,
  correctRoll: () => true,
}
/** 可以领表决票: those there who have neither voted nor a slip. */
export const mayGetSlip = (row: RollRow): boolean => FITS.handOutSlips(row, 'any')
export const actsFor = (row: RollRow, may: readonly string[], slipPoll?: string): RollAct[] =>
  ROLL_ACTS.filter((act) => may.includes(act) && FITS[act](row, slipPoll))

/** What asks first, and about whom; without a row of the roll: somebody who was left out. */
export type About = {
  what: 'leave' | 'excuse' | 'recuse' | 'takeBack' | 'returnSlip' | 'setAside' | 'correct'
  person: { id: string; name: string }
  row: RollRow | null
}

/** What the clerk can have entered about him by mistake. */
export function entriesOf({ state, recused, voted, slipOut }: RollRow): Entry[] {
  const about: Entry[] = []
  if (state === 'inHall' && !voted && !slipOut) about.push('signIn')
  if (state === 'left') about.push('leave')
  if (state === 'excused') about.push('excuse')
  if (recused) about.push('recusal')
  return about
}

export const kindsOf = (row: RollRow | null): CorrectionKind[] =>
  row === null ? ['add'] : row.votes ? ['strike', 'noVote'] : ['strike', 'vote', 'representative']
