// @vitest-environment node
/** 查验页: the built page says of every package what the command says, and has nothing in it that could ask a network. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { build } from 'vite'
import { beforeAll, describe, expect, test } from 'vitest'
import * as node from '../../server/verify/platform.ts'
import { configFor, pageOf } from '../../web/verify/build.ts'
import { crc32, inflate, isSigned, sha256 } from '../../web/verify/platform.ts'
import { kindOf, type Told, tell } from '../../web/verify/told.ts'
import { CHANGES } from '../server/archive/changes.ts'
import { NOT_READ } from '../server/archive/not-read.ts'
import { pack, readKept, relist, unpack, withoutPapers } from '../server/archive/played.ts'

const LARGEST = 300_000
type Tell = (file: Uint8Array, list: string | null) => Told
let script: string
let checked: Tell
beforeAll(async () => {
  const entry = new URL('../../web/verify/told.ts', import.meta.url).pathname
  const config = configFor(entry)
  const made = await build({ ...config, configFile: false, build: { ...config.build, write: false } })
  const [chunk] = (Array.isArray(made) ? made : [made]).flatMap((one) => ('output' in one ? one.output : []))
  script = chunk?.type === 'chunk' ? chunk.code : ''
  checked = new Function('process', 'require', 'Buffer', 'global', `${script}; return checker.tell`)() as Tell
}, 60_000)

const listOf = (name: string) => String(readKept(`${name.slice(0, 2)}.checkpoints.json`))

describe('和命令说的一样', () => {
  test.each(['v1.office.zip', 'v1.public.zip', 'v2.office.zip', 'v2.public.zip'])('%s', (name) => {
    const zip = readKept(name)
    expect(checked(zip, listOf(name))).toEqual(tell(zip, listOf(name)))
    expect(checked(zip, listOf(name))).toMatchObject({
      mark: 'good',
      faults: [],
      verdict: ['一致，并已由 2026-04-18 的县校验点锚定。', 'Consistent and anchored on 2026-04-18.'],
    })
    expect(checked(zip, null)).toEqual(tell(zip, null))
    expect(checked(zip, null)).toMatchObject({ mark: 'half', faults: [] })
  })

  test.each(['office', 'public'])('each kind of change to the %s package', { timeout: 60_000 }, (kind) => {
    const stranger = generateKeyPairSync('ed25519').privateKey
    const whole = withoutPapers(unpack(readKept(`v2.${kind}.zip`)), stranger)
    const tried = new Set<string>()
    for (const change of CHANGES) {
      const files = tried.has(change.kind) ? null : change.make(whole)
      if (!files) continue
      const zip = pack(relist(files, stranger))
      const told = checked(zip, null)
      expect(told, change.name).toEqual(tell(zip, null))
      expect(told.mark, change.name).toBe('bad')
      expect(told.faults.length).toBeGreaterThan(0)
      tried.add(change.kind)
    }
    expect(tried.size).toBeGreaterThan(5)
  })

  test.each(NOT_READ)('not read: %s', (_, zip, why) => {
    expect(checked(zip, null)).toEqual(tell(zip, null))
    expect(checked(zip, null)).toMatchObject({ mark: 'bad', faults: [expect.stringMatching(why)] })
  })

  test('a changed list, a list of another county, no list at all and no file at all', () => {
    const zip = readKept('v2.public.zip')
    const list = listOf('v2.public.zip')
    for (const text of [
      list.replace('"2026-04-18"', '"2026-04-17"'),
      list.replaceAll('411329', '411328'),
      '{}',
      'x',
    ])
      expect(checked(zip, text)).toEqual(tell(zip, text))
    expect(checked(zip, list.replace('"2026-04-18"', '"2026-04-17"')).mark).toBe('bad')
    expect(checked(zip, '{}').verdict).toEqual(['读不出来。', 'It cannot be read.'])
    expect(checked(new Uint8Array(), null)).toEqual(tell(new Uint8Array(), null))
    expect([kindOf(list), kindOf('PK'), kindOf('cunyi-receipt/1 …')]).toEqual(['list', 'file', 'file'])
  })
})

describe('浏览器的四样', () => {
  test('digests, sums and unpacking are those of Node', () => {
    for (const size of [0, 1, 55, 56, 64, 1000, 70_000]) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7 + size) % 251)
      expect(sha256(bytes, '村议𠮷')).toBe(node.sha256(bytes, '村议𠮷'))
      expect(crc32(bytes)).toBe(node.crc32(bytes))
      expect([...inflate(deflateRawSync(bytes), size).subarray(0, size)]).toEqual([...bytes])
    }
    // More than was said, and far more than can be: both are no file.
    expect(inflate(deflateRawSync(Buffer.alloc(9)), 3)).not.toHaveLength(3)
    expect(() => inflate(deflateRawSync(Buffer.alloc(9)), 1e9)).toThrow()
  })

  test('a signature is good for its key and its text alone', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const der = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
    const text = Buffer.from('村里的事')
    const signed = sign(null, text, privateKey).toString('base64')
    const tries: [string, Uint8Array, string][] = [
      [der, text, signed],
      [der, text, ` ${signed}\n`],
      [der, Buffer.from('村里的钱'), signed],
      [other.toString('base64'), text, signed],
      [der, text, signed.slice(4)],
      [der, text, ''],
      [der, text, `A${signed.slice(1)}`],
    ]
    const said = tries.map((one) => isSigned(...one))
    expect(said).toEqual(tries.map((one) => node.isSigned(...one)))
    expect(said).toEqual([true, true, false, false, false, false, false])
    for (const key of ['', 'x', rsa.export({ format: 'der', type: 'spki' }).toString('base64')])
      for (const ask of [isSigned, node.isSigned]) expect(() => ask(key, text, signed)).toThrow()
  })
})

describe('不联网', () => {
  test('one small file, whose policy lets run what is in it and nothing else', () => {
    const page = pageOf(`${script}//</script>`)
    expect(page.length).toBeLessThan(LARGEST)
    expect(page.match(/<script>/g)).toHaveLength(1)
    expect(page.match(/<\/script>/g)).toHaveLength(1)
    for (const [tag, rule] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ]) {
      const content = page.slice(page.indexOf(`<${tag}>`) + `<${tag}>`.length, page.indexOf(`</${tag}>`))
      expect(page).toContain(`${rule} 'sha256-${createHash('sha256').update(content).digest('base64')}'`)
    }
    expect(page).toContain("default-src 'none'")
    expect(pageOf('')).not.toMatch(/\son\w+=|<(img|link|iframe|form|a)\b/)
    const own = ['page.ts', 'told.ts', 'platform.ts', 'since.ts'].map((name) =>
      readFileSync(new URL(`../../web/verify/${name}`, import.meta.url), 'utf8'),
    )
    for (const text of [script, ...own])
      expect(text).not.toMatch(
        /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource|\brequire\(|\bimport\(|innerHTML|insertAdjacent|document\.write/,
      )
  })
})
