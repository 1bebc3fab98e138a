/** 评议: what comes of what the oversight committee judged. */
import { objectionClassJudged } from '#matters/disclosures/objections.ts'
import type { Judged, OnJudged } from '#matters/judgements/actions.ts'
import { judgeRecusal } from '#matters/meetings/actions/recuse.ts'
import { anotherJudged, apartJudged } from '#matters/ways/actions.ts'

/** Nobody asks it yet: its noun brings what comes of it. */
const nothing: OnJudged = async () => ({})

export const judged: Judged = {
  objectionClass: objectionClassJudged,
  editorial: nothing,
  apart: apartJudged,
  another: anotherJudged,
  recusal: judgeRecusal,
}
