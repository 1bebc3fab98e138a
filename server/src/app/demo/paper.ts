import sharp from 'sharp'

/** 样张: a page with a stripe of colour for each name, where a real village scans a paper. No font is needed. */
export async function samplePaper(name: string): Promise<Buffer> {
  const hue = [...name].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 360, 7)
  const lines = Array.from({ length: 18 }, (_, i) => {
    const width = 380 - ((hue + i * 37) % 140)
    return `<rect x="60" y="${150 + i * 34}" width="${width}" height="10" fill="#999"/>`
  }).join('')
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="840"><rect width="600" height="840" fill="#fff"/>
    <rect x="60" y="60" width="480" height="36" fill="hsl(${hue} 55% 45%)"/>${lines}
    <circle cx="460" cy="730" r="60" fill="none" stroke="#c00" stroke-width="6" opacity=".7"/></svg>`
  return sharp(Buffer.from(page)).png({ compressionLevel: 9, palette: true }).toBuffer()
}
