import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Look } from '@cunyi/shared/words/privacy.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Caller } from '#door/session/caller.ts'
import { insertViews } from './queries/access-log.ts'

export type Viewer = Pick<Caller, 'personId' | 'village' | 'offices'>

/** Nobody looks into the roster as a representative. */
const REPRESENTS: readonly Office[] = ['representative', 'memberRepresentative']

/** 记下查看: in the transaction that reads, so that nothing is shown without its line. */
export const noteLook = (
  tx: Tx,
  villageId: string,
  look: { what: Look; subjects: readonly (string | null)[] },
  viewer: Viewer,
  now: Date,
) =>
  insertViews(
    tx,
    look.subjects.map((subjectId) => ({
      villageId,
      subjectId,
      what: look.what,
      viewerId: viewer.personId,
      viewerDivision: viewer.village,
      viewerOffice:
        viewer.offices.find((office) => !REPRESENTS.includes(office)) ?? viewer.offices[0] ?? null,
      on: shanghaiDate(now),
      at: now,
    })),
  )
/** A list in which everybody of the village stands. */
export const EVERYBODY = [null]
