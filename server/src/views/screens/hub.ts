/**
 * 实时: every process hears of a change from the database and sends that meeting's whole state to its own screens:
 * the first after quiet at once, then at most five times a second, and more slowly when there are very many. What
 * a screen did not get it gets with the next; there is nothing to catch up with.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MeetingNow } from '@cunyi/shared/api/meetings/shapes.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { type Database, inVillageAhead } from '#base/database/connect.ts'
import { createLanes } from '#base/parts/lanes.ts'
import type { Clock } from '#base/system/clock.ts'
import { meetingNowOf } from '#matters/meetings/now.ts'
import { createLines, type Lines } from './lines.ts'
import { listen } from './queries.ts'

export interface Screen {
  send(message: Buffer): void
  /** Bytes that its line has not taken yet. */
  waiting(): number
}

export interface Hub {
  start(): Promise<void>
  stop(): void
  /** A screen looks at a meeting until `leave` is called. `seen`: the last revision it had. */
  join(villageId: string, meetingId: string, screen: Screen, seen: number | null): () => void
  /** The state once it is newer than `seen`, or as it is after `ms`. */
  newer(
    villageId: string,
    meetingId: string,
    seen: number,
    ms: number,
    signal?: AbortSignal,
  ): Promise<MeetingNow>
  /** The state now. */
  look(villageId: string, meetingId: string): Promise<MeetingNow>
  screens(): number
}

type Latest = { now: MeetingNow; message: Buffer }
type Room = {
  villageId: string
  meetingId: string
  screens: Set<Screen>
  /** Screens whose line was full at the last update. */
  behind: Set<Screen>
  /** Told null where it could not be read: each then asks for himself, and is told why. */
  waiters: Set<(now: MeetingNow | null) => void>
  latest: Latest | null
  isDirty: boolean
  isBusy: boolean
  timer: NodeJS.Timeout | null
  /** When the timer fires. */
  dueAt: number
  sentAt: number
}
export type HubParts = { db: Database; clock: Clock; log: { error(details: object, message: string): void } }

const SHORTEST_MS = 200
const LONGEST_MS = 3000
/** Sending costs about 17 µs a screen: the process keeps more than half of its time for others. */
const MS_A_SCREEN = 0.04
const CHUNK = 250
/** A line that holds more than this is given a rest. */
const FULL_LINE = 64 * 1024
const RETRY_MS = 1000
/** While nothing is heard of changes, every meeting that is looked at is read again so often. */
const DEAF_MS = 2000
/** What the message says of the time is never older than this when a screen comes. */
const SAME_TIME_MS = 1000

const latestOf = (now: MeetingNow): Latest => ({ now, message: Buffer.from(JSON.stringify(now)) })

export const intervalFor = (screens: number): number =>
  Math.min(LONGEST_MS, Math.max(SHORTEST_MS, screens * MS_A_SCREEN))

export function createHub({ db, clock, log }: HubParts, lines: Lines = createLines()): Hub {
  const rooms = new Map<string, Room>()
  let listening: { end(): void } | null = null
  let stopped = false

  /** Who comes together is told together, of what was so after he asked. */
  const { ask: look } = createLanes<{ villageId: string; meetingId: string }, MeetingNow>({
    laneOf: ({ villageId }) => villageId,
    groupOf: ({ meetingId }) => meetingId,
    doTogether: async (batch) => {
      const { villageId, meetingId } = batch[0] as { villageId: string; meetingId: string }
      // A crowd that signs in and votes does not stand between a tally and its screens.
      const now = await inVillageAhead(db, villageId, (tx) =>
        meetingNowOf(tx, villageId, meetingId, clock.now()),
      )
      return batch.map(() => now)
    },
  })
  /** The same state at this time; null where nothing was read so far, or nothing is heard of changes. */
  const stillSo = (room: Room): Latest | null => {
    if (!room.latest || !listening) return null
    const age = clock.now().getTime() - new Date(room.latest.now.asOf).getTime()
    if (Math.abs(age) > SAME_TIME_MS)
      room.latest = latestOf({ ...room.latest.now, asOf: clock.now().toISOString() })
    return room.latest
  }

  const roomOf = (villageId: string, meetingId: string): Room => {
    const key = `${villageId}/${meetingId}`
    const room = rooms.get(key) ?? {
      villageId,
      meetingId,
      screens: new Set(),
      behind: new Set(),
      waiters: new Set(),
      latest: null,
      isDirty: true,
      isBusy: false,
      timer: null,
      dueAt: 0,
      sentAt: 0,
    }
    rooms.set(key, room)
    return room
  }
  const closeIfEmpty = (room: Room) => {
    if (room.screens.size > 0 || room.waiters.size > 0) return
    if (room.timer) clearTimeout(room.timer)
    room.timer = null
    const key = `${room.villageId}/${room.meetingId}`
    if (rooms.get(key) === room) rooms.delete(key)
  }

  const changed = (room: Room) => {
    room.isDirty = true
    plan(room)
  }
  const plan = (room: Room, atLeast = 0) => {
    if (room.isBusy || stopped) return
    const now = performance.now()
    const dueAt = Math.max(now + atLeast, room.sentAt + intervalFor(room.screens.size))
    // What waits for a full line, or for a new try, holds up no news.
    if (room.timer && room.dueAt <= dueAt) return
    if (room.timer) clearTimeout(room.timer)
    room.dueAt = dueAt
    room.timer = setTimeout(() => {
      room.timer = null
      void update(room)
    }, dueAt - now)
  }

  const update = async (room: Room) => {
    room.isBusy = true
    room.isDirty = false
    let failed = false
    try {
      const now = await look(room)
      const isNews = now.revision !== room.latest?.now.revision
      if (isNews) room.latest = latestOf(now)
      room.sentAt = performance.now()
      const { latest } = room
      if (latest) {
        await sendAll(room, isNews ? [...room.screens] : [...room.behind], latest.message)
        for (const told of room.waiters) told(now)
      }
    } catch (err) {
      failed = true
      for (const told of room.waiters) told(null)
      // A meeting that is gone is no fault; that there was no room for reading is.
      if (!(err instanceof Refused) || err.code !== 'notFound') log.error({ err }, 'a live update failed')
    }
    room.isBusy = false
    if (failed) plan(room, RETRY_MS)
    else if (room.isDirty) plan(room)
    else if (room.behind.size > 0) plan(room, RETRY_MS)
    else if (!listening) plan(room, DEAF_MS)
    closeIfEmpty(room)
  }

  /** One text made once; the same bytes to every screen, a few hundred at a time so that requests get their turn. */
  const sendAll = async (room: Room, screens: Screen[], message: Buffer) => {
    for (const [i, screen] of screens.entries()) {
      if (i > 0 && i % CHUNK === 0) await nextTurn()
      if (room.screens.has(screen)) sendOne(room, screen, message)
    }
  }
  const sendOne = (room: Room, screen: Screen, message: Buffer) => {
    const isFull = screen.waiting() > FULL_LINE
    if (isFull) room.behind.add(screen)
    else {
      room.behind.delete(screen)
      screen.send(message)
    }
  }

  const hear = async () => {
    while (!stopped) {
      try {
        listening = await listen(db, {
          onChange: (villageId, meetingId) => {
            const room = rooms.get(`${villageId}/${meetingId}`)
            if (room) changed(room)
          },
          onStanding: lines.ask,
          onLost: (err) => {
            listening = null
            if (stopped) return
            log.error({ err }, 'the live connection was lost')
            for (const room of rooms.values()) changed(room)
            setTimeout(() => void hear(), RETRY_MS).unref()
          },
        })
        // Whatever changed while nobody listened.
        for (const room of rooms.values()) changed(room)
        lines.askAll()
        if (stopped) listening.end()
        return
      } catch (err) {
        log.error({ err }, 'the live connection could not be made')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref())
      }
    }
  }

  return {
    start: hear,
    stop: () => {
      stopped = true
      listening?.end()
      for (const room of rooms.values()) if (room.timer) clearTimeout(room.timer)
      rooms.clear()
    },
    join: (villageId, meetingId, screen, seen) => {
      const room = roomOf(villageId, meetingId)
      room.screens.add(screen)
      // Also what the screen has already: it says that the line is live. It may know more than this process yet does.
      const latest = stillSo(room)
      if (latest && latest.now.revision >= (seen ?? 0)) sendOne(room, screen, latest.message)
      else {
        room.behind.add(screen)
        changed(room)
      }
      return () => {
        room.screens.delete(screen)
        room.behind.delete(screen)
        closeIfEmpty(room)
      }
    },
    newer: async (villageId, meetingId, seen, ms, signal) => {
      const room = roomOf(villageId, meetingId)
      const latest = stillSo(room)
      if (latest && latest.now.revision > seen) return latest.now
      type Waited = MeetingNow | 'same' | 'ask'
      const waited = await new Promise<Waited>((resolve) => {
        const done = (now: Waited) => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', none)
          room.waiters.delete(told)
          closeIfEmpty(room)
          resolve(now)
        }
        const told = (now: MeetingNow | null) => {
          if (!now) done('ask')
          else if (now.revision > seen) done(now)
        }
        const none = () => done('same')
        const timer = setTimeout(none, ms)
        signal?.addEventListener('abort', none)
        room.waiters.add(told)
        // Nobody has looked at this meeting here so far: what it is now is read after the waiting began.
        if (!latest) changed(room)
      })
      // Who waited in vain is told the same again, of what the room knows.
      const now = waited === 'same' ? stillSo(room)?.now : waited === 'ask' ? undefined : waited
      return now && now.revision >= seen ? now : look({ villageId, meetingId })
    },
    look: (villageId, meetingId) => look({ villageId, meetingId }),
    screens: () => [...rooms.values()].reduce((sum, room) => sum + room.screens.size, 0),
  }
}
