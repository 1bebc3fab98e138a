/** 留在手机上的: what belongs to one person of this phone, under his name, until he logs out. */
import { reactive } from 'vue'

/** A receipt this phone was given, and what the phone has found out about it by itself. */
export type KeptReceipt = {
  who: string
  village: string
  pollId: string
  title: string
  receipt: string
  /** Its owner has seen on this phone that it was recorded. */
  told: boolean
  /** After the poll: in the list of opened ballots or not; null: not known yet. */
  counted: boolean | null
}
const KEY = 'cunyi.receipts'
const MOST = 60

function read(): KeptReceipt[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}
export const receipts = reactive<KeptReceipt[]>(read())
export function keepReceipts() {
  try {
    localStorage.setItem(KEY, JSON.stringify(receipts.slice(-MOST)))
  } catch {
    // Storage is full or forbidden: then they live as long as the page does.
  }
}
export function putReceipt(given: Omit<KeptReceipt, 'told' | 'counted'>) {
  const before = receipts.findIndex((one) => one.who === given.who && one.pollId === given.pollId)
  if (receipts[before]?.receipt === given.receipt) return
  if (before >= 0) receipts.splice(before, 1)
  receipts.push({ ...given, told: false, counted: null })
  keepReceipts()
}
export function receiptTold(who: string, receipt: string) {
  const one = receipts.find((kept) => kept.who === who && kept.receipt === receipt)
  if (!one || one.told) return
  one.told = true
  keepReceipts()
}
/** Read and understood: nothing more is said of it. */
export function dropReceipt(who: string, receipt: string) {
  receipts.splice(0, receipts.length, ...receipts.filter((one) => one.who !== who || one.receipt !== receipt))
  keepReceipts()
}
/** 已读: results that were understood on this phone, by person. */
const READ = 'cunyi.read'
const readKeys = (): string[] => {
  try {
    const kept = JSON.parse(localStorage.getItem(READ) ?? '[]')
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}
export const isNewsRead = (who: string | null, id: string) => readKeys().includes(`${who}/${id}`)
export function readNews(who: string | null, id: string) {
  try {
    localStorage.setItem(READ, JSON.stringify([...readKeys(), `${who}/${id}`].slice(-MOST)))
  } catch {
    // Then it is told again.
  }
}
/** Under this a form keeps what is being typed (draft.ts). */
export const DRAFT = 'cunyi.draft.'
/** Whoever logs out leaves neither drafts nor receipts behind. */
export function forgetKept(who: string) {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`${DRAFT}${who}/`)) localStorage.removeItem(key)
  } catch {
    // Then nothing was kept either.
  }
  receipts.splice(0, receipts.length, ...receipts.filter((one) => one.who !== who))
  keepReceipts()
  void import('./recording.ts').then(({ forgetRecordings }) => forgetRecordings(who))
}
