import { accountApi, type Capacity } from '@cunyi/shared/api/accounts.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { computed, reactive } from 'vue'
import { call, expectSession, Refused, refresh, setAccessToken, setRefresher } from './api.ts'
import { clearSeen, keepWho, lastWho } from './offline.ts'

/** Who is using this phone now. Kept on the device only so that the app opens without a connection; gone on log-out. */
export const session = reactive({
  /** Whether the cookie was asked once. */
  known: false,
  /** Logged in with a phone, though perhaps nobody chosen yet. */
  open: false,
  acting: null as Capacity | null,
  capacities: [] as Capacity[],
})
type SignedIn = { accessToken: string; acting: Capacity | null; capacities: Capacity[] }

export const village = computed(() => session.acting?.village ?? '')
/** Acting in a village; staff of a township or county act in their own division. */
export const inVillage = computed(() => /^\d{12}$/.test(village.value))
export const holds = (...offices: Office[]) =>
  !!session.acting?.offices.some((held) => offices.includes(held))

function take(reply: SignedIn) {
  setAccessToken(reply.accessToken)
  session.open = true
  session.acting = reply.acting
  session.capacities = reply.capacities
  keepWho({ acting: reply.acting, capacities: reply.capacities })
}
export function forget() {
  setAccessToken(null)
  session.open = false
  session.acting = null
  session.capacities = []
  void clearSeen()
}

// Two open pages of one browser take turns, because the refresh token changes each time it is used.
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? (navigator.locks.request('cunyi-refresh', work) as Promise<T>) : work()

setRefresher(() =>
  alone(async () => {
    try {
      const reply = await call(accountApi.refreshSession, {}, {})
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
    const last = lastWho<Pick<SignedIn, 'acting' | 'capacities'>>()
    session.known = last !== null
    if (!last) return
    session.open = true
    session.acting = last.acting
    session.capacities = last.capacities
    expectSession()
  }
}

export const requestCode = (phone: string) => call(accountApi.requestCode, {}, { phone })
export async function login(phone: string, code: string) {
  take(await call(accountApi.login, {}, { phone, code }))
  session.known = true
}
/** Switching leaves the previous person: his token is dropped before the next one's is used. */
export async function choose(
  capacity: Capacity,
  factor: { pin?: string; newPin?: string; idTail?: string; paperCode?: string } = {},
) {
  await clearSeen()
  take(
    await call(
      accountApi.chooseCapacity,
      {},
      { village: capacity.village, personId: capacity.personId, ...factor },
    ),
  )
}
export async function logout(everywhere = false) {
  try {
    await call(accountApi.endSession, {}, { everywhere })
  } finally {
    forget()
  }
}
