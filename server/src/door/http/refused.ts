/**
 * 拒绝留痕: what was refused is on record, one entry a person, meeting or matter and minute, so that a flood costs no
 * more than one of these. Who, what and why; never a choice, and never what the sentence of the refusal says besides.
 * It waits in memory for its minute and is written in a transaction of its own: a ballot that is taken waits for nothing.
 */
import type { Contract } from '@cunyi/shared/api/contract.ts'
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import { officeFor } from '@cunyi/shared/api/may.ts'
import { isRefusalRecorded } from '@cunyi/shared/api/refusal-recorded.ts'
import { explain, Refused } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { describeError } from '#base/system/log.ts'
import { type About, findSubject, type Named } from './queries.ts'

const MINUTE = 60_000
const TICK = 5000
/** Different ones of a person and minute that are told apart; what goes beyond is counted. */
const MOST_KINDS = 20
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const NOWHERE: About = { meetingId: null, proposalId: null }

type Line = {
  named: Named
  what: RequestName
  why: RefusalCode
  /** Of a list of persons: whom it was refused for. */
  whom: string | null
  times: number
  first: Date
  last: Date
}
type Minute = {
  villageId: string
  personId: string
  office: Office | null
  until: Date
  lines: Map<string, Line>
  beyond: number
}

/** The request came from somebody known, in a place that is his own or that he oversees, and a rule said no. */
function isForTheRecord(error: unknown, name: string | undefined): error is Refused {
  if (!(error instanceof Refused) || !name) return false
  const { status } = explain(error.code)
  return status < 500 && status !== 404 && status !== 429 && isRefusalRecorded(name as RequestName)
}

const tellsWhom = (what: RequestName): boolean => {
  const { reply }: Contract = api[what]
  return reply instanceof z.ZodObject && 'refused' in reply.shape
}
const refusedIn = (answered: unknown): { code: RefusalCode; personId: string }[] => {
  const { refused } = (answered ?? {}) as { refused?: unknown }
  return Array.isArray(refused) ? refused : []
}

export function recordRefusals(app: FastifyInstance, parts: Parts) {
  const { db, clock, log, stopping } = parts
  const minutes = new Map<string, Minute>()

  const note = (request: FastifyRequest, why: RefusalCode, whom: string | null = null) => {
    const { caller, params } = request
    const { village, division, ...ids } = params as Record<string, string>
    const villageId = village ?? division
    if (!caller || !villageId) return
    const now = clock.now()
    const what = request.routeOptions.schema?.operationId as RequestName
    const { personId, offices } = caller
    const key = `${villageId} ${personId}`
    const minute = minutes.get(key) ?? {
      villageId,
      personId,
      office: officeFor(what, offices),
      until: new Date(now.getTime() + MINUTE),
      lines: new Map(),
      beyond: 0,
    }
    minutes.set(key, minute)
    const named: Named = Object.fromEntries(Object.entries(ids).filter(([, id]) => UUID.test(id)))
    const kind = [what, why, whom, ...Object.values(named)].join(' ')
    const line = minute.lines.get(kind) ?? { named, what, why, whom, times: 0, first: now, last: now }
    if (line.times === 0 && minute.lines.size === MOST_KINDS) minute.beyond += 1
    else minute.lines.set(kind, { ...line, times: line.times + 1, last: now })
  }

  const write = async ({ villageId, personId, office, lines, beyond }: Minute, now: Date) => {
    const found = await inVillage(db, villageId, async (tx) => {
      const all: { about: About; line: Line }[] = []
      for (const line of lines.values())
        all.push({ line, about: (await findSubject(tx, villageId, line.named)) ?? NOWHERE })
      return all
    })
    const entries = [...Map.groupBy(found, ({ about }) => `${about.meetingId} ${about.proposalId}`).values()]
    for (const [i, entry] of entries.entries())
      await inVillage(db, villageId, (tx) =>
        appendEvidence(tx, {
          villageId,
          at: now,
          act: 'refused',
          by: personId,
          office,
          ...(entry[0]?.about ?? NOWHERE),
          payload: {
            refusals: entry.map(({ line: { named, what, why, whom, times, first, last } }) => ({
              what,
              why,
              times,
              first,
              last,
              ...(named.poll ? { pollId: named.poll } : {}),
              ...(whom ? { whom } : {}),
            })),
            ...(beyond > 0 && i === 0 ? { beyond } : {}),
          },
        }),
      )
  }

  /** What cannot be written now stays for the next time. */
  const writeDue = async (now: Date, all = false) => {
    for (const [key, minute] of [...minutes]) {
      if (!all && minute.until > now) continue
      minutes.delete(key)
      try {
        await write(minute, now)
      } catch (error) {
        log.error({ err: describeError(error) }, 'refusals could not be put on record')
        if (!minutes.has(key) && !all) minutes.set(key, minute)
      }
    }
    const next = Math.min(...[...minutes.values()].map(({ until }) => until.getTime()))
    return Number.isFinite(next) && next > now.getTime() ? new Date(next) : null
  }

  app.addHook('onError', async (request, _reply, error) => {
    if (isForTheRecord(error, request.routeOptions.schema?.operationId)) note(request, error.code)
  })
  // Of a list of persons some may be refused and the others not. Only those requests are asked: a ballot pays nothing.
  app.addHook('onRoute', (route) => {
    const what = (route.schema as { operationId?: RequestName } | undefined)?.operationId
    if (!what || !isRefusalRecorded(what) || !tellsWhom(what)) return
    route.preSerialization = (request, _reply, answered, next) => {
      for (const { code, personId } of refusedIn(answered)) note(request, code, personId)
      next(null, answered)
    }
  })
  app.addHook('onReady', async () =>
    clock.every(TICK, (now) => writeDue(now), {
      signal: stopping,
      onError: (err) => log.error({ err: describeError(err) }, 'refusals could not be put on record'),
    }),
  )
  app.addHook('onClose', async () => void (await writeDue(clock.now(), true)))
}
