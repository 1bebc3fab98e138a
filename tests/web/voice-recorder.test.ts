/** 录音: as long as it may be, never lost by the hand that stops it, and the microphone is let go. */
import VoiceRecorder from '@cunyi/web/parts/VoiceRecorder.vue'
import voice from '@cunyi/web/say/messages/zh-CN/voice.ts'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mount } from './mount.ts'

let live = 0
let allowed = true
class FakeRecorder {
  static isTypeSupported = (kind: string) => kind === 'audio/mp4'
  state = 'inactive'
  mimeType: string
  ondataavailable?: (event: { data: Blob }) => void
  onstop?: () => void
  constructor(_stream: unknown, { mimeType }: { mimeType: string }) {
    this.mimeType = mimeType
  }
  start() {
    this.state = 'recording'
  }
  stop() {
    this.state = 'inactive'
    this.ondataavailable?.({ data: new Blob(['said']) })
    this.onstop?.()
  }
}
const microphone = async () => {
  if (!allowed) throw new DOMException('no', 'NotAllowedError')
  live += 1
  return { getTracks: () => [{ stop: () => (live -= 1) }] }
}
beforeEach(() => {
  live = 0
  allowed = true
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  vi.stubGlobal('MediaRecorder', FakeRecorder)
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: microphone } })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function open() {
  const taken: (File | null)[] = []
  const page = mount(
    VoiceRecorder,
    {
      keptAs: 'talk/1',
      modelValue: null,
      'onUpdate:modelValue': (file: File | null) => {
        taken.push(file)
        void page.setProps({ modelValue: file })
      },
    },
    'zh-CN',
    { voice },
  )
  await flushPromises()
  const press = async (label: string) => {
    await page
      .findAll('button')
      .find((one) => one.text() === label)
      ?.trigger('click')
    await flushPromises()
  }
  return { page, taken, press }
}
const BEGIN = voice.begin.replace('{most}', '3')

test('what was said is there to be heard once it is stopped; it can be thrown away', async () => {
  const { page, taken, press } = await open()
  await press(BEGIN)
  expect(page.get('[role=status]').text()).toBe(voice.now)
  vi.advanceTimersByTime(12_000)
  await flushPromises()
  expect(page.text()).toContain('正在录音：12 秒')
  await press(voice.stop)
  expect(taken.map((file) => [file?.name, file?.type])).toEqual([['voice.m4a', 'audio/mp4']])
  expect(page.find('audio').exists()).toBe(true)
  expect(live).toBe(0)
  await press(voice.drop)
  expect(taken.at(-1)).toBeNull()
  expect(page.find('audio').exists()).toBe(false)
})

test('it stops by itself after three minutes, with all that was said until then', async () => {
  const { taken, press } = await open()
  await press(BEGIN)
  vi.advanceTimersByTime(179_000)
  await flushPromises()
  expect(taken).toEqual([])
  vi.advanceTimersByTime(1500)
  await flushPromises()
  expect(taken).toHaveLength(1)
  expect(live).toBe(0)
})

test('who leaves the page while speaking leaves no open microphone and keeps what he said', async () => {
  const { page, taken, press } = await open()
  await press(BEGIN)
  vi.advanceTimersByTime(2000)
  page.unmount()
  expect(taken).toHaveLength(1)
  expect(live).toBe(0)
})

test('without leave for the microphone it says what to do; without a recorder the phone’s own is asked', async () => {
  allowed = false
  const { page, press } = await open()
  await press(BEGIN)
  expect(page.get('[role=status]').text()).toBe(voice.denied)
  vi.stubGlobal('MediaRecorder', undefined)
  const other = (await open()).page
  expect(other.get('input[type=file]').attributes('accept')).toBe('audio/*')
})
