import { setTimeout as sleep } from 'node:timers/promises'
import { ownSite, play } from './rig/rows.ts'

const only = process.argv[2] ?? ''
const site = await ownSite()
console.log(site.database.version)
try {
  const rows = []
  const cases: Array<[string, number, () => Promise<void>]> = [
    [
      'away',
      300,
      async () => {
        await site.database.stop('fast')
        await sleep(6000)
        await site.database.start()
      },
    ],
    [
      'killed',
      200,
      async () => {
        site.database.kill()
        await sleep(2000)
        await site.database.start()
      },
    ],
    [
      'cut',
      200,
      async () => {
        for (let i = 0; i < 5; i++) {
          console.log(await site.database.cut())
          await sleep(500)
        }
      },
    ],
    [
      'frozen',
      300,
      async () => {
        site.database.freeze()
        await sleep(8000)
        site.database.thaw()
      },
    ],
  ]
  for (const [name, ballots, trouble] of cases) {
    if (!name.includes(only)) continue
    const row = await play(name, site, ballots, trouble)
    rows.push(row)
    console.log(row)
    if (row.ended) break
  }
} finally {
  if (process.env.SHOW) console.log(site.server.said().slice(0, 6000))
  await site.close()
}
