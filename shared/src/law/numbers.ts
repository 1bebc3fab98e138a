/**
 * 号码启用: a ballot comes only from a number by which somebody other than whoever entered it knows the person.
 * (平台默认; domain 4.6, integrity D23)
 */
import { type Refusal, refuse } from '../words/refusal.ts'

/** By which way a number was put into use. */
export const NUMBER_WAYS = {
  kept: { zh: '升级前已在用', en: 'In use before the upgrade' },
  opening: { zh: '首次建册，乡镇核对', en: 'The first roster, looked through by the township' },
  self: { zh: '本人用新旧号码验证码更换', en: 'Changed by himself, by a code to both numbers' },
  oldNumber: { zh: '旧号码确认', en: 'The old number said yes' },
  call: { zh: '通话确认身份', en: 'Identity call' },
  paper: { zh: '监委会成员当面交付纸条', en: 'Slip handed over by an oversight member' },
  waited: { zh: '告知旧号码，期满无异议', en: 'The old number was told, and the days are over' },
} as const
export type NumberWay = keyof typeof NUMBER_WAYS

export type NumberInUse = { activeFrom: Date | null; activeBy: NumberWay | null }

/** Whether a ballot may come from it. */
export const carriesBallot = ({ activeFrom }: Pick<NumberInUse, 'activeFrom'>, now: Date): boolean =>
  activeFrom !== null && activeFrom <= now

export const whyNotFromNumber = (number: Pick<NumberInUse, 'activeFrom'>, now: Date): Refusal | null => {
  if (carriesBallot(number, now)) return null
  const { activeFrom } = number
  return activeFrom ? refuse('numberWaits', { from: activeFrom.toISOString() }) : refuse('numberNotActive')
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * A number that a clerk has entered and a second person confirmed: where an old one in use was told it comes into use
 * by itself, else by no lapse of time.
 */
export const afterChange = (told: boolean, waitHours: number, now: Date): NumberInUse =>
  told
    ? { activeFrom: new Date(now.getTime() + waitHours * HOUR), activeBy: 'waited' }
    : { activeFrom: null, activeBy: null }

/** 新启用: so long the result says how many ballots came from it. */
export const NEW_FOR_DAYS = 7
/** One by one, by whomever; a whole roster that another body has looked through is not. */
const SINGLY: readonly NumberWay[] = ['self', 'oldNumber', 'call', 'paper', 'waited']
export const isNewNumber = ({ activeFrom, activeBy }: NumberInUse, at: Date): boolean =>
  activeFrom !== null &&
  activeBy !== null &&
  SINGLY.includes(activeBy) &&
  activeFrom.getTime() > at.getTime() - NEW_FOR_DAYS * DAY
