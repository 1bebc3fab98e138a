/** 评议: what comes of what the oversight committee judged. */
import { objectionClassJudged } from '#matters/disclosures/objections.ts'
import type { Judged } from '#matters/judgements/actions.ts'
import { judgeRecusal } from '#matters/meetings/actions/recuse.ts'
import { judgeChange } from '#matters/proposals/actions/change.ts'
import { anotherJudged, apartJudged } from '#matters/ways/actions.ts'
import { branchRoundJudged } from './branch-round.ts'

export const judged: Judged = {
  objectionClass: objectionClassJudged,
  editorial: (tx, parts, { villageId, subjectId: id }, yes, now) =>
    judgeChange(tx, parts, { villageId, id }, yes, now),
  branchRound: branchRoundJudged,
  apart: apartJudged,
  another: anotherJudged,
  recusal: judgeRecusal,
  // Read where the account is closed: nothing else hangs on it.
  overLine: async () => ({}),
  otherPayee: async () => ({}),
}
