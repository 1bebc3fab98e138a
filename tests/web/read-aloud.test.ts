/** 听一听: the whole text to its end, with pause and speed, and one reading at a time. */
import ReadAloud from '@cunyi/web/parts/ReadAloud.vue'
import parts from '@cunyi/web/say/messages/zh-CN/parts.ts'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mount } from './mount.ts'

type Said = { text: string; rate: number; onend?: () => void; onerror?: () => void }
/** A browser's voice: says one after another, and tells whoever is cut off, a moment later. */
function voice() {
  const said: { text: string; rate: number }[] = []
  let now: Said | null = null
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      rate = 1
      readonly text: string
      constructor(text: string) {
        this.text = text
      }
    },
  )
  vi.stubGlobal('speechSynthesis', {
    getVoices: () => [{ lang: 'zh-CN' }],
    addEventListener: () => {},
    removeEventListener: () => {},
    cancel: () => {
      const cut = now
      now = null
      queueMicrotask(() => cut?.onerror?.())
    },
    speak: (words: Said) => {
      now = words
      said.push({ text: words.text, rate: words.rate })
    },
  })
  return {
    said,
    /** What is being said comes to its end. */
    end: async () => {
      const done = now
      now = null
      done?.onend?.()
      await flushPromises()
    },
    fail: async () => {
      now?.onerror?.()
      await flushPromises()
    },
    isSpeaking: () => now !== null,
  }
}
let browser: ReturnType<typeof voice>
beforeEach(() => {
  browser = voice()
})
afterEach(() => vi.unstubAllGlobals())

const TEXT = '村西道路硬化。\n花八万元；谁出钱？集体出！'
async function open(text = TEXT) {
  const page = mount(ReadAloud, { text })
  await flushPromises()
  const press = async (label: string) => {
    await page
      .findAll('button')
      .find((one) => one.text() === label)
      ?.trigger('click')
    await flushPromises()
  }
  return { page, press, labels: () => page.findAll('button').map((one) => one.text()) }
}
const texts = () => browser.said.map((one) => one.text.trim())

test('every sentence is read, one after another, and at the end there is the first button again', async () => {
  const { press, labels } = await open()
  expect(labels()).toEqual([parts.readAloud])
  await press(parts.readAloud)
  for (let i = 0; i < 4; i += 1) await browser.end()
  expect(texts()).toEqual(['村西道路硬化。', '花八万元；', '谁出钱？', '集体出！'])
  expect(labels()).toEqual([parts.readAloud])
})

test('a text without an end mark is read in pieces that no voice breaks off, and none of it is left out', async () => {
  const long = `${'涉及三组四组各户的土地边界，'.repeat(30)}${'无标点'.repeat(60)}`
  const { press } = await open(long)
  await press(parts.readAloud)
  for (let i = 0; i < 60 && browser.isSpeaking(); i += 1) await browser.end()
  expect(browser.said.map((one) => one.text).join('')).toBe(long)
  expect(Math.max(...browser.said.map((one) => one.text.length))).toBeLessThanOrEqual(100)
})

test('paused it goes on from its sentence, slower or faster as chosen', async () => {
  const { press, labels } = await open()
  await press(parts.readAloud)
  await browser.end()
  await press(parts.readPause)
  expect(browser.isSpeaking()).toBe(false)
  expect(labels()[0]).toBe(parts.readOn)
  await press(labels()[2] ?? '')
  expect(browser.isSpeaking()).toBe(false)
  await press(parts.readOn)
  expect(browser.said.at(-1)).toMatchObject({ text: '花八万元；', rate: 1.2 })
  // While it speaks, the sentence begins again at the new speed.
  await press(labels()[2] ?? '')
  expect(browser.said.at(-1)).toMatchObject({ text: '花八万元；', rate: 0.7 })
  await browser.end()
  expect(browser.said.at(-1)?.text).toBe('谁出钱？')
  await press(parts.stopReading)
  expect(browser.isSpeaking()).toBe(false)
  expect(labels()).toEqual([parts.readAloud])
})

test('another reading on the page cuts the first one off, and they do not fight over the voice', async () => {
  const first = await open('第一件事。第二句。')
  const second = await open('第二件事。后一句。')
  await first.press(parts.readAloud)
  await second.press(parts.readAloud)
  expect(texts()).toEqual(['第一件事。', '第二件事。'])
  expect(first.labels()[0]).toBe(parts.readOn)
  await browser.end()
  expect(texts().at(-1)).toBe('后一句。')
})

test('a voice that gives up loses no sentence', async () => {
  const { press, labels } = await open()
  await press(parts.readAloud)
  await browser.end()
  await browser.fail()
  expect(labels()[0]).toBe(parts.readOn)
  await press(parts.readOn)
  expect(texts().slice(-2)).toEqual(['花八万元；', '花八万元；'])
})
