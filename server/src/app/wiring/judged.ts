/** 评议: what comes of what the oversight committee judged. */
import type { Judged, OnJudged } from '#matters/judgements/actions.ts'

/** Nobody asks it yet: its noun brings what comes of it. */
const nothing: OnJudged = async () => ({})

export const judged: Judged = {
  objectionClass: nothing,
  editorial: nothing,
  apart: nothing,
  another: nothing,
  recusal: nothing,
}
