/**
 * `npm run takeover`: a drill becomes the village's own database. The keys of the polls that are open in it become its
 * own, so that the original cannot open or destroy them any more; a poll whose key is gone is void. Refused while the
 * original is seen at work.
 */
import { across, type Database, inVillage } from '#base/database/connect.ts'
import { endDrill, knowInstance } from '#base/database/instance.ts'
import { openBeside } from '#base/database/open.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { isAtWork, markTakenOver } from '#base/system/at-work.ts'
import type { Config } from '#base/system/config.ts'
import { readKeys } from '#base/system/keys.ts'
import { folderPollKeys, type PollKeys } from '#base/system/poll-keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { namesInUse } from '#matters/polls/queries/due.ts'
import { voidPoll } from '#matters/polls/void.ts'

const PATIENCE = 5000

/** Whether the server at PUBLIC_URL is that database's and no drill itself. */
async function answersThere({ publicUrl }: Config, original: string): Promise<boolean> {
  try {
    const reply = await fetch(`${publicUrl}/health/ready`, { signal: AbortSignal.timeout(PATIENCE) })
    const { instance, checks } = (await reply.json()) as { instance?: string; checks?: { drill?: object } }
    return instance === original && !checks?.drill
  } catch {
    return false
  }
}

async function refuseAtWork(config: Config, original: string) {
  const where = (await isAtWork(config.keysDir, original))
    ? `with the poll keys in ${config.keysDir}`
    : (await answersThere(config, original)) && `at ${config.publicUrl}`
  if (where)
    throw new StartRefused(
      `The original is still at work ${where}: stop every server of it, wait a minute, then ask again.`,
    )
}

/** Those that wait for their poll's end become ours; a third database's are nobody's to take. */
async function takeKeys(db: Database, pollKeys: PollKeys, mine: readonly (string | null)[]): Promise<number> {
  const found = []
  for (const name of await across(db, namesInUse)) found.push({ name, owner: await pollKeys.ownerOf(name) })
  const there = found.filter(({ owner }) => owner !== undefined)
  const strange = there.find(({ owner }) => !mine.includes(owner as string | null))
  if (strange)
    throw new StartRefused(
      `The key ${strange.name} belongs to ${strange.owner}, which is neither this database nor the one it was copied of: restore a backup of that one, or move the key away and its poll is void.`,
    )
  for (const { name } of there) await pollKeys.claim(name)
  return there.length
}

/** 密钥已失: polls whose key did not outlive what made the copy necessary. */
async function voidLostPolls(db: Database, pollKeys: PollKeys, now: Date): Promise<number> {
  const { rows: divisions } = await db.$client.query<{ code: string }>('select code from divisions')
  const own = new Set(await pollKeys.list())
  let lost = 0
  for (const { code: villageId } of divisions)
    await inVillage(db, villageId, async (tx) => {
      const { rows } = await tx.execute<{ id: string; key: string | null }>(
        `select id, key_name as key from polls where status in ('open', 'counting')`,
      )
      const polls = rows.filter(({ key }) => !key || !own.has(key))
      for (const poll of polls) await voidPoll(tx, { villageId, pollId: poll.id, reason: 'keyLost', now })
      if (polls.length === 0) return
      lost += polls.length
      const payload = { polls: polls.map(({ id }) => id), reason: 'keyLost' }
      await appendEvidence(tx, { villageId, at: now, act: 'takeOver', by: null, office: null, payload })
    })
  return lost
}

/** May be stopped anywhere and asked again: what makes it no drill any more is last. */
export async function takeOver(config: Config, say: (line: string) => void, now = new Date()) {
  const keys = readKeys(config.keyFile)
  const { db, ownerUrl, close } = await openBeside(config, say)
  try {
    const { id, drill, copyOf: original } = await knowInstance(ownerUrl, { ...config, keys, now })
    if (!drill) throw new StartRefused('This database is no drill; there is nothing to take over.')
    if (original) await refuseAtWork(config, original)
    else
      say(
        'Which database it was copied of is not known: make sure yourself that no server of it runs any more.',
      )
    const pollKeys = folderPollKeys(config.keysDir, { id, isDrill: false })
    const taken = await takeKeys(db, pollKeys, [null, id, original])
    const lost = await voidLostPolls(db, pollKeys, now)
    if (original) await markTakenOver(config.keysDir, original, id)
    await endDrill(ownerUrl)
    say(`${taken} poll keys are its own now.`)
    if (lost > 0)
      say(`${lost} open polls are void: their keys are gone. New meetings have to be called for them.`)
    say('This database has taken over. Start its server (again): messages leave, and what is due is done.')
  } finally {
    await close()
  }
}
