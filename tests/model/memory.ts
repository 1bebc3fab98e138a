/** 记性: what the model saw and the database does not say. */
import { type Choice, choiceOf } from './choices.ts'
import type { Row } from './feed.ts'
import type { Happened } from './happened.ts'
import type { First } from './law.ts'
import type { World } from './world.ts'

/** `isOfNext`: whose turn comes after theirs who are asked first may confirm it from the start. */
type Proposed = First & { dueAt: Date | null; isOfNext: boolean }
type Coming = { at: Date; here: boolean; way: string; counts: boolean }

/** Who wished what, and who was there when. */
export class Memory {
  readonly firsts = new Map<string, Proposed>()
  readonly heads = new Map<string, { seq: number; link: string }>()
  /** poll and receipt → what was wished. */
  private readonly byReceipt = new Map<string, Choice>()
  /** An act that waits for its witness → what was wished. */
  private readonly byAct = new Map<string, Choice>()
  /** poll, person and channel → what a teller entered under his name. */
  private readonly named = new Map<string, Choice>()
  /** poll, person and version → what was wished. */
  private readonly ballots = new Map<string, Choice>()
  private readonly comings = new Map<string, Coming[]>()

  begin(world: World) {
    for (const row of world.mirror.all('chain_heads'))
      this.heads.set(String(row.village_id), { seq: Number(row.seq), link: String(row.link) })
  }

  /** After the changes are known. */
  note({ world, asked, changes, txs }: Happened) {
    for (const { request, options, reply } of asked) {
      if (reply.status !== 200) continue
      const poll = String(options.params?.poll)
      const body = (options.body ?? {}) as Row
      const choice = choiceOf(body.choice)
      if (request === 'castBallot' && choice) this.byReceipt.set(`${poll} ${reply.body.receipt}`, choice)
      if (request === 'castAssisted' && choice && reply.body.waits)
        this.byAct.set(reply.body.waits.actId, choice)
      if (request === 'enterNamed')
        for (const { personId, choice: entered } of body.entries as { personId: string; choice: Choice }[])
          this.named.set(`${poll} ${personId} ${body.channel}`, entered)
    }
    for (const tx of txs.values()) {
      const act = tx.find(({ table, after }) => table === 'acts' && after?.state === 'confirmed')?.after
      for (const { table, op, after } of tx) {
        if (table === 'envelopes' && op === 'INSERT' && after) {
          const key = `${after.poll_id} ${after.person_id}`
          const choice =
            after.channel === 'assisted'
              ? this.byAct.get(String(act?.id))
              : (this.byReceipt.get(`${after.poll_id} ${after.receipt}`) ??
                this.named.get(`${key} ${after.channel}`))
          if (choice) this.ballots.set(`${key} ${after.version}`, choice)
        }
      }
    }
    for (const { table, before, after } of changes) {
      // 撤销误记: who never came has not left.
      if (table === 'attendances' && before && !after)
        this.comings.delete(`${before.meeting_id} ${before.person_id}`)
      if (table === 'attendances' && after) {
        const key = `${after.meeting_id} ${after.person_id}`
        const meeting = world.mirror.one('meetings', { id: after.meeting_id })
        const here = after.left_at === null
        const counts = Boolean(meeting?.online_counts) || after.means !== 'self'
        const at = new Date(String(here ? after.signed_in_at : after.left_at))
        this.comings.set(key, [
          ...(this.comings.get(key) ?? []),
          { at, here, way: String(after.way), counts },
        ])
      }
    }
  }

  wishOf = (envelope: Row): Choice | undefined =>
    this.ballots.get(`${envelope.poll_id} ${envelope.person_id} ${envelope.version}`)

  /** Whether he was there for a poll: come before its end, and not gone before it opened. */
  wasThere(meeting: unknown, person: unknown, poll: Row): boolean {
    const [opened, end] = [new Date(String(poll.opened_at)), new Date(String(poll.ends_at))]
    const last = (this.comings.get(`${meeting} ${person}`) ?? [])
      .filter(({ at, here }) => !here || at <= end)
      .at(-1)
    if (!last) return false
    return (last.here || last.at > opened) && last.counts
  }
}
