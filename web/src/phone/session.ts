import { accountApi, type Capacity } from '@cunyi/shared/api/accounts.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { computed, reactive } from 'vue'
import { call, expectSession, Refused, refresh, setAccessToken, setRefresher, Unreached } from './api.ts'
import { dropAsked } from './asked-code.ts'
import { forgetKept } from './kept.ts'
import { clearSeen, keepWho, lastWho } from './offline.ts'

/** Who is using this phone now. Kept on the device only so that the app opens without a connection; gone on log-out. */
export const session = reactive({
  /** Whether the cookie was asked once. */
  known: false,
  /** Logged in with a phone, though perhaps nobody chosen yet. */
  open: false,
  accountId: '',
  acting: null as Capacity | null,
  capacities: [] as Capacity[],
})
export type SignedIn = {
  accessToken: string
  accountId: string
  acting: Capacity | null
  capacities: Capacity[]
}
type Who = Pick<SignedIn, 'accountId' | 'acting' | 'capacities'>

const whoOf = ({ accountId, acting }: Pick<Who, 'accountId' | 'acting'>): string =>
  acting ? `${accountId}/${acting.personId}` : ''
/** 谁的: the account and the person in it. What a page keeps of a ballot is kept under this; empty: nobody yet. */
export const whoIsHere = computed(() => whoOf(session))
export const whoWouldBe = (capacity: Capacity): string => whoOf({ ...session, acting: capacity })

export const village = computed(() => session.acting?.village ?? '')
/** Acting in a village; staff of a township or county act in their own division. */
export const inVillage = computed(() => /^\d{12}$/.test(village.value))
export const holds = (...offices: Office[]) =>
  !!session.acting?.offices.some((held) => offices.includes(held))

export function take({ accessToken, ...who }: SignedIn) {
  // Another page of this browser may have changed the person: what was seen goes with the one who saw it.
  const last = lastWho<Who>()
  const before = whoIsHere.value || (last ? whoOf(last) : '')
  if (before && before !== whoOf(who)) void clearSeen()
  setAccessToken(accessToken)
  session.open = true
  show(who)
  keepWho({ accountId: who.accountId, acting: who.acting, capacities: who.capacities })
}
function show({ accountId, acting, capacities }: Who) {
  session.accountId = accountId
  session.acting = acting
  session.capacities = capacities
}
export function forget() {
  setAccessToken(null)
  session.open = false
  show({ accountId: '', acting: null, capacities: [] })
  void clearSeen()
}

// Two open pages of one browser take turns, because the refresh token changes each time it is used.
const locks = navigator.locks as LockManager | undefined
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  locks ? (locks.request('cunyi-refresh', work) as Promise<T>) : work()

setRefresher(() =>
  alone(async () => {
    try {
      const reply = await call(accountApi.refreshSession, {}, {}, { once: true })
      take(reply)
      return reply.accessToken
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      forget()
      return null
    }
  }),
)

/** Asks the cookie once who is here. Without a connection nobody is logged out. */
export async function startSession() {
  if (session.known) return
  try {
    await refresh()
    session.known = true
  } catch {
    const last = lastWho<Who>()
    session.known = last !== null
    if (!last) return
    session.open = true
    show(last)
    expectSession()
  }
}

export const requestCode = (phone: string, challenge?: string) =>
  call(accountApi.requestCode, {}, { phone, challenge })
export async function login(phone: string, code: string, challenge?: string) {
  take(await call(accountApi.login, {}, { phone, code, challenge }))
  session.known = true
  dropAsked()
}

/** Whom a choice without an answer was for: it may have been done, and a slip is good only once. */
let unanswered = ''
/** Switching leaves the previous person: his token is dropped before the next one's is used. */
export async function choose(
  capacity: Capacity,
  factor: { pin?: string; newPin?: string; paperCode?: string } = {},
) {
  await clearSeen()
  const { village, personId } = capacity
  if (unanswered === personId && (await refresh()) && session.acting?.personId === personId) return
  try {
    take(await call(accountApi.chooseCapacity, {}, { village, personId, ...factor }))
    unanswered = ''
  } catch (error) {
    if (error instanceof Unreached) unanswered = personId
    throw error
  }
}
export async function logout(everywhere = false) {
  try {
    await call(accountApi.endSession, {}, { everywhere })
  } finally {
    forgetKept(whoIsHere.value)
    forget()
  }
}
