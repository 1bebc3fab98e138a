/** 按期会议: at the beginning of each year, half, quarter and month what the law asks of every village in it is written down. */
import {
  accountsAt,
  branchAt,
  halfAt,
  membersAt,
  monthBefore,
  nextMonth,
  partyAt,
  quarterAt,
  reviewAt,
  yearAt,
} from '@cunyi/shared/matter/periods.ts'
import { inVillage } from '#base/database/connect.ts'
import type { DueItem, DueWork } from '#base/jobs/due.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import { owe, settle } from './actions.ts'
import { heldSince, periodsMissing, saveDuties, spentIn } from './queries.ts'

const OF_VILLAGES = [
  { name: 'openYear', at: yearAt, bodies: ['villagers', 'households'] },
  { name: 'openQuarter', at: quarterAt, bodies: ['representatives'] },
  { name: 'openMembers', at: membersAt, bodies: ['members'] },
  { name: 'openHalf', at: halfAt, bodies: ['residentRepresentatives'] },
  { name: 'openParty', at: partyAt, bodies: ['partyMembers'] },
  { name: 'openBranch', at: branchAt, bodies: ['branch'] },
  // Of these no sitting tells: whoever did it records it.
  { name: 'openReview', at: reviewAt, bodies: [] },
  { name: 'openAccounts', at: accountsAt, bodies: [] },
]

export const due: DueWork[] = OF_VILLAGES.map(({ name, at, bodies }) => ({
  name,
  find: async (tx, { clock }) => {
    const now = clock.now()
    const { kind, key, from } = at(now)
    const missing = await periodsMissing(tx, { kind, key, from })
    // Named also while there is nothing to do, so that the clock looks again when the next one begins.
    const next: DueItem = { villageId: '', id: key, dueAt: nextMonth(now) }
    return [...missing.map((villageId) => ({ villageId, id: key, dueAt: from })), next]
  },
  run: async ({ db }, villageId, _key, now) => {
    const { kind, key, from, dueAt } = at(now)
    if (villageId === '') return
    await inVillage(db, villageId, async (tx) => {
      await owe(tx, { villageId }, { kind, key, since: from, dueAt })
      const held = bodies.length > 0 ? await heldSince(tx, { villageId, bodies, from }) : null
      if (held) await settle(tx, villageId, kind, key, held)
    })
  },
}))

/** 按月公布: the month that is over, where so much was entered in it; of another month nothing is asked, and that is written down. */
due.push({
  name: 'openMonth',
  find: async (tx, { clock }) => {
    const now = clock.now()
    const { kind, key, from } = monthBefore(now)
    const missing = await periodsMissing(tx, { kind, key, from })
    const next: DueItem = { villageId: '', id: key, dueAt: nextMonth(now) }
    return [...missing.map((villageId) => ({ villageId, id: key, dueAt: from })), next]
  },
  run: async ({ db }, villageId, _key, now) => {
    const { kind, key, from, dueAt } = monthBefore(now)
    if (villageId === '') return
    await inVillage(db, villageId, async (tx) => {
      const { values } = await effectiveProfile(tx, villageId)
      const isOwed =
        (await spentIn(tx, villageId, { from, to: nextMonth(from) })) >= values['accounts.monthly_from']
      const owed = { kind, key, since: from, dueAt, doneAt: null }
      await saveDuties(tx, { villageId }, [isOwed ? owed : { ...owed, droppedAt: now }])
    })
  },
})
