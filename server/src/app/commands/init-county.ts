/** 初始化 of a county's own server: the tree, and the first county administrator by a link that is good once. */

import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across, goOnIn } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { decodeText } from '#base/files/decode.ts'
import type { Parts } from '#base/parts/parts.ts'
import { preparePaperCode } from '#village/accounts/paper.ts'
import { appointFirst } from '#village/divisions/actions.ts'
import { readDivisions, saveDivisions } from '#village/divisions/load.ts'
import { divisionsAtLevel } from '#village/divisions/queries/divisions.ts'
import { findStaff } from '#village/divisions/queries/people.ts'

export type FirstAdministrator = { county: string; name: string; phone: string; idNumber: string }

/**
 * In one transaction, the file as UTF-8 or GB18030. Refused as soon as the county has staff: from then on staff are appointed by staff.
 */
export async function initCounty(parts: Parts, csv: string | Buffer, first: FirstAdministrator) {
  const now = parts.clock.now()
  const text = typeof csv === 'string' ? csv : decodeText(csv)
  if (text === null) throw new Refused('csvUnreadable')
  const issueSlip = await preparePaperCode(now)
  const { made, personId, code, expiresAt } = await across(parts.db, async (tx) => {
    // A wrong ID number leaves no tree behind.
    const made = await saveDivisions(tx, readDivisions(text))
    const counties = await divisionsAtLevel(tx, 'county')
    if (!counties.some((row) => row.code === first.county)) throw new Refused('notFound')
    await goOnIn(tx, first.county)
    const staff = await findStaff(tx, first.county)
    if (staff.some((row) => row.office === 'countyStaff')) throw new Refused('alreadyDone')
    const from = shanghaiDate(now)
    const personId = await appointFirst(
      parts,
      tx,
      first.county,
      { ...first, office: 'countyStaff', from, to: null },
      now,
    )
    const issued = await issueSlip(tx, { village: first.county, personId, by: null })
    await appendEvidence(tx, {
      villageId: first.county,
      at: now,
      act: 'initCounty',
      by: null,
      office: null,
      payload: { personId, divisions: made },
    })
    return { made, personId, ...issued }
  })
  const link = `${parts.config.publicUrl}/app/login?paper=${encodeURIComponent(code)}`
  return { made, personId, code, expiresAt, link }
}
