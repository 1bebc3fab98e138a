import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile, profileChangesSchema } from '@cunyi/shared/law/profile.ts'
import type { ExtraStep } from '@cunyi/shared/law/profile-keys.ts'
import { isLaxer } from '@cunyi/shared/law/stricter.ts'
import { moveAfterExtra } from '@cunyi/shared/matter/moves.ts'
import { atExtraStep, nextExtra, sitsAt, sittingName } from '@cunyi/shared/meeting/extra-step.ts'
import { describe, expect, test } from 'vitest'

const said: ExtraStep = { beforeStep: 4, zh: '一审', en: 'review' }
const sits: ExtraStep = { beforeStep: 4, zh: '再审', en: 'second review', assembly: 'partyMembers' }
const at = { step: 4, demanded: false, taken: [] as string[] }

describe('steps that a county adds', () => {
  test('one after the other, before their own step only', () => {
    expect(nextExtra([said, sits], at)).toBe(said)
    expect(nextExtra([said, sits], { ...at, taken: ['一审'] })).toBe(sits)
    expect(nextExtra([said, sits], { ...at, taken: ['一审', '再审'] })).toBeNull()
    expect(nextExtra([said, sits], { ...at, step: 3 })).toBeNull()
  })
  test('a meeting demanded by law waits for none of them', () => {
    expect(nextExtra([said, sits], { ...at, demanded: true })).toBeNull()
  })
  test('where a body is named it sits; without one, as on old matters, two persons say so', () => {
    expect(sitsAt(sits, 'A')).toBe('partyMembers')
    expect(sitsAt(said, 'A')).toBeNull()
    expect(sitsAt({ ...sits, assembly: 'representatives' }, 'D')).toBe('residentRepresentatives')
    expect(profileChangesSchema.safeParse({ extra_steps: [said, sits] }).success).toBe(true)
    expect(profileChangesSchema.safeParse({ extra_steps: [{ ...said, assembly: 'members' }] }).success).toBe(
      false,
    )
  })
  test('the body keeps its quorum and majority, at the step it stands before and without a gap', () => {
    const own = ruleFor('partyMembers', defaultProfile())
    const rule = atExtraStep(own, 'villagerResolution')
    expect(rule).toEqual({ ...own, stage: 'villagerResolution', gapDays: 0 })
    expect(own.gapDays).toBe(3)
  })
  test('what passes stays for the step’s own meeting; what does not is rejected; without quorum it is called again', () => {
    const facts = { track: 'opinion', stage: 'villagerResolution', demanded: false, together: false } as const
    const goes = (outcome: 'adopt' | 'reject' | 'noQuorum', reconvened = 0) =>
      moveAfterExtra({ ...facts, outcomes: [outcome], reconvened, maxReconvene: 2 }).move
    expect(goes('adopt')).toBeNull()
    expect(goes('reject')).toBe('reject')
    expect(goes('noQuorum')).toBeNull()
    expect(goes('noQuorum', 2)).toBe('shelve')
  })
  test('a lower level may not let two persons say what the county wants decided by a meeting', () => {
    expect(isLaxer('extra_steps', [{ ...sits, assembly: undefined }], [sits])).toBe(true)
    expect(isLaxer('extra_steps', [{ ...sits, assembly: 'representatives' }], [sits])).toBe(true)
    expect(isLaxer('extra_steps', [sits, said], [sits])).toBe(false)
    expect(isLaxer('extra_steps', [sits], [{ ...sits, assembly: undefined }])).toBe(false)
  })
  test('its name stands where the step’s would', () => {
    expect(sittingName('villagerResolution', sits).zh).toBe('再审（第4步前）')
    expect(sittingName('villagerResolution', null).zh).toBe('村民（代表）会议决议')
  })
})
