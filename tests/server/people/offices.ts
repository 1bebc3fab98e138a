/** 任职 for tests: a paper in the village's files, an office proposed with it and confirmed by whoever must. */
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { paper } from '../meetings/meeting.ts'
import type { Reply, Village } from '../village.ts'

export const paperIn = (village: Village) => paper(village, 'office', '选举记录')

export const proposeOffice = async (
  village: Village,
  who: string,
  office: Office,
  more: Record<string, unknown> = {},
  by = 'villageDirector',
): Promise<Reply> =>
  village.ask(by, 'appoint', {
    body: {
      personId: village.id(who),
      office,
      from: '2026-11-02',
      to: null,
      villageGroup: null,
      households: [],
      paperId: await paperIn(village),
      ...more,
    },
  })

export const proposeEnd = async (
  village: Village,
  officeId: string,
  more: Record<string, unknown> = {},
  by = 'villageDirector',
): Promise<Reply> =>
  village.ask(by, 'endOffice', {
    params: { id: officeId },
    body: { on: '2026-11-02', reason: '调整', paperId: await paperIn(village), ...more },
  })

export const heldBy = async (village: Village, who: string, office: Office) =>
  (await village.must('villageDirector', 'listOffices')).rows.find(
    (row) => row.person.id === village.id(who) && row.office === office,
  )

export const confirmedBy = (village: Village, second: string, { body }: Reply): Promise<Reply> =>
  village.ask(second, 'confirmAct', { params: { act: body.waits?.actId } })
