/** 转给别人、存到手机: the phone's own way where there is one. */

/** Shares a text, or copies it; false: neither can be done here. */
export async function handOn(title: string, text: string): Promise<'shared' | 'copied' | false> {
  const { share, clipboard } = navigator as Partial<Navigator>
  try {
    if (share) {
      await navigator.share({ title, text })
      return 'shared'
    }
  } catch (no) {
    // He thought again: nothing is copied behind his back.
    if ((no as Error).name === 'AbortError') return 'shared'
  }
  try {
    if (!clipboard) return false
    await clipboard.writeText(text)
    return 'copied'
  } catch {
    return false
  }
}

export function saveFile(name: string, content: Blob) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
