import type { DueWork } from '#base/jobs/due.ts'
import { makeCheckpoint } from './actions.ts'
import { checkpointsDue } from './queries/checkpoints.ts'

export const due: DueWork[] = [
  {
    name: 'makeCheckpoint',
    find: checkpointsDue,
    run: (parts, county, _id, now) => makeCheckpoint(parts, county, now),
  },
]
