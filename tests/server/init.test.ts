import { initCounty } from '@cunyi/server/app/commands/init-county.ts'
import { expect, test } from 'vitest'
import { buildVillage, idNumberOf } from './village.ts'

/** 初始化: the tree and the first county administrator, both or neither, from the file as it was saved. */
const CODE = '411398'
const LINES = `code,name,level,parent_code\r\n41,河南省,province,\r\n4113,南阳市,prefecture,41\r\n${CODE},新野县,county,4113\r\n`
/** 新野县 as a Chinese Excel saves it: GB18030. */
const inGb = (text: string) =>
  Buffer.concat(
    [...text].map((letter) =>
      letter.charCodeAt(0) < 128
        ? Buffer.from(letter)
        : Buffer.from(
            {
              河: 'bad3',
              南: 'c4cf',
              省: 'caa1',
              阳: 'd1f4',
              市: 'cad0',
              新: 'd0c2',
              野: 'd2b0',
              县: 'cfd8',
            }[letter] ?? '',
            'hex',
          ),
    ),
  )

test('a wrong ID number leaves no tree behind; the same file in GB18030 makes the same tree, once', async () => {
  const village = await buildVillage()
  const first = { county: CODE, name: '陈初', phone: '10088880001', idNumber: idNumberOf(9001) }
  const here = async () =>
    (await village.db.execute<{ name: string }>(`select name from divisions where code = '${CODE}'`)).rows
  await expect(
    initCounty(village.parts, LINES, { ...first, idNumber: '410000190001010000' }),
  ).rejects.toThrow()
  expect(await here()).toEqual([])
  await expect(initCounty(village.parts, LINES, { ...first, county: '999999' })).rejects.toThrow('notFound')
  expect(await here()).toEqual([])
  await expect(initCounty(village.parts, `${LINES}${CODE},新野,county,4113\n`, first)).rejects.toThrow(
    'malformed',
  )

  const made = await initCounty(village.parts, inGb(LINES), first)
  expect(made.link).toContain('/app/login?paper=')
  expect(await here()).toEqual([{ name: '新野县' }])
  await expect(initCounty(village.parts, Buffer.from(LINES), first)).rejects.toThrow('alreadyDone')
  await expect(initCounty(village.parts, Buffer.from([0xff, 0xfe, 0x80, 0xff]), first)).rejects.toThrow()
})
