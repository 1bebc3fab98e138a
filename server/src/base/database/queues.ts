/** 发送队列: what pg-boss is told of the two queues; it alone times the tries of a message while the clock is the real one. */
import { FIRST_WAIT_MINUTES, LONGEST_WAIT_MINUTES, triesAfterFirst } from '@cunyi/shared/meeting/remind.ts'

export const SCHEMA = 'pgboss'
/** Messages to be sent. */
export const SEND = 'sendDelivery'
/** Messages that were tried for hours in vain. */
export const GIVE_UP = 'giveUpDelivery'

export const QUEUES = [
  { name: GIVE_UP, retryLimit: 5, retryDelay: 60, retryBackoff: true },
  {
    name: SEND,
    deadLetter: GIVE_UP,
    retryLimit: triesAfterFirst(),
    retryDelay: FIRST_WAIT_MINUTES * 60,
    retryBackoff: true,
    retryDelayMax: LONGEST_WAIT_MINUTES * 60,
    // A process that died holds what it had taken no longer than this.
    heartbeatSeconds: 10,
    expireInSeconds: 300,
  },
]
