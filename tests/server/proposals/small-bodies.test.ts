/** 人数太少的组织: asked of counts; the roll of a whole village is not drawn for it. */
import { describe, expect, test } from 'vitest'
import { readBy } from '../read-by.ts'
import { buildVillage, type Village } from '../village.ts'
import { authorise, draftOf } from './matter.ts'

const reasonsOf = async (village: Village, more: object = {}) => {
  const { codes, facts } = draftOf()
  const body = { codes, facts, ...more }
  return (await village.must('villageDirector', 'checkRoute', { body })).reasons.map((one) => one.zh).join()
}

describe('bodies too small for a secret vote', () => {
  test('in a village of four hundred nobody is loaded to say that none is', async () => {
    const village = await buildVillage({ villagers: 400, partyMembers: 30 })
    await authorise(village)
    await reasonsOf(village)
    let reasons = ''
    const { most } = await readBy(async () => {
      reasons = await reasonsOf(village)
    })
    expect(reasons).not.toContain('记名表决')
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(60)
  })

  test('three Party members among four hundred are still found, and four households of a group', async () => {
    const homes = ['一', '二', '三', '四'].map((n) => ({
      name: `井-${n}`,
      household: `井${n}`,
      group: '水井组',
    }))
    const village = await buildVillage({
      villagers: 400,
      branchCommittee: 2,
      partyMembers: 3,
      people: [{ name: 'firstSecretary', party: 'none' }, ...homes],
    })
    await authorise(village)
    expect(await reasonsOf(village)).toContain('党员大会有表决权的只有3人')
    const { facts } = draftOf()
    const group = { villageGroup: '水井组', facts: { ...facts, groupProperty: true } }
    expect(await reasonsOf(village, { ...group, assembly: 'groupHouseholds' })).toContain('只有4人')
    expect(await reasonsOf(village, { ...group, assembly: 'groupVillagers' })).toContain('只有4人')
  })

  test('three representatives are found by their offices', async () => {
    const village = await buildVillage({
      villagers: 400,
      partyMembers: 30,
      representatives: 1,
      villageCommittee: 2,
    })
    await authorise(village)
    expect(await reasonsOf(village)).toContain('村民代表会议有表决权的只有3人')
  })
})
