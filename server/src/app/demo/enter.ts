/** 演示按钮: in as one of its people without a code, and its clock moved. Never in production, never by several processes. */
import type { IncomingMessage } from 'node:http'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { doneSoFar } from '#base/jobs/runner.ts'
import type { Parts } from '#base/parts/parts.ts'
import { isLoopback } from '#base/system/addresses.ts'
import type { SettableClock } from '#base/system/clock.ts'
import { loginWithoutCode } from '#village/accounts/login.ts'
import { DEMO_COUNTY, DEMO_TOWNSHIP } from '#village/divisions/load.ts'
import { aheadOf, keepAhead } from './clock.ts'
import { isMadeByAnother } from './edition.ts'
import { demoVillages } from './load.ts'
import { DEMO_LOGINS, DEMO_STAFF, loginsOf } from './logins.ts'
import { PETITION } from './matters.ts'
import { findByIdNumber, nextIn, petitionedAt } from './queries.ts'
import { BIG_VILLAGE } from './village.ts'

const DAY = 86_400_000
const MOST_DAYS = 366
/** After so long all that hung and was open when it was filled has ended. */
const OLD_DAYS = 20

/** An IPv4 address as a socket of IPv6 tells it. */
const plain = (address: string) => address.replace(/^::ffff:/, '')

/** 在这台电脑上: asked by a browser of the machine that runs the demo, for a page of its own. */
export function isHere({ headers, socket }: IncomingMessage): boolean {
  // A page of elsewhere may come as itself or by a name that was turned to this machine, and a proxy from anywhere.
  const host = headers.host?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') ?? ''
  const isThrough = Object.keys(headers).some((name) =>
    /^(x-forwarded-|forwarded$|via$|x-real-ip$)/.test(name),
  )
  const isForeign = headers['sec-fetch-site'] === 'cross-site'
  return isLoopback(plain(socket.remoteAddress ?? '')) && isLoopback(host) && !isThrough && !isForeign
}

/** Entering without a code is nothing for the network, unless whoever started it said so. */
export function mustBeHere({ config }: Pick<Parts, 'config'>, message: IncomingMessage) {
  if (!config.isDemoOpen && !isHere(message)) throw new Refused('demoHereOnly')
}

function rolesOf() {
  const people = new Map<string, { name: string; idNumber: string }>(
    DEMO_STAFF.map((staff) => [staff.phone, staff]),
  )
  for (const village of demoVillages())
    for (const { login, person } of loginsOf(village)) people.set(login.phone, person)
  return DEMO_LOGINS.map(({ phone, role, tries, village = null }) => {
    const { name = '', idNumber = '' } = people.get(phone) ?? {}
    return { phone, name, idNumber, role, tries, village }
  })
}

let roles: ReturnType<typeof rolesOf> | undefined
function rolesOnce() {
  roles ??= rolesOf()
  return roles
}

export async function tellDemo(parts: Parts, now: Date, { canRefresh }: { canRefresh: boolean }) {
  const { next, filled } = await inVillage(parts.db, BIG_VILLAGE, async (tx) => ({
    next: await nextIn(tx, BIG_VILLAGE, now),
    filled: await petitionedAt(tx, BIG_VILLAGE, PETITION),
  }))
  const ahead = aheadOf(parts.config)
  const days = Math.max(0, Math.floor((now.getTime() - (filled ?? now).getTime()) / DAY))
  const real = days - Math.round(ahead / DAY)
  return {
    roles: rolesOnce().map(({ idNumber: _, ...role }) => role),
    now: now.toISOString(),
    daysAhead: Math.round(ahead / DAY),
    next: next && { ...next, at: next.at.toISOString() },
    days,
    isOld: real >= OLD_DAYS,
    isBehind: isMadeByAnother(parts.config),
    canRefresh,
  }
}

export async function enterAs(parts: Parts, phone: string, device: string, now: Date) {
  const role = rolesOnce().find((one) => one.phone === phone)
  if (!role) throw new Refused('unknownPhone')
  // A family's phone is several people's: the button names one.
  for (const division of role.village ? [role.village] : [DEMO_COUNTY, DEMO_TOWNSHIP]) {
    const personId = await inVillage(parts.db, division, (tx) =>
      findByIdNumber(tx, parts.keys, division, role.idNumber),
    )
    if (personId) return loginWithoutCode(parts, { phone, personId, device, now })
  }
  throw new Refused('unknownPhone')
}

/** 拨钟: everything due on the way is done at its own instant, by the same clock as in the tests. */
export async function moveClock(parts: Parts, to: Date) {
  const clock = parts.clock as SettableClock
  const left = to.getTime() - clock.now().getTime()
  if (left < 0 || left > MOST_DAYS * DAY) throw new Refused('clockGoesForward')
  const before = doneSoFar(parts)
  keepAhead(parts.config, to)
  await clock.set(to)
  return { now: clock.now().toISOString(), done: doneSoFar(parts) - before }
}
