import { shallowRef } from 'vue'
import { useTranslator } from './translate.ts'

type Reading = (name: string) => string | null
/** The dictionary is as large as everything else a phone fetches: whoever reads Chinese never fetches it. */
const reading = shallowRef<Reading>()
let asked = false
function load() {
  if (asked || typeof window === 'undefined') return
  asked = true
  import('./pinyin.ts').then(
    ({ pinyinOf }) => {
      reading.value = pinyinOf
    },
    () => {
      asked = false
    },
  )
}

/** 服务端画的页面: the server has the dictionary at hand, and no page of its own that could wait for it. */
export const readNamesBy = (read: Reading) => {
  reading.value = read
}

/** 人名: on an English page with its pinyin beside it, 单立人 (Shan Liren); in Chinese as it is written. */
export function useNames() {
  const { locale } = useTranslator()
  return (name: string | null | undefined): string => {
    if (!name || locale.value !== 'en') return name ?? ''
    load()
    const read = reading.value?.(name)
    return read ? `${name} (${read})` : name
  }
}
