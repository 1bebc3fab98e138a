/** 一个村: who lives there, whose phone is whose, and each request with what came of it. */
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import { authorise, charter } from '../server/proposals/matter.ts'
import { type AskOptions, openVillage, type Reply, type Village } from '../server/village.ts'
import { type Feed, Mirror, openFeed, type Row } from './feed.ts'
import { bodiesOf, type Kind } from './law.ts'

const REPRESENTATIVES = 12
const VILLAGERS = 8
const PARTY_MEMBERS = 7

const series = (name: string, n: number) => Array.from({ length: n }, (_, i) => `${name}-${i + 1}`)
/** Everybody of the village, in one order for all runs. */
export const VILLAGE_NAMES: readonly string[] = [
  'branchSecretary',
  ...series('branchCommittee', 2),
  'villageDirector',
  ...series('villageCommittee', 2),
  'oversightChair',
  ...series('oversightCommittee', 2),
  'boardChair',
  'boardMember-1',
  'supervisor',
  'groupHead',
  'accountant',
  'firstSecretary',
  ...series('partyMember', PARTY_MEMBERS - 3),
  ...series('representative', REPRESENTATIVES),
  ...series('villager', VILLAGERS),
]
export const OUTSIDERS: readonly string[] = [
  'township-1',
  'township-2',
  'county-1',
  'otherTownship-1',
  'otherDirector',
  'other-1',
]
/** 一家一部手机: whoever stands left uses the log-in of whoever stands right. */
const ON_ONE_PHONE: Record<string, string> = {
  'oversightCommittee-2': 'villageCommittee-2',
  'representative-3': 'representative-2',
  'villager-2': 'villager-1',
}
/** What the clock does that decides nothing, and costs most of its time: packages, messages, tidying up. */
const BESIDE_THE_POINT = [
  'makePackage',
  'makeCheckpoint',
  'remindRound',
  'sendMessage',
  'emptyOutbox',
  'emptyUndelivered',
  'dropPush',
  'forgetLogins',
  'emptyPreview',
]

export type Asked = { who: string | null; request: string; options: AskOptions; reply: Reply }

export class World {
  readonly village: Village
  readonly feed: Feed
  readonly mirror: Mirror
  private readonly names = new Map<string, string>()
  private constructor(village: Village, feed: Feed) {
    this.village = village
    this.feed = feed
    this.mirror = new Mirror(feed.keys)
    for (const name of [...VILLAGE_NAMES, ...OUTSIDERS]) this.names.set(village.id(name), name)
  }

  static async open(): Promise<World> {
    const village = await openVillage({
      representatives: REPRESENTATIVES,
      villagers: VILLAGERS,
      partyMembers: PARTY_MEMBERS,
      board: 2,
      without: BESIDE_THE_POINT,
      onPhoneOf: ON_ONE_PHONE,
    })
    await authorise(village)
    await charter(village, 'onlinePresence')
    const feed = await openFeed(village.adminUrl)
    const world = new World(village, feed)
    for (const table of feed.keys.keys())
      for (const row of await feed.rows(table)) world.mirror.put(table, row)
    return world
  }

  now = (): Date => this.village.clock.now()
  id = (name: string): string => this.village.id(name)
  nameOf = (id: unknown): string => this.names.get(String(id)) ?? 'nobody'

  /** By whose log-in he acts, by the rows alone. */
  accountOf = (personId: unknown): string | null => {
    const last = this.mirror.where('sessions', { acts_as: personId }).at(-1)
    return last ? String(last.account_id) : null
  }

  /** As that person, from his own log-in. */
  ask = (who: string | null, request: string, options: AskOptions = {}): Promise<Reply> => {
    const name = request as RequestName
    return this.village.ask(who, name, { ...(api[name].method === 'GET' ? {} : { body: {} }), ...options })
  }

  /** A picture of the village, as everything that asks for a paper takes it. */
  async upload(who: string, purpose: string, content: Buffer): Promise<string | null> {
    const file = { name: 'p.png', type: 'image/png', content }
    const { status, body } = await this.village.upload(who, 'uploadFile', file, { query: { purpose } })
    return status === 200 ? body.id : null
  }

  /** Offices held today, by the rows alone; the elected until they are followed, and a last day is a whole day. */
  officesOf(personId: unknown, day = this.today()): string[] {
    return this.mirror
      .where('offices', { person_id: personId })
      .filter((row) => String(row.from) <= day && (row.held_until === null || String(row.held_until) >= day))
      .map((row) => String(row.office))
  }
  today = (at = this.now()): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

  /** All that somebody is to a meeting or to nothing in particular. */
  kindsOf(personId: unknown, meetingId: unknown = null): Kind[] {
    const kinds = bodiesOf(this.officesOf(personId)) as Kind[]
    const meeting: Row | undefined = meetingId ? this.mirror.one('meetings', { id: meetingId }) : undefined
    if (meeting?.chair_id === personId) kinds.push('chair')
    if (meeting?.recorder_id === personId) kinds.push('recorder')
    // Whom the notice proposes is none until the meeting or the lot has chosen.
    const chosen = meeting?.tellers_by !== null
    if (meeting && chosen && this.tellersOf(meeting).includes(String(personId))) kinds.push('teller')
    if (this.mirror.where('helpers', { person_id: personId }).some((row) => !row.ended_at))
      kinds.push('helper')
    return kinds
  }
  tellersOf = (meeting: Row): string[] => [
    ...(meeting.teller_ids as string[]),
    ...this.mirror
      .where('meeting_places', { meeting_id: meeting.id })
      .flatMap((row) => row.teller_ids as string[]),
  ]

  async close() {
    await this.feed.close()
    await this.village.close()
  }
}
