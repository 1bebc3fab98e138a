import { OFFICE_KEYS, type Office } from '@cunyi/shared/words/vocabulary.ts'
import { officeLinks } from '@cunyi/web/parts/menu.ts'
import OfficeTab from '@cunyi/web/parts/OfficeTab.vue'
import { matterActsOf } from '@cunyi/web/parts/targets.ts'
import { session } from '@cunyi/web/phone/session.ts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { mount } from './mount.ts'

const here = vi.hoisted(() => ({ name: 'home' }))
vi.mock('vue-router', () => ({ useRoute: () => here, RouterLink: {} }))

const actAs = (offices: Office[], village = '411329990201') => {
  session.acting = {
    village,
    villageName: '演示村',
    personId: '00000000-0000-4000-8000-000000000001',
    name: '宋柳麦',
    offices,
    registered: true,
    factor: 'pin',
  }
}
const shown = () => officeLinks.value.map((link) => link.to.name)
afterEach(() => {
  session.acting = null
})

describe('现在可办 on the page of a matter', () => {
  test('what takes the matter further stands first, a note last', () => {
    const titles = matterActsOf(['addNote', 'conveneMeeting', 'sayOpinion']).map(({ title }) => title)
    expect(titles).toEqual(['office.acts.conveneMeeting', 'office.acts.addNote'])
  })
})

describe('办理', () => {
  test('shows nothing to whoever holds no office, or votes for others and does nothing else', () => {
    expect(shown()).toEqual([])
    for (const offices of [
      [],
      ['representative'],
      ['memberRepresentative', 'residentRepresentative'],
    ] as Office[][]) {
      actAs(offices)
      expect(shown()).toEqual([])
      expect(mount(OfficeTab, {}).find('a').exists()).toBe(false)
    }
  })

  test('shows each office the pages whose request the door would take from it', () => {
    const everywhere = [
      'meetings',
      'acts',
      'duties',
      'figures',
      'dangers',
      'evidence',
      'kept',
      'roster',
      'helpers',
      'rules',
      'authorisations',
      'legalBases',
    ]
    actAs(['accountant'])
    expect(shown()).toEqual(everywhere)
    actAs(['oversightChair'])
    expect(shown().sort()).toEqual([...everywhere, 'draft', 'disclosures', 'identity', 'reviews'].sort())
    actAs(['villageDirector'])
    expect(shown().sort()).toEqual(
      [...everywhere, 'undelivered', 'draft', 'disclosures', 'confirmation'].sort(),
    )
  })

  test('shows township and county their own pages, and none of a village', () => {
    actAs(['townshipStaff'], '411329990')
    expect(shown()).toEqual(['overview', 'duties', 'figures', 'evidence', 'keys', 'rules', 'staff'])
    expect(officeLinks.value.at(-1)?.title).toBe('office.openVillages')
    actAs(['countyStaff'], '411329')
    expect(shown()).toEqual(['overview', 'duties', 'figures', 'evidence', 'keys', 'rules', 'staff'])
    expect(officeLinks.value.at(-1)?.title).toBe('office.staff')
  })

  test('leaves no office beyond voting for others, or standing in for them, without a page', () => {
    for (const office of OFFICE_KEYS) {
      actAs([office])
      expect([office, shown().length > 0]).toEqual([office, !/([rR]epresentative|StandIn)$/.test(office)])
    }
  })

  test('is marked on the pages that stand under it, and on no other', () => {
    actAs(['branchSecretary'])
    const marked = (name: string) => {
      here.name = name
      return mount(OfficeTab, {}).find('a').attributes('aria-current')
    }
    expect(['office', 'draft', 'roster'].map(marked)).toEqual(['page', 'page', 'page'])
    expect(['home', 'me', 'reviews'].map(marked)).toEqual([undefined, undefined, undefined])
  })
})
