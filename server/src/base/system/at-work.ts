/**
 * 在用标记: beside the poll keys stands which databases are served with them now, and which of them another has taken
 * over. Only files' own times are compared, which are all the folder's: no clock of a machine.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const EVERY = 10_000
/** A server that has said nothing for so long serves no more. */
export const SILENCE = 60_000

/** One file a process. */
const sign = (id: string) => `at-work-${id}-`
const takenOver = (folder: string, id: string) => join(folder, `taken-over-${id}`)
const open = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 })

export interface TakenOver {
  /** That says so. */
  file: string
  /** The database that has taken over. */
  by: string
}

/** Says so until it is stopped, and looks each time whether it has been taken over meanwhile. */
export async function showAtWork(
  folder: string,
  id: string,
  { onError, onTaken }: { onError: (err: unknown) => void; onTaken: (taken: TakenOver) => void },
): Promise<() => Promise<void>> {
  const file = join(folder, sign(id) + randomUUID())
  const say = () => writeFile(file, `${process.pid}\n`)
  await open(folder)
  await say()
  for (const { path, isSilent } of await signsOf(folder, id)) if (isSilent) await rm(path, { force: true })
  const turn = async () => {
    await say()
    const taken = await takenOverBy(folder, id)
    if (taken) onTaken(taken)
  }
  const again = setInterval(() => void turn().catch(onError), EVERY).unref()
  return async () => {
    clearInterval(again)
    await rm(file, { force: true })
  }
}

export const isAtWork = async (folder: string, id: string): Promise<boolean> =>
  (await signsOf(folder, id)).some(({ isSilent }) => !isSilent)

async function signsOf(folder: string, id: string): Promise<{ path: string; isSilent: boolean }[]> {
  // Whoever only asks makes no folder: it may be one that is not mounted now.
  if (!existsSync(folder)) return []
  const asked = join(folder, `asked-${randomUUID()}`)
  await writeFile(asked, '?\n')
  const { mtimeMs: now } = await stat(asked)
  await rm(asked)
  const names = (await readdir(folder)).filter((name) => name.startsWith(sign(id)))
  const signs = []
  for (const name of names) {
    const path = join(folder, name)
    // Gone meanwhile: its process has stopped.
    const said = await stat(path).catch(() => null)
    if (said) signs.push({ path, isSilent: now - said.mtimeMs >= SILENCE })
  }
  return signs
}

/** `by` has taken over what `id` was. */
export const markTakenOver = (folder: string, id: string, by: string): Promise<void> =>
  writeFile(takenOver(folder, id), by)
export const unmarkTakenOver = (folder: string, id: string): Promise<void> =>
  rm(takenOver(folder, id), { force: true })

/** Null: nobody has taken this one over. */
export async function takenOverBy(folder: string, id: string): Promise<TakenOver | null> {
  const file = takenOver(folder, id)
  return existsSync(file) ? { file, by: await readFile(file, 'utf8') } : null
}
