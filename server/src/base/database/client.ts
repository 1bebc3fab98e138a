import pg from 'pg'

/**
 * Every connection of ours. It has its listener for its whole life: one that breaks while nobody waits for it, also
 * inside a transaction, must not end the process; the next query on it says what is wrong.
 */
export class Client extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('error', () => {})
  }
}
