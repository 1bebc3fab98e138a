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

export interface Channel {
  name: 'sms' | 'outbox'
  /** Throws when the message was not taken. */
  send(message: Outgoing): Promise<void>
}
