/**
 * 实时: every process hears of a change from the database and sends that meeting's whole state to its own screens:
 * the first after quiet at once, then at most five times a second, and more slowly when there are very many. What
 * a screen did not get it gets with the next; there is nothing to catch up with.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MeetingNow } from '@cunyi/shared/api/meetings/shapes.ts'
import { type Database, inVillage } from '#base/database/connect.ts'
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
  waiters: Set<(now: MeetingNow) => void>
  latest: Latest | null
  isDirty: boolean
  isBusy: boolean
  timer: NodeJS.Timeout | null
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

export const intervalFor = (screens: number): number =>
  Math.min(LONGEST_MS, Math.max(SHORTEST_MS, screens * MS_A_SCREEN))

export function createHub({ db, clock, log }: HubParts, lines: Lines = createLines()): Hub {
  const rooms = new Map<string, Room>()
  let listening: { end(): void } | null = null
  let stopped = false

  const look = (villageId: string, meetingId: string) =>
    inVillage(db, villageId, (tx) => meetingNowOf(tx, villageId, meetingId, clock.now()))

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
    if (room.isBusy || room.timer || stopped) return
    const due = room.sentAt + intervalFor(room.screens.size) - performance.now()
    const delay = Math.max(atLeast, due, 0)
    room.timer = setTimeout(() => {
      room.timer = null
      void update(room)
    }, delay)
  }

  const update = async (room: Room) => {
    room.isBusy = true
    room.isDirty = false
    try {
      const now = await look(room.villageId, room.meetingId)
      const isNews = now.revision !== room.latest?.now.revision
      if (isNews) room.latest = { now, message: Buffer.from(JSON.stringify(now)) }
      room.sentAt = performance.now()
      const { latest } = room
      if (latest) {
        await sendAll(room, isNews ? [...room.screens] : [...room.behind], latest.message)
        for (const told of isNews ? room.waiters : []) told(now)
      }
    } catch (err) {
      room.isDirty = true
      log.error({ err }, 'a live update failed')
    }
    room.isBusy = false
    if (room.isDirty) plan(room, room.latest ? 0 : RETRY_MS)
    else if (room.behind.size > 0) plan(room, RETRY_MS)
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
      if (room.latest && room.latest.now.revision >= (seen ?? 0)) sendOne(room, screen, room.latest.message)
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
      const waited = new Promise<MeetingNow | null>((resolve) => {
        const done = (now: MeetingNow | null) => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', none)
          room.waiters.delete(told)
          closeIfEmpty(room)
          resolve(now)
        }
        const told = (now: MeetingNow) => now.revision > seen && done(now)
        const none = () => done(null)
        const timer = setTimeout(none, ms)
        signal?.addEventListener('abort', none)
        room.waiters.add(told)
      })
      // Asked for after the waiting began, so that nothing falls between.
      const now = await look(villageId, meetingId)
      if (now.revision > seen) {
        for (const told of room.waiters) told(now)
        return now
      }
      return (await waited) ?? look(villageId, meetingId)
    },
    look,
    screens: () => [...rooms.values()].reduce((sum, room) => sum + room.screens.size, 0),
  }
}
