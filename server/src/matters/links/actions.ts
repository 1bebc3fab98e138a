/**
 * 专属链接: shows where it leads, and lets in the one person it was sent to: with one tap on a device his account has
 * used, else with the code sent to that number. Unknown, ended and revoked ones are told alike.
 */
import { isStillNews } from '@cunyi/shared/meeting/notice.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { mask } from '@cunyi/shared/words/masking.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across, inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone, phoneIndexOf } from '#base/system/identity.ts'
import { isKnownDevice } from '#door/session/queries/sessions.ts'
import { secretHash } from '#door/session/tokens.ts'
import { linkHash } from '#matters/sittings/links.ts'
import { rollRow } from '#matters/sittings/queries/attend.ts'
import { findLink, pollAwaiting, sealedPhoneOf } from '#matters/sittings/queries/links.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { toCapacities } from '#village/accounts/capacities.ts'
import { sendCode } from '#village/accounts/codes.ts'
import { isLimited, mustHaveTurn, takeTurn } from '#village/accounts/limits.ts'
import { type Entered, enterAs, login } from '#village/accounts/login.ts'
import { accountAt, findCapacities } from '#village/accounts/queries.ts'

export type Brought = { code: string; known: string | undefined; address: string; now: Date }

/** Whose link it is and to what, while it is good. Wrong ones are counted by address. */
async function goodLink(parts: Parts, { code, address, now }: Brought) {
  if (isLimited(parts)) mustHaveTurn('link', address, now)
  const link = await findGood(parts, code, now)
  if (link) return link
  if (isLimited(parts)) takeTurn('link', address, now)
  throw new Refused('linkOver')
}

async function findGood(parts: Parts, code: string, now: Date) {
  const found = await across(parts.db, async (tx) => {
    const row = await findLink(tx, linkHash(code))
    if (!row) return null
    // The number is still his: among those who have it today.
    const rows = await findCapacities(tx, row.phoneIndex, shanghaiDate(now))
    const his = toCapacities(rows, null).find(
      (one) => one.village === row.division && one.personId === row.personId,
    )
    return his ? { row, rows, his } : null
  })
  if (!found) return null
  const { row } = found
  return inVillage(parts.db, row.division, async (tx) => {
    const meeting = await loadMeeting(tx, row.division, row.meetingId)
    if (!isStillNews(meeting, now)) return null
    if (!(await rollRow(tx, row.division, row.meetingId, row.personId))) return null
    const phone = openPhone(parts.keys, await sealedPhoneOf(tx, row.division, row.personId))
    if (phone === null || phoneIndexOf(parts.keys, phone) !== row.phoneIndex) return null
    return { ...found, meeting, phone, pollId: await pollAwaiting(tx, row) }
  })
}
type Good = NonNullable<Awaited<ReturnType<typeof findGood>>>

/** The account of the link's number, where this device was used by it. */
const knownAccount = (parts: Parts, { row }: Good, { known, now }: Brought) =>
  across(parts.db, async (tx) => {
    const accountId = known === undefined ? undefined : await accountAt(tx, row.phoneIndex)
    if (known === undefined || accountId === undefined) return null
    const hash = secretHash(known)
    return (await isKnownDevice(tx, { accountId, secretHash: hash }, now)) ? { accountId, hash } : null
  })

/** Only shows; whoever fetches it beforehand has changed nothing. */
export async function readMeetingLink(parts: Parts, brought: Brought) {
  const link = await goodLink(parts, brought)
  const { meeting, his, phone } = link
  return {
    village: his.village,
    villageName: his.villageName,
    meetingId: meeting.id,
    title: meeting.title,
    opensAt: meeting.opensAt.toISOString(),
    windowEnd: meeting.windowEnd?.toISOString() ?? null,
    person: mask('name', his.name),
    phone: mask('phone', phone),
    known: (await knownAccount(parts, link, brought)) !== null,
  }
}

/** The code goes to the number the link was sent to, and to no other. */
export async function askLinkCode(parts: Parts, brought: Brought, challenge: string | undefined) {
  const { phone } = await goodLink(parts, brought)
  return sendCode(parts, { phone, challenge, address: brought.address, now: brought.now })
}

export async function enterByLink(
  parts: Parts,
  brought: Brought & { sms: string | undefined; challenge: string | undefined; device: string },
) {
  const link = await goodLink(parts, brought)
  const { row, his, phone, pollId } = link
  const { sms, challenge, device, known, address, now } = brought
  const on = await knownAccount(parts, link, brought)
  let entered: Entered
  if (on) {
    const { sessionId: _, ...by } = await across(parts.db, (tx) =>
      enterAs(tx, parts, {
        accountId: on.accountId,
        rows: link.rows,
        acting: his,
        onlyAs: null,
        device: { secret: known ?? '', hash: on.hash },
        browser: device,
        now,
      }),
    )
    entered = by
  } else {
    if (sms === undefined) throw new Refused('codeNeeded')
    const asked = { phone, code: sms, ...(challenge ? { challenge } : {}), device, known, address, now }
    entered = await login(parts, asked)
  }
  await inVillage(parts.db, row.division, (tx) =>
    appendEvidence(tx, {
      villageId: row.division,
      at: now,
      act: 'linkLogin',
      by: row.personId,
      office: null,
      meetingId: row.meetingId,
      payload: { device: on ? 'known' : 'code' },
    }),
  )
  return { ...entered, personId: row.personId, village: row.division, meetingId: row.meetingId, pollId }
}
