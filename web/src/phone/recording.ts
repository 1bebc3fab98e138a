/** 录音: kept on this phone, by person, until it is sent, thrown away, or he logs out. */
const BASE = 'cunyi.recordings'
const STORE = 'recordings'
type Of = { who: string; name: string }
const keyOf = ({ who, name }: Of) => `${who}/${name}`

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(BASE, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE)
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}
async function within<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const base = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = base.transaction(STORE, mode)
      const asked = ask(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(asked.result)
      transaction.onabort = transaction.onerror = () => reject(transaction.error)
    })
  } finally {
    base.close()
  }
}

/** As bytes with their kind: old Safari keeps no files. False: this phone keeps nothing. */
export async function keepRecording(of: Of, file: File): Promise<boolean> {
  try {
    const kept = { type: file.type, name: file.name, bytes: await new Response(file).arrayBuffer() }
    await within('readwrite', (store) => store.put(kept, keyOf(of)))
    return true
  } catch {
    return false
  }
}
export async function keptRecording(of: Of): Promise<File | null> {
  try {
    const kept = await within('readonly', (store) => store.get(keyOf(of)))
    return kept ? new File([kept.bytes], kept.name, { type: kept.type }) : null
  } catch {
    return null
  }
}
export async function dropRecording(of: Of): Promise<void> {
  await within('readwrite', (store) => store.delete(keyOf(of))).catch(() => {})
}
/** 退出登录: none of his stay. */
export async function forgetRecordings(who: string): Promise<void> {
  await within('readwrite', (store) => store.delete(IDBKeyRange.bound(`${who}/`, `${who}/\uffff`))).catch(
    () => {},
  )
}
