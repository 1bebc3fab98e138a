/** 身份: what the rights ask about a caller before one division. */
import { isStaff, type Role, type Standing } from '@cunyi/shared/api/may.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Caller } from './caller.ts'
import { divisionLine } from './queries/divisions.ts'

type Place = Standing['place']
/** What of the caller his standing is made of. */
export type Person = Pick<Caller, 'village' | 'offices' | 'officesEnded' | 'registered'>

export const standingOf = (
  { registered, offices, officesEnded }: Person,
  place: Place,
  roles: readonly Role[] = [],
): Standing => ({ registered, offices, ended: officesEnded, place, roles })

/** Behind the door of a village: nobody came so far but its own people and those who oversee it. */
export const standingAt = (village: string, person: Person, roles: readonly Role[] = []): Standing =>
  standingOf(person, village === person.village ? 'own' : 'below', roles)

/** Where a village or division lies from his own; null: it is no business of his. */
export async function placeOf(
  tx: Tx,
  { village: own, offices }: Pick<Person, 'village' | 'offices'>,
  asked: { village?: string; division?: string },
): Promise<Place | null> {
  const code = asked.village ?? asked.division
  if (code === undefined || code === own) return 'own'
  if (isStaff(offices) && (await isUnder(tx, code, own))) return 'below'
  // A division above is shown to those below it, a village to none beside it.
  if (asked.division !== undefined && (await isUnder(tx, own, code))) return 'above'
  return null
}

const isUnder = async (tx: Tx, code: string, above: string): Promise<boolean> =>
  (await divisionLine(tx, code)).some((division) => division.code === above)
