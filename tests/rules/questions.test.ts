import { moveAfterMeeting } from '@cunyi/shared/matter/moves.ts'
import type { Outcome } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

describe('several questions, one move', () => {
  const moveOf = (outcomes: Outcome[], more = {}) =>
    moveAfterMeeting({
      track: 'full',
      stage: 'villagerResolution',
      demanded: false,
      together: false,
      outcomes,
      reconvened: 0,
      maxReconvene: 2,
      ...more,
    })
  test('severally: what is adopted goes on, the rest is listed as not adopted', () =>
    expect(moveOf(['adopt', 'reject', 'adopt'])).toEqual({
      move: 'adopt',
      adopted: [0, 2],
      notAdopted: [1],
      waiting: [],
    }))
  test('severally: none adopted is a rejection', () =>
    expect(moveOf(['reject', 'reject']).move).toBe('reject'))
  test('together: one rejected, all rejected', () =>
    expect(moveOf(['adopt', 'reject'], { together: true })).toEqual({
      move: 'reject',
      adopted: [],
      notAdopted: [0, 1],
      waiting: [],
    }))
  test('no quorum or a void poll: the matter waits for a new sitting', () => {
    expect(moveOf(['adopt', 'noQuorum'])).toMatchObject({ move: null, waiting: [1] })
    expect(moveOf(['void'])).toMatchObject({ move: null })
  })
  test('no quorum at the last reconvening shelves the matter, a void poll never does', () => {
    expect(moveOf(['noQuorum'], { reconvened: 2 }).move).toBe('shelve')
    expect(moveOf(['void'], { reconvened: 2 }).move).toBe(null)
    expect(moveOf(['adopt', 'noQuorum'], { reconvened: 2 })).toEqual({
      move: 'adopt',
      adopted: [0],
      notAdopted: [1],
      waiting: [],
    })
    expect(moveOf(['adopt', 'noQuorum'], { reconvened: 2, together: true }).move).toBe('shelve')
    expect(moveOf(['support', 'noQuorum'], { reconvened: 2, track: 'opinion' }).move).toBe('shelve')
  })
  test('an opinion is sent whatever it says, a demanded matter goes on whatever steps 1 to 3 say', () => {
    expect(moveOf(['oppose'], { track: 'opinion' }).move).toBe('sendOpinion')
    expect(moveOf(['reject'], { track: 'opinion', stage: 'partyReview' }).move).toBe('reject')
    expect(moveOf(['oppose'], { demanded: true, stage: 'partyReview' }).move).toBe('adopt')
    expect(moveOf(['noQuorum'], { demanded: true, stage: 'partyReview', reconvened: 2 }).move).toBe(null)
  })
})
