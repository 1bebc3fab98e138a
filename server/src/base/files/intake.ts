/** 收件: what is sent stands in memory until it has been read. So much in all, and so much from one account. */
import { Refused } from '@cunyi/shared/words/refusal.ts'

const MEGABYTE = 1024 * 1024
const MOST_IN_ALL = 320 * MEGABYTE
/** Two workbooks, or four papers of the largest kind and many photos. */
const MOST_OF_ONE = 48 * MEGABYTE

let inAll = 0
const byAccount = new Map<string, number>()

export type Intake = {
  read(stream: AsyncIterable<Buffer>): Promise<Buffer>
  /** What was read has been used. */
  end(): void
}

/** Holds what comes in for one account, from the first byte. */
export function openIntake(account: string): Intake {
  let own = 0
  const hold = (bytes: number) => {
    own += bytes
    inAll += bytes
    const held = (byAccount.get(account) ?? 0) + bytes
    if (held > 0) byAccount.set(account, held)
    else byAccount.delete(account)
  }
  return {
    read: async (stream) => {
      const pieces: Buffer[] = []
      for await (const piece of stream) {
        if ((byAccount.get(account) ?? 0) + piece.length > MOST_OF_ONE) throw new Refused('rateLimited')
        if (inAll + piece.length > MOST_IN_ALL) throw new Refused('notReady')
        hold(piece.length)
        pieces.push(piece)
      }
      return Buffer.concat(pieces)
    },
    end: () => hold(-own),
  }
}
