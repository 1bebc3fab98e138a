/**
 * `npm run takeover`: a drill becomes the village's own database. The keys of the polls that are open in it become its
 * own, so that the original cannot open or destroy them any more; a poll whose key is gone is void, if the
 * operator says so. Refused while the original or the drill itself is seen at work.
 */
import { existsSync } from 'node:fs'
import { across, type Database, inVillage } from '#base/database/connect.ts'
import { endDrill, knowInstance } from '#base/database/instance.ts'
import { openBeside } from '#base/database/open.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { isAtWork, markTakenOver, unmarkTakenOver } from '#base/system/at-work.ts'
import type { Config } from '#base/system/config.ts'
import { readKeys } from '#base/system/keys.ts'
import { folderPollKeys, type PollKeys } from '#base/system/poll-keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { namesInUse } from '#matters/polls/queries/due.ts'
import { voidPoll } from '#matters/polls/void.ts'

const PATIENCE = 5000

/** Whether the server at PUBLIC_URL serves that database. */
async function answersThere({ publicUrl }: Config, id: string): Promise<boolean> {
  try {
    const reply = await fetch(`${publicUrl}/health/ready`, { signal: AbortSignal.timeout(PATIENCE) })
    return ((await reply.json()) as { instance?: string }).instance === id
  } catch {
    return false
  }
}

async function refuseAtWork(config: Config, who: string, id: string) {
  const where = (await isAtWork(config.keysDir, id))
    ? `with the poll keys in ${config.keysDir}`
    : (await answersThere(config, id)) && `at ${config.publicUrl}`
  if (where)
    throw new StartRefused(
      `${who} is still at work ${where}: stop every server of it, wait a minute, then ask again.`,
    )
}

/** Of the polls that run: their keys that are there; a third database's are nobody's to take. */
async function keysThere(
  db: Database,
  pollKeys: PollKeys,
  mine: readonly (string | null)[],
): Promise<Set<string>> {
  const found = []
  for (const name of await across(db, namesInUse)) found.push({ name, owner: await pollKeys.ownerOf(name) })
  const there = found.filter(({ owner }) => owner !== undefined)
  const strange = there.find(({ owner }) => !mine.includes(owner as string | null))
  if (strange)
    throw new StartRefused(
      `The key ${strange.name} belongs to ${strange.owner}, which is neither this database nor the one it was copied of: restore a backup of that one, or move the key away and its poll is void.`,
    )
  return new Set(there.map(({ name }) => name))
}

interface Lost {
  villageId: string
  pollId: string
  /** For whoever has to decide. */
  title: string
}

/** 密钥已失: polls whose key is not there, whether it did not outlive what made the copy necessary or is elsewhere. */
async function findLost(db: Database, there: ReadonlySet<string>): Promise<Lost[]> {
  const { rows: divisions } = await db.$client.query<{ code: string }>('select code from divisions')
  const lost: Lost[] = []
  for (const { code: villageId } of divisions) {
    const { rows } = await inVillage(db, villageId, (tx) =>
      tx.execute<{ id: string; key: string | null; title: string }>(
        `select p.id, p.key_name as key, m.number || ' ' || m.title as title
           from polls p join proposals m on m.village_id = p.village_id and m.id = p.proposal_id
          where p.status in ('open', 'counting') order by m.number, p.seq`,
      ),
    )
    for (const { id, key, title } of rows)
      if (!key || !there.has(key)) lost.push({ villageId, pollId: id, title: `${villageId} ${title}` })
  }
  return lost
}

function refuseLost({ keysDir }: Config, lost: readonly Lost[]) {
  if (lost.length === 0) return
  const titles = lost.map(({ title }) => title).join('; ')
  throw new StartRefused(
    `${lost.length} open polls have no key in ${keysDir} (KEYS_DIR) and would be void (${titles}): name the folder of the original, or, only if their keys are gone for good, npm run takeover -- --void-lost`,
  )
}

async function voidLost(db: Database, lost: readonly Lost[], now: Date): Promise<void> {
  for (const villageId of new Set(lost.map((one) => one.villageId)))
    await inVillage(db, villageId, async (tx) => {
      const polls = lost.filter((one) => one.villageId === villageId).map(({ pollId }) => pollId)
      for (const pollId of polls) await voidPoll(tx, { villageId, pollId, reason: 'keyLost', now })
      const payload = { polls, reason: 'keyLost' }
      await appendEvidence(tx, { villageId, at: now, act: 'takeOver', by: null, office: null, payload })
    })
}

/** The mark first, then once more whether it is at work: one that starts now shows itself first, then looks for the mark. */
async function shutOut(config: Config, original: string, id: string) {
  if (!existsSync(config.keysDir)) return
  await markTakenOver(config.keysDir, original, id)
  try {
    await refuseAtWork(config, 'The original', original)
  } catch (error) {
    await unmarkTakenOver(config.keysDir, original)
    throw error
  }
}

type Options = { voidLost?: boolean; now?: Date }

/** May be stopped anywhere and asked again: what makes it no drill any more is last. */
export async function takeOver(config: Config, say: (line: string) => void, options: Options = {}) {
  const { now = new Date() } = options
  const keys = readKeys(config.keyFile)
  const { db, ownerUrl, close } = await openBeside(config, say)
  try {
    const { id, drill, copyOf: original } = await knowInstance(ownerUrl, { ...config, keys, now })
    if (!drill) throw new StartRefused('This database is no drill; there is nothing to take over.')
    await refuseAtWork(config, 'The drill itself', id)
    if (original) await refuseAtWork(config, 'The original', original)
    else
      say(
        'Which database it was copied of is not known: make sure yourself that no server of it runs any more.',
      )
    const pollKeys = folderPollKeys(config.keysDir, { id, isDrill: false })
    const there = await keysThere(db, pollKeys, [null, id, original])
    const lost = await findLost(db, there)
    if (!options.voidLost) refuseLost(config, lost)
    if (original) await shutOut(config, original, id)
    for (const name of there) await pollKeys.claim(name)
    await voidLost(db, lost, now)
    await endDrill(ownerUrl)
    say(`${there.size} poll keys are its own now.`)
    if (lost.length > 0)
      say(`${lost.length} open polls are void: their keys are gone. New meetings have to be called for them.`)
    say('This database has taken over. Start its server (again): messages leave, and what is due is done.')
  } finally {
    await close()
  }
}
