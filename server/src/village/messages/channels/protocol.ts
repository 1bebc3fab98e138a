import type { UndeliveredReason } from '@cunyi/shared/words/undelivered.ts'
import type { SendingChannel } from '@cunyi/shared/words/vocabulary.ts'

export type Outgoing = {
  phone: string
  text: string
  /** The same for every try of one message: the gateway sends it once. */
  key: string
  /** Where the gateway may report what became of it. */
  reportTo?: string
  /** To be spoken in a call. */
  voice?: boolean
}

/** 未被接收: why, for the office; the message of the error is for the log. */
export class NotTaken extends Error {
  override name = 'NotTaken'
  reason: UndeliveredReason
  constructor(reason: UndeliveredReason, message: string) {
    super(message)
    this.reason = reason
  }
}

export interface Channel {
  name: Exclude<SendingChannel, 'push'>
  /** Throws NotTaken when the message was not taken. */
  send(message: Outgoing): Promise<void>
}
