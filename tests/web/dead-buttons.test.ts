import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import StillNeeded from '@cunyi/web/parts/StillNeeded.vue'
import { describe, expect, test } from 'vitest'
import { mount } from './mount.ts'

const TASKS = join(import.meta.dirname, '../../web/src/tasks')
const pages = readdirSync(TASKS, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.vue'),
)
/** Tables of figures, texts changed in place, PINs: each says beside its own fields what is wrong. */
const SAY_SO_THEMSELVES = [
  'conduct/AmendmentForm.vue',
  'conduct/HandsForm.vue',
  'conduct/SheetForm.vue',
  'conduct/SlipPrint.vue',
  'disclose/ConfirmationPage.vue',
  'disclose/RecountForm.vue',
  'disclose/StopCard.vue',
  'disclose/TextEditor.vue',
  'enter/PinForm.vue',
  'follow/NumberCard.vue',
  'follow/PinChange.vue',
]

describe('还要填: a button that cannot be pressed says why', () => {
  test('every form that asks for more than one thing names what is missing', () => {
    const dead = pages.filter((name) => {
      const text = readFileSync(join(TASKS, name), 'utf8')
      const asks = /type="submit"[^>]*:disabled="(!(ready|whole)\b|[^"]*(\|\||&&))/.test(text)
      return asks && !/<StillNeeded|notReady/.test(text)
    })
    expect(dead.sort()).toEqual(SAY_SO_THEMSELVES)
  })

  test('it names only what is missing, and nothing once all is there', () => {
    const left = mount(StillNeeded, { of: ['谁', false, '文件'] })
    expect(left.text()).toContain('谁、文件')
    expect(mount(StillNeeded, { of: [false, false] }).text()).toBe('')
  })
})
