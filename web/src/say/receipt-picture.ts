/** 回执存成图片: the code in large letters on a paper of its own, without a name and without a choice. */
import { inGroups } from './words.ts'

const WIDTH = 720
const EDGE = 48
const FACE = '"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif'

export async function receiptPicture(title: string, receipt: string, lines: string[]): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  const paper = canvas.getContext('2d')
  if (!paper) return null
  const rows: { text: string; size: number }[] = []
  const wrap = (text: string, size: number) => {
    paper.font = `${size}px ${FACE}`
    let row = ''
    for (const letter of text) {
      if (paper.measureText(row + letter).width > WIDTH - 2 * EDGE) {
        rows.push({ text: row, size })
        row = ''
      }
      row += letter
    }
    rows.push({ text: row, size })
  }
  wrap(title, 40)
  wrap(inGroups(receipt), 56)
  for (const line of lines) wrap(line, 30)
  canvas.width = WIDTH
  canvas.height = rows.reduce((sum, { size }) => sum + size * 1.6, EDGE * 2)
  paper.fillStyle = '#fff'
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.fillStyle = '#1f2328'
  let top = EDGE
  for (const { text, size } of rows) {
    paper.font = `${size}px ${FACE}`
    paper.fillText(text, EDGE, top + size)
    top += size * 1.6
  }
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}
