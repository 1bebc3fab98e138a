/**
 * 舱壁: of the connections a process has one village holds so many and no more, however long one of its rows is locked;
 * the others' requests do not stand behind it. Who comes beyond what can wait is told to come again.
 */
import { Refused } from '@cunyi/shared/words/refusal.ts'

export interface Bulkhead {
  /** A place for one transaction of this village; call the answer when it is over. */
  enter(villageId: string): Promise<() => void>
  /** Those who wait for a place. */
  waiting(villageId: string): number
}

type Village = { inside: number; queue: Set<() => void> }

export function createBulkhead({
  most,
  queued,
  patience,
}: {
  most: number
  queued: number
  /** In ms; who has waited so long is told to come again. */
  patience: number
}): Bulkhead {
  const villages = new Map<string, Village>()
  const leave = (villageId: string, village: Village) => () => {
    const [next] = village.queue
    // The place goes to the next of the same village, or is free.
    if (next) return next()
    village.inside -= 1
    if (village.inside === 0) villages.delete(villageId)
  }
  const wait = ({ queue }: Village) =>
    new Promise<void>((resolve, reject) => {
      const go = () => {
        clearTimeout(timer)
        queue.delete(go)
        resolve()
      }
      const timer = setTimeout(() => {
        queue.delete(go)
        reject(new Refused('notReady'))
      }, patience)
      queue.add(go)
    })
  return {
    enter: async (villageId) => {
      const village = villages.get(villageId) ?? { inside: 0, queue: new Set() }
      villages.set(villageId, village)
      if (village.inside < most) village.inside += 1
      else if (village.queue.size >= queued) throw new Refused('notReady')
      else await wait(village)
      return leave(villageId, village)
    },
    waiting: (villageId) => villages.get(villageId)?.queue.size ?? 0,
  }
}
