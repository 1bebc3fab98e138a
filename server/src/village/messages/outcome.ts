/** What may become of a message, and who is asked and told: app/wiring/reactions.ts names them. */
import type { MessageKind, SentKind, ToldBy, UndeliveredReason } from '@cunyi/shared/words/undelivered.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { PushNote } from './channels/push.ts'
import type { OutboxRow } from './queries/messages.ts'

export type Leaving = { phone: string | null; text: string; note?: PushNote }
/** Null: nobody misses it. Over: it comes too late, and who was to have it was not told. */
export type Readiness = Leaving | 'over' | null
export type AskLeaving = (tx: Tx, parts: Parts, message: OutboxRow, now: Date) => Promise<Readiness>

export type Outcome =
  | { is: 'sent' }
  | { is: 'delivered' }
  | { is: 'notNeeded' }
  /** Put back into its place on purpose. */
  | { is: 'again' }
  /** `nextAt` null: given up. Over: before its time, and not to be sent again. */
  | { is: 'failed'; reason: UndeliveredReason; nextAt: Date | null; isOver?: true }
export type AfterTry = (
  tx: Tx,
  parts: Parts,
  message: OutboxRow,
  outcome: Outcome,
  now: Date,
) => Promise<void>

/** Whom the office reached in another way. */
export type Told = {
  villageId: string
  personId: string
  meetingId: string | null
  kind: MessageKind
  how: ToldBy
  by: string
  now: Date
}

declare module '#base/parts/parts.ts' {
  interface Reactions {
    /** Asked in the moment of leaving, by kind: is it still needed, and what does it say? */
    messageLeaving: Partial<Record<SentKind, AskLeaving>>
    /** With the note of what became of a message of a village. */
    messageTried: readonly AfterTry[]
    toldOtherwise: readonly ((tx: Tx, told: Told) => Promise<void>)[]
  }
}
