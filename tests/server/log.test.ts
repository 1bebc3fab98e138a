import { makeLog } from '@cunyi/server/base/system/log.ts'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { leaksIn } from './leaks.ts'
import { homes, preview, workbookOf } from './people/workbooks.ts'
import { buildVillage, idNumberOf } from './village.ts'

function listen() {
  let text = ''
  const log = makeLog('info', {
    write: (line) => {
      text += line
    },
  })
  return { log, said: () => text }
}

const PHONE = '10012345678'
const caught = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => {
      throw new Error('It did not fail.')
    },
    (error) => error,
  )

describe('A log holds no person', () => {
  test('a statement that failed is logged by its name and code, wherever the error stands', async () => {
    const village = await buildVillage()
    // A value in the parameters, and one that the database itself repeats.
    const errors = [
      await caught(village.db.execute(sql`select ${PHONE} from nowhere`)),
      await caught(village.db.execute(sql`select ${`李某 ${PHONE}`}::date`)),
      await caught(village.db.$client.query('select $1::uuid', [PHONE])),
    ]
    for (const error of errors)
      expect(JSON.stringify({ ...error }) + error.message + error.cause).toContain(PHONE)
    const { log, said } = listen()
    for (const error of errors) {
      log.error(error)
      log.error({ err: error })
      log.error({ error, import: 'x' }, 'a workbook could not be read')
      log.error({ err: error }, error.message)
      log.child({ reqId: 1 }).warn({ of: [{ error }] }, 'deep inside')
      // As some libraries hand them on: the fields, and no error.
      log.error({ err: { ...error, message: error.message, stack: error.stack } }, 'a copy')
      log.fatal({ err: new Error('outer', { cause: error }) }, 'around it')
    }
    expect(said().trim().split('\n')).toHaveLength(7 * errors.length)
    expect(leaksIn(said())).toEqual([])
    expect(said()).toContain('"errorCode":"42P01"')
    expect(said()).toContain('"errorCode":"22P02"')
    expect(said()).toContain('statement failed: select nowhere')
  })

  test('a workbook whose preview cannot be written: no cell of it is in the log', async () => {
    const village = await buildVillage()
    await village.sql(`alter table imports add constraint refused check (status <> 'previewed')`)
    const { log, said } = listen()
    village.parts.log = log
    const person = {
      姓名: '姚春苗',
      性别: '女',
      身份证号: idNumberOf(802, '1990-05-01'),
      手机号: PHONE,
      户号: '001',
    }
    const state = await preview(village, await workbookOf({ 户: homes(1), 人员: [person] }))
    expect(state.status).toBe('failed')
    expect(said()).toContain('a workbook could not be read')
    expect(said()).toContain('"constraint":"refused"')
    expect(leaksIn(said())).toEqual([])
  })

  test('what looks for people finds them', () => {
    const text = [
      '{"level":50,"msg":"Failed query params: 姚春苗"}',
      `{"level":50,"msg":"${PHONE}"}`,
      `{"level":50,"msg":"${idNumberOf(802, '1990-05-01')}"}`,
      '{"level":30,"time":"2026-11-29T17:56:42.599Z","village":"411329990201","ms":12.5}',
    ]
    expect(leaksIn(text.join('\n'))).toEqual(['line 1: a name', 'line 2: a phone', 'line 3: an ID number'])
  })
})
