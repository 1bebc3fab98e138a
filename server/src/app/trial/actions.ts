/** 测试: what a scenario needs beside the ordinary requests. Only with a clock that can be set. */
import { idCheckDigit } from '@cunyi/shared/words/idnumber.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across, inVillage } from '#base/database/connect.ts'
import { doneSoFar } from '#base/jobs/runner.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { SettableClock } from '#base/system/clock.ts'
import { idIndexOf } from '#base/system/identity.ts'
import { startSession } from '#door/session/actions.ts'
import { signAccess } from '#door/session/tokens.ts'
import { playersAccount } from '#village/accounts/queries.ts'
import { appointFirst } from '#village/divisions/actions.ts'
import { DEMO_COUNTY, DEMO_TOWNSHIP, loadDemoTree } from '#village/divisions/load.ts'
import { findSomebody, isEmpty } from './queries.ts'

/** The demo has such a clock too, and none of this. */
function settable({ clock, config }: Parts): SettableClock {
  if (config.mode !== 'test' || !('set' in clock)) throw new Refused('notInThisMode')
  return clock as SettableClock
}

/** 拨钟: answered when everything due on the way has been done, in the order of due time. */
export async function setClock(parts: Parts, to: string) {
  const clock = settable(parts)
  const before = doneSoFar(parts)
  const at = new Date(to)
  if (at < clock.now()) throw new Refused('malformed', { at: clock.now().toISOString() })
  await clock.set(at)
  return { now: clock.now().toISOString(), done: doneSoFar(parts) - before }
}

/** A log-in for a person of a village, or for one of the staff that every empty test database has. */
export async function testSession(
  parts: Parts,
  asked: { village?: string; name: string; personId?: string },
  now: Date,
) {
  settable(parts)
  const idIndex = idIndexOf(parts.keys, asked.name)
  for (const village of asked.village ? [asked.village] : [DEMO_COUNTY, DEMO_TOWNSHIP]) {
    const personId = await inVillage(parts.db, village, (tx) =>
      findSomebody(tx, village, { ...asked, idIndex }),
    )
    if (!personId) continue
    const acting = { village, personId }
    const { session } = await across(parts.db, async (tx) =>
      startSession(tx, {
        accountId: await playersAccount(tx, acting, now),
        acting,
        isProven: true,
        device: 'test',
        now,
      }),
    )
    const { accountId } = session
    const accessToken = signAccess(parts, { accountId, sessionId: session.id, village, personId }, now)
    return { accessToken, personId, village }
  }
  throw new Refused('notFound')
}

const STAFF = [
  { name: 'county-1', office: 'countyStaff', division: DEMO_COUNTY },
  { name: 'county-2', office: 'countyStaff', division: DEMO_COUNTY },
  { name: 'township-1', office: 'townshipStaff', division: DEMO_TOWNSHIP },
  { name: 'township-2', office: 'townshipStaff', division: DEMO_TOWNSHIP },
] as const

/** An empty test database gets the demo's tree and four officers above; villages are opened by the scenario. */
export async function prepareTrial(parts: Parts): Promise<void> {
  if (parts.config.mode !== 'test' || !('set' in parts.clock) || !(await across(parts.db, isEmpty))) return
  const now = parts.clock.now()
  await loadDemoTree(parts.db)
  for (const [i, { name, office, division }] of STAFF.entries())
    await inVillage(parts.db, division, (tx) => {
      const first17 = `99000019800101${String(900 + i)}`
      const idNumber = first17 + idCheckDigit(first17)
      const phone = `1009000000${i}`
      return appointFirst(
        parts,
        tx,
        division,
        { name, phone, idNumber, office, from: '2020-01-01', to: null },
        now,
      )
    })
}
