import { z } from 'zod'
import { MOVE_WAYS } from '../people/village-move.ts'
import { contracts, day, divisionCode, id, inVillage, line, waits } from './contract.ts'

const place = z.object({ code: divisionCode, name: z.string() })
/** What everybody is shown of one move, in either village. */
export const villageMoved = z.object({
  way: z.enum(MOVE_WAYS),
  other: place,
  whole: z.boolean(),
  groups: z.array(z.string()),
  approvalNumber: z.string(),
  movedOn: day,
})

/** What the second sees before he says yes. */
export const moveShown = z
  .object({
    to: place,
    /** None: the whole village. */
    groups: z.array(z.string()),
    approvalNumber: z.string(),
    movedOn: day,
    resolution: z.object({ id, number: z.string().nullable(), title: z.string() }),
    households: z.int(),
    people: z.int(),
    /** Matters before their resolution: once the village is closed no further meeting is convened on them. */
    undecided: z.int(),
    paperId: id,
  })
  .nullable()

/** What the second sees of a new name. */
export const renameShown = z
  .object({
    before: z.object({ short: z.string(), full: z.string() }),
    after: z.object({ short: z.string(), full: z.string() }),
    approvalNumber: z.string(),
    paperId: id,
  })
  .nullable()

/** 并村、分村、改名: by the county's approval and the consent of the villagers' assembly. */
export const villageMoveApi = contracts({
  moveVillage: {
    method: 'POST',
    path: '/api/villages/:village/moves',
    summary:
      'Propose that this village, or some of its groups, goes over to another, by the county’s approval number and the resolution of the villagers’ assembly: done once the county has confirmed it',
    params: inVillage,
    body: z.object({
      to: divisionCode,
      /** None named: all who are still there; then nothing new begins in this village. */
      groups: z.array(line(40)).max(200),
      approvalNumber: line(80),
      movedOn: day,
      /** The resolution: a matter of this village. */
      resolutionId: id,
      paperId: id,
    }),
    reply: waits,
  },
  renameVillage: {
    method: 'POST',
    path: '/api/villages/:village/names',
    summary:
      'Propose another name for this village, with the county’s approval: once the county has confirmed it pages and new papers bear it; papers of before keep theirs',
    params: inVillage,
    body: z.object({
      /** 河湾村: as a sentence calls it. */
      villageShort: line(20),
      /** 河湾村村民委员会: as the seal does. */
      villageFull: line(40),
      approvalNumber: line(80),
      paperId: id,
    }),
    reply: waits,
  },
})
