/** 修改方案 between steps: a new version with its reason; a substantive change goes back to step 2. */

import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { isOneOf, SHAPING_STAGES, SITTING_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { whyNotBudget } from '../budget.ts'
import { moveProposal } from '../moves.ts'
import type { NewBudgetLine } from '../queries/changes.ts'
import { adoptedAlready, livePolls, lockProposal, profileOf } from '../queries/proposals.ts'
import { overtakeRounds } from '../queries/text-changes.ts'
import {
  addVersion,
  changeSinceDecided,
  isSameVersion,
  lintMatter,
  substantiveChange,
  type VersionKind,
} from '../versions.ts'
import { actorFor, officeOf } from '../who.ts'
import { askBranch } from './branch-round.ts'
import { makeVersion, recordChange } from './change.ts'

export type Revision = {
  title: string
  summary: string
  body: string
  facts: MatterFacts
  budget: NewBudgetLine[]
  reason: string
  touchesRights?: boolean | undefined
}

export const reviseProposal = (
  parts: Parts,
  villageId: string,
  id: string,
  revision: Revision,
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const before = await lockProposal(tx, villageId, id)
    const { stage } = before
    if (stage === 'drafting') throw new Refused('moveNotInTable', { stage, move: 'amend' })
    if (stage === 'archived') throw new Refused('readOnly')
    if (!isOneOf(SITTING_STAGES, stage)) throw new Refused('moveNotInTable', { stage, move: 'amend' })
    const by = actorFor(before, who, 'amend')
    if ((await livePolls(tx, villageId, id)).some((poll) => poll.status !== 'waiting'))
      throw new Refused('pollRunning')
    if (adoptedAlready(before)) throw new Refused('alreadyAdopted')
    must(whyNotBudget(before.codes, revision.facts, revision.budget))
    lintMatter(revision)

    const early = isOneOf(SHAPING_STAGES, stage)
    const { title, summary, body, facts, budget, reason } = revision
    const text = { title, summary, body, facts, budget }
    const { change, decided } = await changeSinceDecided(tx, before, text, revision.touchesRights ?? false)
    const recorded = { proposal: before, decided, change, text, reason, by: who.personId, floor: null, now }
    const leave = (kind: VersionKind | 'waiting', said: Record<string, unknown>) =>
      appendEvidence(tx, {
        villageId,
        at: now,
        act: 'reviseProposal',
        by: who.personId,
        office: officeOf(who),
        proposalId: id,
        payload: {
          kind,
          grounds: change.grounds,
          reason,
          before: { title: before.title, summary: before.summary, body: before.body, facts: before.facts },
          after: text,
          ...said,
        },
      })
    if (!early && change.kind === 'toJudge') {
      const row = await recordChange(tx, parts, { ...recorded, version: null })
      await leave('waiting', { change: row.id, decidedVersion: row.decidedVersion })
      return { version: before.version, kind: 'waiting' as const, stage }
    }
    const substantive = early
      ? substantiveChange(before.facts, facts, {
          pct: profileOf(before).amendment_pct,
          touchesRights: revision.touchesRights,
        })
      : change.kind === 'substantive'
    const kind: VersionKind = substantive ? 'substantive' : early ? 'revision' : 'editorial'
    const order = { proposal: before, text, kind, reason, by: who.personId, now }
    const after = isSameVersion(before, text)
      ? await addVersion(tx, { ...order, changes: text })
      : await makeVersion(tx, parts, order)
    const marksOnly = isSameVersion(before, text)
    const overtaken = await overtakeRounds(tx, before, now)
    const isRecorded = early
      ? stage === 'committeeDeliberation' && change.kind === 'substantive' && (!marksOnly || overtaken)
      : substantive && !marksOnly
    const row = isRecorded ? await recordChange(tx, parts, { ...recorded, version: after.version }) : null
    const to =
      substantive || early
        ? await moveProposal(tx, parts, {
            proposal: after,
            move: 'amend',
            by,
            office: officeOf(who),
            personId: who.personId,
            reason,
            facts: { substantive },
            now,
          })
        : stage
    if (row) await askBranch(tx, parts, row, now)
    await leave(kind, { version: after.version, stage: to, textDigest: after.digest })
    return { version: after.version, kind, stage: to }
  })
