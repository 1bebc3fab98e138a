import pg from 'pg'

/**
 * Every connection of ours. It has its listener for its whole life: one that breaks while nobody waits for it, also
 * inside a transaction, must not end the process; the next query on it says what is wrong.
 */
export class Client extends pg.Client {
  /** Whether a statement has failed on it since this was last set to false. */
  sawFailure = false

  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('error', () => {})
    const { connection } = this as unknown as { connection: NodeJS.EventEmitter }
    connection.on('errorMessage', () => {
      this.sawFailure = true
    })
  }
}
