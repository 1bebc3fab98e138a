import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { confirmedBy, heldBy, paperIn, proposeOffice } from './offices.ts'

describe('届满未换届: an office runs until its successor is recorded', () => {
  const over = (name: string, office: Office, household: string) => ({
    name,
    household,
    offices: [{ office, from: '2021-10-21', to: '2026-10-20', runsOn: true as const }],
  })
  const termOf = async (at: Village, who: string, office: Office) => (await heldBy(at, who, office))?.termOver

  test('with all its rights, shown as late after ten days, and not a day longer than his successor is recorded', async () => {
    const other = await buildVillage({
      people: [over('villageDirector', 'villageDirector', 'VD'), { name: 'villager-2', household: 'V2' }],
    })
    expect((await other.ask('villageDirector', 'listPeople')).status).toBe(200)
    expect(await termOf(other, 'villageDirector', 'villageDirector')).toEqual({
      successorBy: '2026-10-30',
      daysLate: 3,
    })
    expect(await termOf(other, 'branchSecretary', 'branchSecretary')).toBeNull()
    const from = '2026-11-01'
    const proposed = await proposeOffice(other, 'villager-2', 'villageDirector', { from }, 'branchSecretary')
    expect((await other.ask('villageDirector', 'listPeople')).status).toBe(200)
    expect((await confirmedBy(other, 'oversightChair', proposed)).status).toBe(200)
    expect((await other.ask('villageDirector', 'listPeople')).body.code).toBe('officeEnded')
    expect((await other.ask('villager-2', 'listPeople')).status).toBe(200)
  })

  test('the oversight committee is handed over whole: posted three days, its electors told, by the township', async () => {
    const chair = over('oversightChair', 'oversightChair', 'OC')
    const member = over('oversightCommittee-1', 'oversightCommittee', 'O1')
    const other = await buildVillage({
      people: [chair, member, ...[2, 3, 4].map((n) => ({ name: `villager-${n}`, household: `V${n}` }))],
    })
    const { status, body } = await other.ask('oversightChair', 'handOver', {
      body: {
        body: 'oversight',
        from: '2026-11-01',
        to: '2031-10-31',
        members: [
          { personId: other.id('villager-2'), office: 'oversightChair', households: [] },
          { personId: other.id('villager-3'), office: 'oversightCommittee', households: [] },
          { personId: other.id('villager-4'), office: 'oversightCommittee', households: [] },
        ],
        paperId: await paperIn(other),
      },
    })
    expect(status).toBe(200)
    const confirm = (who: string) => other.ask(who, 'confirmAct', { params: { act: body.actId } })
    expect((await confirm('township-1')).body.code).toBe('actTooEarly')
    expect((await confirm('villageDirector')).body.code).toBe('secondPersonNeeded')
    const told = await other.must('villageDirector', 'listOutbox', {
      query: { q: other.phone('representative-1') },
    })
    expect(told.rows.map((row) => row.text).join()).toContain('villager-2当选“村务监督委员会主任”')
    // Until then the old one watches on.
    expect((await other.ask('oversightChair', 'checkEvidence')).status).toBe(200)
    await other.clock.set(new Date(other.clock.now().getTime() + 3 * 86_400_000 + 1000))
    expect((await confirm('township-1')).status).toBe(200)
    const { rows } = await other.must('villageDirector', 'listOffices')
    expect(
      rows
        .filter(({ office }) => office.startsWith('oversight'))
        .map(({ person }) => person.name)
        .sort(),
    ).toEqual(['villager-2', 'villager-3', 'villager-4'])
  })

  test('a term that was to begin later is not held for a single day beside those who were elected', async () => {
    const other = await buildVillage({
      people: [
        over('villageDirector', 'villageDirector', 'VD'),
        {
          name: 'later',
          household: 'L',
          offices: [{ office: 'villageDirector', from: '2026-11-20', to: null }],
        },
        { name: 'elected', household: 'E' },
      ],
    })
    const { body } = await other.ask('branchSecretary', 'handOver', {
      body: {
        body: 'villageCommittee',
        from: '2026-11-01',
        to: '2031-10-31',
        members: [{ personId: other.id('elected'), office: 'villageDirector', households: [] }],
        paperId: await paperIn(other),
      },
    })
    const confirmed = await other.ask('township-1', 'confirmAct', { params: { act: body.actId } })
    expect(confirmed.status).toBe(200)
    await other.clock.set(new Date('2026-11-20T02:00:00Z'))
    const { rows } = await other.must('elected', 'listOffices')
    expect(
      rows.filter(({ office }) => office === 'villageDirector').map(({ person }) => person.name),
    ).toEqual(['elected'])
  })
})
