/** 日历: a meeting as a file that a phone's calendar opens (RFC 5545), with an alarm an hour before. */
export type Dated = {
  id: string
  title: string
  place: string
  opensAt: string
  endsAt: string | null
  text: string
}

const stamp = (iso: string) => `${new Date(iso).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')
const BYTES = 75
/** A line holds 75 bytes; the next begins with a blank. */
function folded(line: string): string {
  let bytes = 0
  let out = ''
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length
    if (bytes + size > BYTES) {
      out += '\r\n '
      bytes = 1
    }
    out += letter
    bytes += size
  }
  return out
}
const HOUR = 3_600_000

export function calendarOf(meeting: Dated, now: Date): string {
  const { id, title, place, opensAt, text } = meeting
  const endsAt = meeting.endsAt ?? new Date(new Date(opensAt).getTime() + 2 * HOUR).toISOString()
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Cunyi//meetings//ZH',
    'BEGIN:VEVENT',
    `UID:${id}@cunyi`,
    `DTSTAMP:${stamp(now.toISOString())}`,
    `DTSTART:${stamp(opensAt)}`,
    `DTEND:${stamp(endsAt)}`,
    `SUMMARY:${escaped(title)}`,
    `LOCATION:${escaped(place)}`,
    `DESCRIPTION:${escaped(text)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT1H',
    `DESCRIPTION:${escaped(title)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('')
}
