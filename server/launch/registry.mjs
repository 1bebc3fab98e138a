// Where packages come from: the settings that npm obeys are handed to every tool, for pnpm reads fewer of them.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { both, Stopped } from './words.mjs'

const PUBLIC = 'https://registry.npmjs.org/'
/** Of ~/.npmrc and the environment, what says how the registry is reached. */
const PASSED = ['registry', 'proxy', 'https-proxy', 'noproxy', 'cafile', 'strict-ssl']
const PATIENCE = 10_000

/** @param {string} text */
export function readNpmrc(text, env = {}) {
  const found = {}
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf('=')
    if (at < 0 || /^\s*[;#]/.test(line)) continue
    const value = line
      .slice(at + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
      .replace(/\$\{(\w+)\}/g, (whole, name) => env[name] ?? whole)
    found[line.slice(0, at).trim()] = value
  }
  return found
}

const fromEnvironment = (env, key) => {
  const wanted = `npm_config_${key.replaceAll('-', '_')}`
  const name = Object.keys(env).find((one) => one.toLowerCase().replaceAll('-', '_') === wanted && env[one])
  return name && env[name]
}

/**
 * As npm weighs them: environment, the checkout's file, the person's, the machine's.
 * @returns {Record<string, string>}
 */
export function registrySettings({ env, root, home, read = readIfThere }) {
  const files = [
    join(root, '.npmrc'),
    fromEnvironment(env, 'userconfig') ?? join(home, '.npmrc'),
    fromEnvironment(env, 'globalconfig'),
  ]
  const read0 = files.filter(Boolean).map((file) => readNpmrc(read(file), env))
  const settings = {}
  for (const key of PASSED) {
    const value = fromEnvironment(env, key) ?? read0.map((one) => one[key]).find(Boolean)
    if (value) settings[key] = value
  }
  return settings
}

const readIfThere = (file) => {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  } catch {
    return ''
  }
}

/** For npm by its own names, for pnpm by its own. */
export function registryEnvironment(settings) {
  const env = {}
  for (const [key, value] of Object.entries(settings)) {
    const name = key.replaceAll('-', '_')
    env[`npm_config_${name}`] = value
    env[`pnpm_config_${name}`] = value
  }
  return env
}

export const registryOf = (settings) => settings.registry ?? PUBLIC

/** Its name as it may be shown: an address can hold a password. */
export function shownRegistry(registry) {
  try {
    const url = new URL(registry)
    return `${url.protocol}//${url.host}${url.pathname}`
  } catch {
    return registry
  }
}

const AWAY = {
  ENOTFOUND: ['找不到这个网址', 'there is no host of that name'],
  EAI_AGAIN: ['网址现在解析不了（没有网络？）', 'its name cannot be looked up now (no network?)'],
  ECONNREFUSED: ['对方不接受连接', 'nothing answers there'],
  ECONNRESET: ['连接被断开', 'the connection was cut'],
  ENETUNREACH: ['没有网络', 'there is no network'],
  EHOSTUNREACH: ['到不了这台机器', 'that machine cannot be reached'],
  ETIMEDOUT: ['没有回应', 'it does not answer'],
  UND_ERR_CONNECT_TIMEOUT: ['没有回应', 'it does not answer'],
}

/** npm goes by these, and fetch does not. */
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']

/**
 * Any answer will do, a no as well; a proxy is npm's to ask. Refused in a sentence that names the registry.
 * @param {Record<string, string>} settings
 * @param {(url: string, how: object) => Promise<unknown>} ask
 * @param {Record<string, string | undefined>} env
 */
export async function checkRegistry(settings, ask = fetch, env = process.env) {
  const registry = registryOf(settings)
  if (settings.proxy || settings['https-proxy'] || PROXIES.some((name) => env[name])) return
  let reason
  try {
    await ask(registry, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE) })
    return
  } catch (error) {
    const cause = error.cause?.errors?.[0] ?? error.cause ?? error
    reason = error.name === 'TimeoutError' ? AWAY.ETIMEDOUT : AWAY[cause.code]
    if (!URL.canParse?.(registry)) reason = ['这不是网址', 'that is no address']
  }
  // What else may be wrong (a certificate, say) npm knows how to live with, or tells.
  if (!reason) return
  const shown = shownRegistry(registry)
  throw new Stopped(
    both(
      `软件包仓库 ${shown} 连不上：${reason[0]}。接上网络，或者换一个镜像：npm config set registry 网址。`,
      `The package registry ${shown} cannot be reached: ${reason[1]}. Connect, or name a mirror: npm config set registry URL.`,
    ),
  )
}
