/** What a scenario acts on: one server, one village, its people, and the clock. Everything goes over HTTP. */

import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import type { Matter, Scenario } from './file.ts'
import { type Population, populate, SMALL_VILLAGE } from './population.ts'
import { Weight } from './weight.ts'

/** The server said no. */
export class RefusedRequest extends Error {
  readonly status: number
  readonly body: { code?: string; messageZh?: string; params?: Record<string, unknown> }
  constructor(status: number, body: RefusedRequest['body'], request: string) {
    super(
      `${request}: ${status} ${body.code ?? ''} ${body.messageZh ?? ''} ${JSON.stringify(body.params ?? {})}`,
    )
    this.status = status
    this.body = body
  }
}
/** An expectation that does not hold, or a step that cannot be played. */
export class Failed extends Error {}

/** A request that answers for each person: the first no is the step's, as if the whole had been refused. */
export const refusedPerPerson = (what: string, refused: readonly { code: string }[]) =>
  Object.assign(new Failed(`${what} refused: ${JSON.stringify(refused.slice(0, 3))}`), {
    code: refused[0]?.code,
  })

type Params = Record<string, string | number | undefined>
type Session = { token: string; until: number; personId: string; village: string }
/** What filling a village left in hand. */
export type Filled = {
  paperId: string
  lastAct: string
  sessions: [string, Session][]
  ids: [string, string][]
}
export type Sitting = {
  meetingId: string
  polls: {
    id: string
    secret: boolean
    seq: number
    proposalId: string
    rule: { votingMode?: string }
  }[]
  assembly: string
  chair: string
  recorder: string
  tellers: string[]
  live: boolean
  opensAt: string
  windowEnd: string | null
  /** Roll in its order, by person id; who is placed where. */
  roll: { id: string; name: string; votes: boolean; households: number }[]
  inHall: string[]
  online: string[]
  proxies: { principal: string; agent: string; proxyId: string }[]
  /** Signed in by a helper; counts of later polls of the meeting take them first. */
  helped: string[]
  /** 会场: the notice's own first, each with its tellers. */
  places: { placeNo: number; name: string; tellers: string[] }[]
  /** Where those in the hall are signed in; who is not here is at place 0. */
  placeOf: Map<string, number>
  /** What the slips, or the hands, of a poll were, place by place. */
  slips: Map<string, Map<number, Marks>>
  /** Of each poll, who has a ballot by counts; counts pick others. */
  voted: Map<string, Set<string>>
  /** 回避 in this sitting, of this matter: counts of a vote pass over them. */
  recused: Set<string>
}
export type Marks = { for: number; against: number; abstain: number; invalid: number }
export type MatterState = {
  name: string
  matter: Matter
  id: string
  disclosureId?: string
  objectionId?: string
  sittings: Sitting[]
  lastPoll?: string
}

export const TINY_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAOUlEQVRIie3WuQkAMBADQfex/atOV2FwMHC54NCzZ/X0DoG8KC6aoKUqpk0zODOZoYqAV9Cxr+n6AnDmcC6S3MdRAAAAAElFTkSuQmCC',
  'base64',
)

export class World {
  readonly baseUrl: string
  readonly village: string
  readonly population: Population
  readonly scenario: Scenario
  readonly matters = new Map<string, MatterState>()
  private readonly tokens = new Map<string, Session>()
  private readonly ids = new Map<string, string>()
  now: Date
  current: MatterState | undefined
  petitionId: string | undefined
  lastRecount: { outcome: string; stands: boolean } | undefined
  /** 复核清点: the two drawn. */
  recounters: string[] = []
  paperId = ''
  readonly weight = new Weight()
  /** 险情先办: the last one reported. */
  dangerId = ''
  /** What was proposed last and waits for its second person. */
  lastAct = ''
  /** Names on the village's list of helpers, in their order. */
  helpers: string[] = []

  constructor(baseUrl: string, village: string, scenario: Scenario, now: Date) {
    this.baseUrl = baseUrl
    this.village = village
    this.scenario = scenario
    this.now = now
    this.population = populate(scenario.village === 'small' ? SMALL_VILLAGE : (scenario.village ?? {}))
  }

  filled(): Filled {
    return { paperId: this.paperId, lastAct: this.lastAct, sessions: [...this.tokens], ids: [...this.ids] }
  }
  take({ paperId, lastAct, sessions, ids }: Filled) {
    this.paperId = paperId
    this.lastAct = lastAct
    for (const [who, session] of sessions) this.tokens.set(who, session)
    for (const [who, id] of ids) this.ids.set(who, id)
  }

  /** A request by its name, as that person; throws RefusedRequest when the server says no. */
  // biome-ignore lint/suspicious/noExplicitAny: a scenario looks into replies of every shape
  async ask<T = any>(who: string | null, name: RequestName, params: Params = {}, body?: unknown): Promise<T> {
    const reply = await this.send<T>(who, api[name].method, this.addressOf(name, params), body)
    this.weight.note(who, name, params, body, reply, this.now)
    return reply
  }

  /** What is answered as a file. */
  async file(who: string, name: RequestName, params: Params = {}): Promise<Buffer> {
    const address = this.addressOf(name, params)
    const { token } = await this.session(who)
    const reply = await fetch(this.baseUrl + address, { headers: { authorization: `Bearer ${token}` } })
    if (!reply.ok)
      throw new RefusedRequest(
        reply.status,
        (await reply.json()) as RefusedRequest['body'],
        `GET ${address.split('?')[0]}`,
      )
    return Buffer.from(await reply.arrayBuffer())
  }

  private addressOf(name: RequestName, params: Params): string {
    const contract = api[name] as { path: string }
    const path = contract.path.replace(/:(\w+)/g, (_, key: string) =>
      encodeURIComponent(
        String(params[key] ?? (key === 'village' || key === 'division' ? this.village : '')),
      ),
    )
    const used = new Set([...contract.path.matchAll(/:(\w+)/g)].map((match) => match[1]))
    const query = new URLSearchParams(
      Object.entries(params).flatMap(([key, value]) =>
        used.has(key) || key === 'village' || key === 'division' || value === undefined
          ? []
          : [[key, String(value)]],
      ),
    )
    return query.size > 0 ? `${path}?${query}` : path
  }

  // biome-ignore lint/suspicious/noExplicitAny: a scenario looks into replies of every shape
  async send<T = any>(
    who: string | null,
    method: string,
    url: string,
    body?: unknown,
    token?: string,
  ): Promise<T> {
    const headers: Record<string, string> = {}
    const bearer = token ?? (who === null || who === 'anyone' ? null : (await this.session(who)).token)
    if (bearer) headers.authorization = `Bearer ${bearer}`
    const form = body instanceof FormData
    if (body !== undefined && !form) headers['content-type'] = 'application/json'
    const reply = await fetch(this.baseUrl + url, {
      method,
      headers,
      ...(body === undefined
        ? method === 'GET'
          ? {}
          : { body: '{}', headers: { ...headers, 'content-type': 'application/json' } }
        : { body: form ? body : JSON.stringify(body) }),
    })
    const text = await reply.text()
    // Another office, another number: he logs in again, once, as anybody would.
    if (reply.status === 401 && !token && who !== null && this.tokens.delete(who))
      return this.send(who, method, url, body, (await this.session(who)).token)
    const isJson = reply.headers.get('content-type')?.includes('json')
    const answered = isJson && text ? JSON.parse(text) : text
    if (!reply.ok)
      throw new RefusedRequest(
        reply.status,
        isJson ? answered : { code: text.slice(0, 200) },
        `${method} ${url.split('?')[0]}`,
      )
    this.lastAct = answered?.actId ?? answered?.waits?.actId ?? this.lastAct
    return answered
  }

  /** A file by the name of its request. */
  async download(who: string, name: RequestName, params: Params): Promise<Buffer> {
    const path = api[name].path.replace(/:(\w+)/g, (_, key: string) =>
      encodeURIComponent(String(params[key] ?? (key === 'village' ? this.village : ''))),
    )
    const { token } = await this.session(who)
    const reply = await fetch(this.baseUrl + path, { headers: { authorization: `Bearer ${token}` } })
    if (!reply.ok)
      throw new RefusedRequest(reply.status, { code: (await reply.text()).slice(0, 200) }, `GET ${path}`)
    return Buffer.from(await reply.arrayBuffer())
  }

  /** A token for a person by scenario name, renewed when the test clock has outrun it. */
  async session(who: string): Promise<{ token: string; personId: string; village: string }> {
    const known = this.tokens.get(who)
    if (known && known.until > this.now.getTime()) return known
    const staff = /^(township|county)-\d+$/.test(who)
    const name = staff ? who : this.nameOf(who)
    const { accessToken, personId, village } = await this.send(null, 'POST', '/api/testing/session', {
      ...(staff ? {} : { village: this.village }),
      name,
    })
    const session = { token: accessToken, personId, village, until: this.now.getTime() + 5 * 60_000 }
    this.tokens.set(who, session)
    this.ids.set(who, personId)
    return session
  }

  /** The name in the workbook of somebody the file calls so. */
  nameOf(who: string): string {
    const one = this.population.byAlias.get(who)
    if (!one) throw new Failed(`there is nobody called ${who} in this village`)
    return one.name
  }
  /** By what the server calls him. */
  aliasOf(name: string): string {
    const [one] = this.population.people.find((person) => person.name === name)?.aliases ?? []
    if (!one) throw new Failed(`nobody of this village is called ${name}`)
    return one
  }
  async idOf(who: string): Promise<string> {
    return this.ids.get(who) ?? (await this.session(who)).personId
  }
  /** By person id, for those found on a roll. */
  async sessionOf(person: { id: string; name: string }): Promise<string> {
    return (await this.session(person.name)).token
  }

  matter(name?: string): MatterState {
    const state = name ? this.matters.get(name) : this.current
    if (!state)
      throw new Failed(name ? `the matter ${name} has not been drafted` : 'no matter has been drafted yet')
    return state
  }

  async moveClock(to: Date) {
    if (to.getTime() <= this.now.getTime()) return
    const { now } = await this.send(null, 'POST', '/api/testing/clock', { to: to.toISOString() })
    this.now = new Date(now)
  }

  /** A picture kept by the village: the sample paper of everything that asks for one. */
  async upload(who: string, purpose: string): Promise<string> {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(TINY_PNG)], { type: 'image/png' }), 'paper.png')
    const { id } = await this.send<{ id: string }>(
      who,
      'POST',
      `/api/villages/${this.village}/files?purpose=${purpose}`,
      form,
    )
    return id
  }
}
