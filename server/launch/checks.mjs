// What is looked at before anything is brought: port, disk, rights. Each no is one sentence, in both languages.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import * as util from 'node:util'
import { stopped } from './words.mjs'

/** Measured on Linux: packages 870 MB, Node and pnpm 320, the database 130; and room to unpack. */
export const FIRST_MB = 1500
/** The tools and what npm keeps, where the home folder is another disk than the checkout. */
const HOME_MB = 400
export const LATER_MB = 200

const MB = 1_000_000

/** @param {string} file */
const envFile = (file) => (existsSync(file) && util.parseEnv ? util.parseEnv(readFileSync(file, 'utf8')) : {})

/** Host, port and the rest of the command line, as the server will read them. */
export function readSettings({ args, env, root }) {
  // An empty line in an .env file means: not set. The environment goes before the file, as Node has it.
  const given = { ...envFile(join(root, '.env')), ...env }
  let values
  try {
    values = util.parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        host: { type: 'string' },
        port: { type: 'string' },
        'demo-open': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    const what = /'([^']+)'/.exec(error.message)?.[1] ?? args.join(' ')
    throw stopped(
      `看不懂 ${what}；npm start -- --help 列出能写什么。`,
      `${what} is not understood; npm start -- --help lists what can be said.`,
    )
  }
  const port = values.port ?? (given.PORT || '3000')
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw stopped(
      `端口要写 0 到 65535 的数字，不能是 ${port}。`,
      `A port is a number from 0 to 65535, and ${port} is none.`,
    )
  return {
    help: values.help ?? false,
    port: Number(port),
    host: values.host ?? (given.HOST || '127.0.0.1'),
    home: given.CUNYI_HOME || join(root, '.cunyi'),
    isProduction: given.CUNYI_MODE === 'production' || (!given.CUNYI_MODE && Boolean(given.DATABASE_URL)),
  }
}

const listening = (port, host) =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => probe.close(() => resolve()))
  })

/** Who of us is at work on the folder of this start, by his own word. */
function oneOfUs(home) {
  try {
    return JSON.parse(readFileSync(join(home, 'running.json'), 'utf8')).address ?? null
  } catch {
    return null
  }
}
/** Nobody there says so at once; who is there may be busy. */
const PATIENCE = 5000

/**
 * On another port: said before a build, not after it. The word outlives whoever wrote it, so he is asked himself.
 * @param {{ home: string }} where
 * @param {(url: string, how: object) => Promise<{ ok: boolean }>} ask
 */
export async function checkAtWork({ home }, ask = fetch) {
  const address = oneOfUs(home)
  if (!address) return
  const answers = await ask(`${address}/health/live`, { signal: AbortSignal.timeout(PATIENCE) }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (answers)
    throw stopped(
      `村议已经在运行：${address}。一份数据同时只能有一个；先在那个窗口按 Ctrl-C。`,
      `Cunyi is running already: ${address}. One set of data has one server; press Ctrl-C in its window first.`,
    )
}

export async function checkPort({ port, host, home }) {
  try {
    await listening(port, host)
  } catch ({ code }) {
    const other = oneOfUs(home)
    if (code === 'EADDRINUSE' && other && new URL(other).port === String(port))
      throw stopped(`村议已经在运行：${other}`, `Cunyi is running already: ${other}`)
    if (code === 'EADDRINUSE')
      throw stopped(
        `端口 ${port} 已被别的程序占用；换一个：npm start -- --port ${port + 1}`,
        `Port ${port} is taken by another program; take another: npm start -- --port ${port + 1}`,
      )
    if (code === 'EACCES')
      throw stopped(
        `端口 ${port} 要管理员才能用；换一个 1024 以上的：npm start -- --port 8080`,
        `Port ${port} is for administrators only; take one above 1024: npm start -- --port 8080`,
      )
    throw stopped(
      `这台电脑没有叫 ${host} 的网络地址；局域网里都能访问写 --host 0.0.0.0`,
      `This machine has no address named ${host}; for everybody in the network say --host 0.0.0.0`,
    )
  }
}

/** The first folder on the way up that is there. */
const standing = (folder) => (existsSync(folder) ? folder : standing(dirname(folder)))

const freeMb = (folder) => {
  const { bavail, bsize } = statfsSync(standing(folder))
  return Math.floor((Number(bavail) * Number(bsize)) / MB)
}

/** How much there must be where, and how much there is. */
export function checkDisk({
  root,
  userHome,
  isFirst,
  free = freeMb,
  device = (path) => statSync(standing(path)).dev,
}) {
  const places = [[root, isFirst ? FIRST_MB : LATER_MB]]
  if (isFirst && device(userHome) !== device(root)) places.push([userHome, HOME_MB])
  for (const [folder, needed] of places) {
    const there = free(folder)
    if (there < needed)
      throw stopped(
        `磁盘空间不够：${folder} 需要 ${needed} MB，只有 ${there} MB。`,
        `There is too little room on the disk: ${folder} needs ${needed} MB and has ${there} MB.`,
      )
  }
}

/** Level by level: in a file system that takes no folder (/proc) Node's own `recursive` never comes back. */
function makeFolder(folder) {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

/**
 * The system's word for why not; nothing where it can be written in.
 * @returns {string | null}
 */
function faultOf(folder) {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK)
    return null
  } catch (error) {
    return error.code ?? 'EACCES'
  }
}
export const canWrite = (folder) => faultOf(folder) === null

/** @param {string[]} folders @param {(folder: string) => string | null} fault */
export function checkRights(folders, fault = faultOf) {
  for (const folder of folders) {
    const code = fault(folder)
    if (code === 'EROFS')
      throw stopped(
        `${folder} 所在的磁盘是只读的：把村议复制到能写的磁盘上再启动。`,
        `${folder} is on a disk that can only be read: copy Cunyi to one that can be written and start there.`,
      )
    if (code)
      throw stopped(
        `文件夹 ${folder} 不能写：请用它的主人启动，或者把村议复制到自己的文件夹里。`,
        `The folder ${folder} cannot be written in: start as the user it belongs to, or copy Cunyi into a folder of your own.`,
      )
  }
}
