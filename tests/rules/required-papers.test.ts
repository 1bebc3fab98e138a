import { frozenProfile, mergeProfiles } from '@cunyi/shared/law/profile.ts'
import { isLaxer } from '@cunyi/shared/law/stricter.ts'
import { PAPERS } from '@cunyi/shared/matter/matter-table.ts'
import {
  paperOfNote,
  papersMissing,
  REQUIRED_PAPERS,
  type RequiredPaper,
} from '@cunyi/shared/matter/required-papers.ts'
import { keysOf } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const ALL = keysOf(REQUIRED_PAPERS)
type Facts = Parameters<typeof papersMissing>[0]
const missing = (facts: Partial<Facts>, asked: RequiredPaper[] = [...ALL]) =>
  papersMissing(
    {
      ...{ codes: ['M03'], assembly: 'representatives', otherUnit: false },
      ...{ urgent: false, demanded: false, overdue: false },
      ...{ stage: 'branchProposal', track: 'full', laid: [], ...facts },
    },
    { papers_required: asked },
  )

describe('papers that must be there before a meeting is called', () => {
  test('a consultation before step 1, of matters of the villagers; laid, nothing is missing', () => {
    expect(missing({})).toEqual(['consultation'])
    expect(missing({ laid: ['consultation'] })).toEqual([])
    expect(missing({ codes: ['M07'], assembly: 'members' })).toEqual([])
    expect(missing({}, [])).toEqual([])
  })
  test('a risk note before step 2 where collective property or land is touched', () => {
    const at = { stage: 'committeeDeliberation' } as const
    expect(missing({ ...at, codes: ['M06'], assembly: 'members' })).toEqual(['riskNote'])
    expect(missing(at)).toEqual([])
  })
  test('before step 4: reports for the members, review for charter and collective, signatures where money is raised', () => {
    const at = { stage: 'villagerResolution' } as const
    expect(missing({ ...at, codes: ['M08'], assembly: 'members' })).toEqual(['memberPapers', 'legalReview'])
    expect(missing({ ...at, codes: ['M05'], assembly: 'memberRepresentatives' })).toEqual(['legalReview'])
    expect(missing({ ...at, codes: ['M01'], assembly: 'households' })).toEqual(['legalReview'])
    expect(missing({ ...at, codes: ['M04'] })).toEqual(['signatures'])
    expect(missing(at)).toEqual([])
  })
  test('the talk with a unit from outside is asked for in every county, at the last meeting of its way', () => {
    const unit = { otherUnit: true }
    expect(missing({ ...unit, stage: 'villagerResolution' }, [])).toEqual(['unitConsulted'])
    expect(missing({ ...unit, stage: 'villagerResolution', laid: ['unitConsulted'] }, [])).toEqual([])
    expect(missing({ ...unit, stage: 'committeeDeliberation' }, [])).toEqual([])
    expect(missing({ ...unit, stage: 'committeeDeliberation', track: 'committeeMatter' }, [])).toEqual([
      'unitConsulted',
    ])
  })
  test('nobody goes from house to house where it is urgent or where a tenth have asked; the other papers stay', () => {
    for (const fact of [{ urgent: true }, { demanded: true }]) {
      expect(missing(fact)).toEqual([])
      expect(missing({ ...fact, stage: 'villagerResolution', codes: ['M01'] })).toEqual(['legalReview'])
    }
  })
  test('a demanded meeting whose day has passed waits for no paper of those who let it pass', () => {
    const late = { demanded: true, overdue: true, stage: 'villagerResolution', codes: ['M01'] } as const
    expect(missing({ ...late })).toEqual([])
    expect(missing({ ...late, otherUnit: true })).toEqual(['unitConsulted'])
  })
  test('all of them are asked for unless the county says otherwise; a matter that began before is asked what it was then', () => {
    const under = (frozen?: Parameters<typeof frozenProfile>[0]) =>
      missing({}, [...frozenProfile(frozen).papers_required])
    expect(mergeProfiles().values.papers_required).toEqual(ALL)
    expect(mergeProfiles({ papers_required: [] }).values.papers_required).toEqual([])
    expect(under(mergeProfiles().values)).toEqual(['consultation'])
    expect(under({ papers_required: ['consultation'] })).toEqual(['consultation'])
    expect(under({ papers_required: [] })).toEqual([])
    // Frozen before the list was there.
    expect(under({ amendment_pct: 10 })).toEqual([])
    expect(frozenProfile({ amendment_pct: 7 })).toMatchObject({ amendment_pct: 7, overrun_pct: 10 })
  })
  test('a lower level may ask for more, never for less', () => {
    expect(isLaxer('papers_required', ['signatures', 'legalReview'], ['legalReview'])).toBe(false)
    expect(isLaxer('papers_required', ['signatures'], ['legalReview'])).toBe(true)
  })
  test('a note of an older release names its paper at its head; other words in brackets are none', () => {
    for (const paper of keysOf(PAPERS)) expect(paperOfNote(`【${PAPERS[paper].zh}】三月一日`)).toBe(paper)
    expect(paperOfNote('合法性审查意见：没有问题')).toBeNull()
  })
})
