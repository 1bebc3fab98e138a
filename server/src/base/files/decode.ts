/** 文字文件: UTF-8 as most programs write it, or GB18030 as a Chinese Excel saves a .csv. Null: neither. */
export function decodeText(file: Buffer): string | null {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(file)
    } catch {}
  return null
}
