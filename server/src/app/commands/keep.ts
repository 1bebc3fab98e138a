/** `npm run keep [-- --really]`: what has outlived its years. Without --really it only says what would go. */
import { RETENTION } from '@cunyi/shared/law/retention.ts'
import { connect, disconnect } from '#base/database/connect.ts'
import { openBeside } from '#base/database/open.ts'
import { keep } from '#views/archive/retention.ts'
import { command, say } from './command.ts'

await command(null, async (config) => {
  const really = process.argv.includes('--really')
  const opened = await openBeside(config, say)
  // The only work that is done as cunyi_keeper: the serving role can take nothing away.
  const db = connect(opened.ownerUrl, { role: 'cunyi_keeper', max: 2 })
  try {
    const taken = await keep(db, { really, now: new Date() })
    for (const { villageId, number, title, kind, counts } of taken) {
      const what = Object.entries(counts).map(([table, n]) => `${n} ${table}`)
      say(`${villageId} ${number} ${title}: ${RETENTION[kind].zh} ${RETENTION[kind].en}: ${what.join(', ')}`)
    }
    if (taken.length === 0) say('没有到期的。Nothing has outlived its years.')
    else
      say(
        really
          ? '已按期销毁，并留痕。Taken away, with an entry in each chain.'
          : '只是清点；加 --really 才办理。Counted only; --really does it.',
      )
  } finally {
    await disconnect(db)
    await opened.close()
  }
})
