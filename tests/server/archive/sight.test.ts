import { expect, test } from 'vitest'
import { buildVillage, OTHER_TOWNSHIP, VILLAGE } from '../village.ts'

const PROPOSAL = '00000000-0000-4000-8000-0000000000a3'

test('a village that went over to another township shows its office packages to that one, whatever its code begins with', async () => {
  const village = await buildVillage({ villagers: 1 })
  const by = village.id('villager-1')
  await village.sql(
    `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, submitted_at, stage_since)
     values ('${VILLAGE}', '${PROPOSAL}', '2026-001', '修路', 'archived', 'full', '["M03"]', 'A', 'representatives', 'suggestion', 'branch', 1, gen_random_uuid(), '${by}', '2026-10-01', '2026-10-01', '2026-11-01')`,
    `insert into proposal_versions (village_id, proposal_id, version, title, summary, body, facts, digest, kind, by, at)
     values ('${VILLAGE}', '${PROPOSAL}', 1, '修路', '修路', '修路', '{}', '', 'first', '${by}', '2026-10-01')`,
    ...['office', 'public'].map(
      (kind) =>
        `insert into packages (village_id, id, proposal_id, kind, edition, digest, size, last_own, made_at)
         values ('${VILLAGE}', gen_random_uuid(), '${PROPOSAL}', '${kind}', 1, '', 1, 1, '2026-11-01')`,
    ),
  )
  const seen = async (who: string) => {
    const { rows } = await village.must(who, 'listPackages', { params: { proposal: PROPOSAL } })
    return rows.map((row) => row.kind).sort()
  }
  expect(await seen('township-1')).toEqual(['office', 'public'])
  expect(await seen('otherTownship-1')).toEqual(['public'])
  await village.sql(`update divisions set parent_code = '${OTHER_TOWNSHIP}' where code = '${VILLAGE}'`)
  expect(await seen('township-1')).toEqual(['public'])
  expect(await seen('otherTownship-1')).toEqual(['office', 'public'])
  expect(await seen('county-1')).toEqual(['office', 'public'])
})
