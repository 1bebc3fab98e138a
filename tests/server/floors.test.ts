/**
 * 楼层: a small house of each package with the package's own rule, and faults planted in it. The command of the check
 * must name each of them and nothing else. All of it stands in a folder of its own, outside the checkout.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { FLOORED, floorsOf } from '../../server/launch/floors.mjs'
import { figuresOf } from '../../server/launch/house.mjs'

const ROOT = join(import.meta.dirname, '..', '..')
const houses: string[] = []
afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true, force: true })
})

type Files = Record<string, string>

/** Runs the check's own command over these files of one package. */
async function cruise(
  folder: string,
  files: Files,
  ...more: string[]
): Promise<{ code: number; out: string }> {
  const house = mkdtempSync(join(tmpdir(), 'cunyi-floors-'))
  houses.push(house)
  for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    cpSync(join(ROOT, folder, name), join(house, folder, name))
  cpSync(join(ROOT, 'tsconfig.base.json'), join(house, 'tsconfig.base.json'))
  for (const packages of ['node_modules', `${folder}/node_modules`])
    symlinkSync(join(ROOT, packages), join(house, packages))
  for (const [name, text] of Object.entries(files)) {
    const path = join(house, folder, 'src', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const [command, args] = floorsOf(house, folder, ...more)
  // The Node of a newcomer's shell may be too old for it.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` }
  return new Promise((resolve) =>
    execFile(command, args, { cwd: house, env, maxBuffer: 10_000_000 }, (error, out) =>
      resolve({ code: Number(error?.code ?? 0), out }),
    ),
  )
}

/** What it says: its exit code and each fault; of a circle, where it begins. */
async function check(folder: string, files: Files) {
  const { code, out } = await cruise(folder, files)
  const faults = [...out.matchAll(/^ {2}error (\S+): (\S+)(?: → (\S+)$)?/gm)].map(
    ([, rule, from, to]) => `${rule}: ${from}${to ? ` → ${to}` : ''}`,
  )
  return { code, faults: faults.toSorted() }
}

const TYPE = 'export type T = { is: true }\n'
const vue = (script: string) =>
  `<script setup lang="ts">\n${script}\n</script>\n<template><p>村议</p></template>\n`

/** In order: every floor or room imports only what lies below it. */
const SOUND: Record<string, Files> = {
  shared: {
    'words/low.ts': TYPE,
    'law/high.ts': `import type { T } from '../words/low.ts'\nexport type H = T\n`,
    'api/top.ts': `import type { H } from '../law/high.ts'\nexport const top = (it: H) => it.is\n`,
  },
  server: {
    'main.ts': `import { start } from '#app/start/start.ts'\nstart()\n`,
    'app/start/start.ts': `import type { T } from '#base/system/low.ts'\nexport const start = (it?: T) => it\n`,
    'base/system/low.ts': TYPE,
    // A room's own folders are its own matter.
    'matters/polls/actions/cast.ts': `import type { T } from '../queries/poll.ts'\nexport const cast = (it: T) => it\n`,
    'matters/polls/queries/poll.ts': TYPE,
  },
  web: {
    'say/low.ts': TYPE,
    'parts/Part.vue': vue(`import type { T } from '../say/low.ts'\ndefineProps<{ it: T }>()`),
    'tasks/attend/Page.vue': vue(`import Part from '../../parts/Part.vue'\nconst it = { is: true } as const`),
    'app/main.ts': `import Page from '../tasks/attend/Page.vue'\nexport default Page\n`,
  },
}

/** What must be found, and the files that bring it. */
const PLANTED: Record<string, [faults: string[], files: Files][]> = {
  shared: [
    [
      ['no-up-from-words: shared/src/words/a.ts → shared/src/people/a.ts'],
      { 'words/a.ts': `import type { T } from '../people/a.ts'\nexport type A = T\n`, 'people/a.ts': TYPE },
    ],
    [
      ['no-up-from-law: shared/src/law/b.ts → shared/src/meeting/b.ts'],
      { 'law/b.ts': `export type B = import('../meeting/b.ts').T\n`, 'meeting/b.ts': TYPE },
    ],
    [
      // Two rooms of one level by types alone, without any circle of files.
      ['no-folder-circle: shared/src/matter', 'no-folder-circle: shared/src/poll'],
      {
        'matter/c.ts': `import type { T } from '../poll/c.ts'\nexport type C = T\n`,
        'poll/c.ts': TYPE,
        'poll/d.ts': `export type { T } from '../matter/d.ts'\n`,
        'matter/d.ts': TYPE,
      },
    ],
    [
      ['no-file-circle: shared/src/papers/e.ts'],
      {
        'papers/e.ts': `import type { F } from './f.ts'\nexport type E = { f?: F }\n`,
        'papers/f.ts': `import type { E } from './e.ts'\nexport type F = { e?: E }\n`,
      },
    ],
    [['no-file-outside-a-room: shared/src/alone.ts'], { 'alone.ts': TYPE }],
    [['no-file-outside-a-room: shared/src/newroom/alone.ts'], { 'newroom/alone.ts': TYPE }],
  ],
  server: [
    [
      ['no-up-from-base: server/src/base/evidence/a.ts → server/src/app/start/start.ts'],
      {
        'base/evidence/a.ts': `import type { start } from '#app/start/start.ts'\nexport type A = typeof start\n`,
      },
    ],
    [
      ['no-up-from-door: server/src/door/http/b.ts → server/src/views/live/b.ts'],
      { 'door/http/b.ts': `export type B = import('#views/live/b.ts').T\n`, 'views/live/b.ts': TYPE },
    ],
    [
      ['no-up-from-village: server/src/village/people/c.ts → server/src/matters/works/c.ts'],
      {
        'village/people/c.ts': `export type { T } from '../../matters/works/c.ts'\n`,
        'matters/works/c.ts': TYPE,
      },
    ],
    [
      ['no-up-from-views: server/src/views/public/d.ts → server/src/main.ts'],
      { 'views/public/d.ts': `import type * as main from '../../main.ts'\nexport type D = typeof main\n` },
    ],
    [
      // Reached deep inside a room.
      ['no-folder-circle: server/src/matters/meetings/actions', 'no-folder-circle: server/src/matters/polls'],
      {
        'matters/polls/e.ts': `import type { T } from '#matters/meetings/actions/e.ts'\nexport type E = T\n`,
        'matters/meetings/actions/e.ts': TYPE,
        'matters/meetings/actions/f.ts': `import type { T } from '#matters/polls/f.ts'\nexport type F = T\n`,
        'matters/polls/f.ts': TYPE,
      },
    ],
    [
      ['no-file-circle: server/src/base/jobs/g.ts'],
      {
        'base/jobs/g.ts': `import type { H } from './h.ts'\nexport type G = { h?: H }\n`,
        'base/jobs/h.ts': `import type { G } from './g.ts'\nexport type H = { g?: G }\n`,
      },
    ],
    [
      ['no-file-outside-a-room: server/src/base/alone.ts'],
      { 'base/alone.ts': `export const answer = 'nobody imports it, and it imports nothing'\n` },
    ],
    [
      ['no-file-outside-a-room: server/src/views/told.ts → server/src/base/system/low.ts'],
      { 'views/told.ts': `import type { T } from '#base/system/low.ts'\nexport type Told = T\n` },
    ],
    [['no-file-outside-a-room: server/src/loose.ts'], { 'loose.ts': TYPE }],
    [['no-file-outside-a-room: server/src/cellar/room/x.ts'], { 'cellar/room/x.ts': TYPE }],
  ],
  web: [
    [
      ['no-up-from-say: web/src/say/a.ts → web/src/phone/a.ts'],
      { 'say/a.ts': `import type { T } from '../phone/a.ts'\nexport type A = T\n`, 'phone/a.ts': TYPE },
    ],
    [
      ['no-up-from-phone: web/src/phone/b.ts → web/src/tasks/enter/b.ts'],
      { 'phone/b.ts': `export type B = import('../tasks/enter/b.ts').T\n`, 'tasks/enter/b.ts': TYPE },
    ],
    [
      ['no-up-from-parts: web/src/parts/C.vue → web/src/tasks/follow/C.vue'],
      {
        'parts/C.vue': vue(
          `defineProps<{ it: InstanceType<typeof import('../tasks/follow/C.vue').default> }>()`,
        ),
        'tasks/follow/C.vue': vue(''),
      },
    ],
    [
      ['no-task-imports-another: web/src/tasks/board/D.vue → web/src/tasks/speak/D.vue'],
      {
        'tasks/board/D.vue': vue(`import Speak from '../speak/D.vue'`).replace('<p>村议</p>', '<Speak />'),
        'tasks/speak/D.vue': vue(''),
      },
    ],
    [
      ['no-task-imports-another: web/src/tasks/roster/E.vue → web/src/tasks/oversee/e.ts'],
      {
        'tasks/roster/E.vue': vue(`import type { T } from '../oversee/e.ts'\ndefineProps<{ it: T }>()`),
        'tasks/oversee/e.ts': TYPE,
      },
    ],
    [
      ['no-file-circle: web/src/phone/f.ts'],
      {
        'phone/f.ts': `import type { G } from './g.ts'\nexport type F = { g?: G }\n`,
        'phone/g.ts': `import type { F } from './f.ts'\nexport type G = { f?: F }\n`,
      },
    ],
    [
      ['no-file-outside-a-floor: web/src/tasks/Loose.vue'],
      { 'tasks/Loose.vue': '<template><p>谁也不用它</p></template>\n' },
    ],
    [
      ['no-file-outside-a-floor: web/src/loose.ts → web/src/say/low.ts'],
      { 'loose.ts': `import type { T } from './say/low.ts'\nexport type L = T\n` },
    ],
  ],
}

describe.each(FLOORED)('the floors of %s', (folder) => {
  test('let a house in order pass', async () => {
    expect(await check(folder, SOUND[folder] ?? {})).toEqual({ code: 0, faults: [] })
  })

  test('name each planted fault and nothing else', async () => {
    const planted = PLANTED[folder] ?? []
    const files = Object.assign({}, SOUND[folder], ...planted.map(([, files]) => files)) as Files
    const { code, faults } = await check(folder, files)
    expect(faults).toEqual(planted.flatMap(([faults]) => faults).toSorted())
    expect(code).toBeGreaterThan(0)
  })
})

test('The figures of the house count what was planted', async () => {
  const files = Object.assign({}, SOUND.server, ...(PLANTED.server ?? []).map(([, files]) => files)) as Files
  const { out } = await cruise('server', files, '--output-type', 'json')
  const figures = figuresOf(JSON.parse(out), 'server')
  expect(figures).toMatchObject({ files: Object.keys(files).length, edgesUp: 4, outside: 4 })
  expect(figures).toMatchObject({ twoWayPairs: 1, largestCircle: 2, fileCircles: 1, filesInCircles: 2 })
  const sound = await cruise('server', SOUND.server ?? {}, '--output-type', 'json')
  const nothing = {
    edgesUp: 0,
    twoWayPairs: 0,
    largestCircle: 0,
    fileCircles: 0,
    filesInCircles: 0,
    outside: 0,
  }
  expect(figuresOf(JSON.parse(sound.out), 'server')).toEqual({
    ...nothing,
    files: 5,
    imports: 3,
    typeOnly: 2,
    rooms: 4,
  })
})
