import { inCommunity } from '@cunyi/shared/words/community.ts'
import { expect, test } from 'vitest'

test('社区的叫法: every body has its community name, a law keeps its own', () => {
  expect(inCommunity('不写就是村民委员会（集体的事是集体经济组织）。')).toBe(
    '不写就是居民委员会（集体的事是集体经济组织）。',
  )
  expect(inCommunity('村民（代表）会议决议；村民代表联名；村务监督委员会；村委会为他人担保')).toBe(
    '居民（代表）会议决议；居民代表联名；居务监督委员会；居委会为他人担保',
  )
  expect(inCommunity('依《村民委员会组织法》第二十三条，由村民会议决定')).toBe(
    '依《村民委员会组织法》第二十三条，由居民会议决定',
  )
  expect(inCommunity('村民会议决定的事项应当公布（村委会组织法第三十五条），向村委会反映')).toBe(
    '居民会议决定的事项应当公布（村委会组织法第三十五条），向居委会反映',
  )
  expect(inCommunity('The village committee and every villager')).toBe(
    'The residents’ committee and every resident',
  )
  expect(inCommunity('Art. 37 of the Organic Law of Villagers’ Committees')).toBe(
    'Art. 37 of the Organic Law of Villagers’ Committees',
  )
  // A village's own name is no word of ours.
  expect(inCommunity('河湾村')).toBe('河湾村')
})
