/** 等验证码: the number and what was asked for it, so that a reload, Back or the SMS app takes nothing away. */
export type AskedCode = {
  phone: string
  /** Of this device; null: the code that arrived was asked for elsewhere. */
  challenge: string | null
  by: 'sms' | 'voice'
  askedAt: number
  /** When another may be asked for, and until when this is of use. */
  againAt: number
  until: number
}

const KEY = 'cunyi.code'
let kept: AskedCode | null = null

export function keepAsked(asked: AskedCode) {
  kept = asked
  try {
    localStorage.setItem(KEY, JSON.stringify(asked))
  } catch {
    // Then it lives as long as the page does.
  }
}
/** Nothing once its time is over, or where the phone's clock was turned back. */
export function lastAsked(now: number): AskedCode | null {
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') ?? kept
  } catch {
    // What is in memory stands.
  }
  if (kept && (kept.until <= now || kept.askedAt > now)) dropAsked()
  return kept
}
export function dropAsked() {
  kept = null
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was kept.
  }
}
