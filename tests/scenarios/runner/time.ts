/** Times as a scenario file writes them, Asia/Shanghai. */
const ZONE = 8 * 3_600_000
const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const

export const shanghai = (day: string, clock = '00:00'): Date =>
  new Date(`${day}T${clock.length === 5 ? `${clock}:00` : clock}+08:00`)

export function timeOf(text: string, now: Date): Date {
  const span = /^\+(\d+)([dhms])(?: (\d{2}:\d{2}))?$/.exec(text)
  if (span) {
    const later = new Date(now.getTime() + Number(span[1]) * UNITS[span[2] as keyof typeof UNITS])
    return span[3] ? shanghai(new Date(later.getTime() + ZONE).toISOString().slice(0, 10), span[3]) : later
  }
  const [day, clock] = text.split(' ')
  return shanghai(day as string, clock)
}

/** The first nine o'clock in Shanghai that is not before this instant. */
export function nextMorning(at: Date): Date {
  const local = new Date(at.getTime() + ZONE)
  const nine = shanghai(local.toISOString().slice(0, 10), '09:00')
  return nine >= at ? nine : new Date(nine.getTime() + UNITS.d)
}
export const inShanghai = (at: Date): string =>
  new Date(at.getTime() + ZONE).toISOString().slice(0, 16).replace('T', ' ')
