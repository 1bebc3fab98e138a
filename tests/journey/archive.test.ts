import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { addDays, dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyPackage } from '../../server/verify/verify.ts'
import { pack, unpack } from '../server/archive/played.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage, words } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ title: '村道路灯安装', summary: '装二十盏路灯。', codes: ['M03'], amount: '5万' })
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  await stage.step({ withdraw: { reason: '等明年一起办' } })
  const { now } = stage.world
  await stage.world.moveClock(dateToInstant(addDays(shanghaiDate(now), 1)))
})
afterAll(() => stage?.close())

test('when a matter has ended its package is there to download, and the verifier finds it consistent', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await logIn(stage, page, 'branchSecretary')
  await page.goto(`${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}`)
  await page.getByRole('heading', { name: words.follow.package.title }).waitFor()
  await look(page, 'matter-package')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: /^下载（/ }).click()
  const zip = await readFile(await (await waiting).path())
  const county = stage.world.village.slice(0, 6)
  const list = await stage.world.ask(null, 'listCheckpoints', { county })
  const { faults, anchoredOn } = verifyPackage(zip, list)
  expect(faults).toEqual([])
  expect(anchoredOn).not.toBeNull()
  await context.close()
  await checkedOffline(zip, list, anchoredOn)
})

/** 查验页, as somebody kept it: opened from a file, without a network, it says what the command says. */
async function checkedOffline(zip: Buffer, list: object, day: string | null) {
  const served = await fetch(`${stage.address}/verify.html`)
  expect(served.headers.get('content-type')).toContain('text/html')
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-check-'))
  const at = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const { page, context } = await openPage(stage, DESK, { scripts: true })
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await context.setOffline(true)
  await page.goto(pathToFileURL(at('verify.html', await served.text())).href)
  await page.locator('#file').setInputFiles(at('package.zip', zip))
  await page.getByRole('heading', { name: '自身一致', exact: false }).waitFor()
  await page.locator('#list').setInputFiles(at('list.json', JSON.stringify(list)))
  await page.getByRole('heading', { name: `一致，并已由 ${day} 的县校验点锚定。` }).waitFor()
  await look(page, 'check-whole')
  const changed = unpack(zip)
  changed['index.html'] = Buffer.from('<script>document.title = "x"</script>')
  await page.locator('#file').setInputFiles(at('changed.zip', pack(changed)))
  await page.getByRole('heading', { name: '不一致：index.html 处被改动或损坏。' }).waitFor()
  await page.getByText('index.html：文件内容与清单不符', { exact: false }).waitFor()
  await look(page, 'check-broken')
  await page.locator('#file').setInputFiles(at('x.zip', '<img src=x onerror="document.title=1">'))
  await page.getByRole('heading', { name: '读不出来。' }).waitFor()
  expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([])
  await context.close()
  rmSync(folder, { recursive: true, force: true })
}

test("the county's list of checkpoints is there for everybody, on the phone and to be printed", async () => {
  for (const size of [PHONE, DESK]) {
    const { page, context } = await openPage(stage, size, { scripts: true })
    await page.goto(`${stage.address}/checkpoints/${stage.world.village.slice(0, 6)}`)
    await page.getByRole('heading', { name: '每日核对清单', exact: false }).waitFor()
    await look(page, 'checkpoints')
    await context.close()
  }
})
