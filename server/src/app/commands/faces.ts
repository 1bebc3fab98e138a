/** `npm run faces`: which share of each block of Han characters the faces draw, those of FONTS_DIR among them. */
import { coverage, useFaces } from '#views/papers/draw/fonts.ts'
import { command, say } from './command.ts'

await command(null, async (config) => {
  useFaces(config.fontsDir)
  const rows = coverage()
  const share = (count: number, of: number) => `${count} (${((100 * count) / of).toFixed(1)} %)`
  say(`| 区 block | 字数 | ${rows[0]?.drawn.map(({ face }) => face).join(' | ')} |`)
  say(`| --- | --- | ${rows[0]?.drawn.map(() => '---').join(' | ')} |`)
  for (const { block, assigned, drawn } of rows)
    say(`| ${block} | ${assigned} | ${drawn.map(({ count }) => share(count, assigned)).join(' | ')} |`)
})
