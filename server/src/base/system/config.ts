import { homedir, networkInterfaces } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ownUrl } from './addresses.ts'
import { StartRefused } from './refused.ts'

const CHECKOUT = fileURLToPath(new URL('../../../../', import.meta.url))

const url = (...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    error: `must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  })
const path = z
  .string()
  .min(1)
  .transform((value) => resolve(value.replace(/^~(?=\/)/, homedir())))

const environment = z.object({
  CUNYI_MODE: z.enum(['demo', 'production', 'test']).optional(),
  CUNYI_HOME: path.optional(),
  /** Only in mode test: the instant at which the settable clock stands in the beginning. */
  CUNYI_CLOCK: z.iso.datetime({ offset: true }).optional(),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  APP_DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  KEY_FILE: path.optional(),
  KEYS_DIR: path.optional(),
  FONTS_DIR: path.optional(),
  PUBLIC_URL: url('http:', 'https:').optional(),
  SMS_URL: url('http:', 'https:').optional(),
  SMS_TOKEN: z.string().optional(),
  SMS_REPORT_SECRET: z.string().min(16).optional(),
  SMS_PER_SECOND: z.coerce.number().int().min(1).max(1000).optional(),
  /** As 0.1.0 had it; SMS_PER_SECOND goes before it. */
  SMS_PER_MINUTE: z.coerce.number().int().min(1).max(60_000).optional(),
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[\w-]{87}$/)
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
  VAPID_SUBJECT: url('mailto:', 'https:').optional(),
  PUSH_SERVICES: z.string().min(1).optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ENDPOINT: url('http:', 'https:').optional(),
  S3_REGION: z.string().min(1).optional(),
  S3_ACCESS_KEY: z.string().min(1).optional(),
  S3_SECRET_KEY: z.string().min(1).optional(),
  HOST: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** What `npm start -- --demo-open` says. */
  CUNYI_DEMO_OPEN: z.enum(['yes', 'no']).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
})

export type SmsSettings = {
  url: string
  token: string | undefined
  /** Shared with the gateway; without it nobody's delivery reports are believed. */
  reportSecret: string | undefined
  /** Milliseconds in which it must have answered; ten seconds. */
  patience?: number
}

export type PushSettings = {
  publicKey: string
  privateKey: string
  /** Whom a push service may write to. */
  subject: string
  /** The hosts messages may go to, with those below them; or a whole origin. */
  services: string[]
}

export type Mode = 'demo' | 'production' | 'test'

/** An object store that speaks S3. */
export type S3Settings = {
  bucket: string
  endpoint: string | undefined
  region: string
  accessKey: string
  secretKey: string
}

export interface Config {
  mode: Mode
  /** Folder of the embedded database, its keys and the lock. */
  home: string
  databaseUrl: string | undefined
  appDatabaseUrl: string | undefined
  keyFile: string
  keysDir: string
  /** A folder of further type faces; null: those brought along. */
  fontsDir: string | null
  publicUrl: string
  sms: SmsSettings | undefined
  /** Milliseconds between two messages through the SMS gateway, whichever village or process they are of. */
  smsSpacing: number
  /** Off unless all three VAPID settings are there. */
  push: PushSettings | undefined
  host: string
  port: number
  /** The demo's own requests (enter as somebody, move its clock) answer the network too, not this machine alone. */
  isDemoOpen: boolean
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Set: the clock is settable and stands here. */
  clock: Date | undefined
  /** The demo's clock, which runs and may be moved. */
  ownClock?: true
  /** Folder of the attachments, unless an object store is set. */
  files: string
  s3: S3Settings | undefined
}

export function readConfig(env: NodeJS.ProcessEnv, args: string[] = []): Config {
  const values = parse({ ...env, ...argumentsOf(args) })
  const mode = values.CUNYI_MODE ?? (values.DATABASE_URL ? 'production' : 'demo')
  const home = values.CUNYI_HOME ?? join(CHECKOUT, '.cunyi')
  const port = values.PORT ?? 3000
  const host = values.HOST ?? '127.0.0.1'
  const missing = mode === 'production' ? missingInProduction(values) : []
  if (values.DATABASE_URL && !values.KEYS_DIR && mode !== 'production') missing.push(KEYS_DIR_MISSING)
  if (values.S3_BUCKET && !(values.S3_ACCESS_KEY && values.S3_SECRET_KEY))
    missing.push('S3_ACCESS_KEY and S3_SECRET_KEY are missing: S3_BUCKET is set')
  const vapid = [values.VAPID_PUBLIC_KEY, values.VAPID_PRIVATE_KEY, values.VAPID_SUBJECT]
  if (vapid.some(Boolean) && !vapid.every(Boolean))
    missing.push('VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY and VAPID_SUBJECT are set together or not at all')
  if (mode !== 'test' && values.CUNYI_CLOCK) missing.push('CUNYI_CLOCK is for CUNYI_MODE=test only')
  if (missing.length > 0)
    throw new StartRefused(
      `In ${mode} mode the server does not start like this:\n  - ${missing.join('\n  - ')}`,
    )
  return {
    mode,
    home,
    databaseUrl: values.DATABASE_URL,
    appDatabaseUrl: values.APP_DATABASE_URL,
    keyFile: values.KEY_FILE ?? join(home, 'keys.json'),
    keysDir: values.KEYS_DIR ?? join(home, 'poll-keys'),
    fontsDir: values.FONTS_DIR ?? null,
    publicUrl: values.PUBLIC_URL?.replace(/\/$/, '') ?? ownUrl(host, port, networkInterfaces()),
    sms: values.SMS_URL
      ? { url: values.SMS_URL, token: values.SMS_TOKEN, reportSecret: values.SMS_REPORT_SECRET }
      : undefined,
    smsSpacing: spacingOf(values),
    push: pushOf(values),
    host,
    port,
    isDemoOpen: values.CUNYI_DEMO_OPEN === 'yes',
    logLevel: values.LOG_LEVEL ?? (mode === 'production' ? 'info' : 'warn'),
    clock: values.CUNYI_CLOCK ? new Date(values.CUNYI_CLOCK) : undefined,
    files: join(home, 'files'),
    s3: s3Of(values),
  }
}

/** What most gateways take from one customer. */
const SMS_PER_SECOND = 10

const spacingOf = ({
  SMS_PER_SECOND: second,
  SMS_PER_MINUTE: minute,
}: z.infer<typeof environment>): number =>
  second || !minute ? Math.ceil(1000 / (second ?? SMS_PER_SECOND)) : Math.ceil(60_000 / minute)

/** The push services of the browsers people use. */
const PUSH_SERVICES = 'fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com'

const pushOf = (values: z.infer<typeof environment>): PushSettings | undefined =>
  values.VAPID_PUBLIC_KEY && values.VAPID_PRIVATE_KEY && values.VAPID_SUBJECT
    ? {
        publicKey: values.VAPID_PUBLIC_KEY,
        privateKey: values.VAPID_PRIVATE_KEY,
        subject: values.VAPID_SUBJECT,
        services: (values.PUSH_SERVICES ?? PUSH_SERVICES).split(',').map((one) => one.trim()),
      }
    : undefined

const s3Of = (values: z.infer<typeof environment>): S3Settings | undefined =>
  values.S3_BUCKET && values.S3_ACCESS_KEY && values.S3_SECRET_KEY
    ? {
        bucket: values.S3_BUCKET,
        endpoint: values.S3_ENDPOINT,
        region: values.S3_REGION ?? 'us-east-1',
        accessKey: values.S3_ACCESS_KEY,
        secretKey: values.S3_SECRET_KEY,
      }
    : undefined

const KEYS_DIR_MISSING =
  'KEYS_DIR is missing: a folder for poll keys outside the database and its backups, shared by all processes'

function missingInProduction(values: z.infer<typeof environment>): string[] {
  const missing: string[] = []
  if (!values.KEY_FILE)
    missing.push('KEY_FILE is missing: the lasting keys; `npm start -- keys FILE` makes one')
  if (!values.KEYS_DIR) missing.push(KEYS_DIR_MISSING)
  if (!values.PUBLIC_URL?.startsWith('https:')) missing.push('PUBLIC_URL is missing or not https')
  if (!values.CUNYI_HOME && !values.S3_BUCKET)
    missing.push(
      'CUNYI_HOME is missing: the folder of the attachments (or S3_BUCKET); never the checkout unasked',
    )
  if (!values.SMS_URL) missing.push('SMS_URL is missing: the address that sends one-time codes to phones')
  return missing
}

function argumentsOf(args: string[]): NodeJS.ProcessEnv {
  try {
    const { values } = parseArgs({
      args,
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        'demo-open': { type: 'boolean' },
        // Of the launcher: only the settings are looked at; only the demo is filled.
        check: { type: 'boolean' },
        fill: { type: 'boolean' },
      },
    })
    return {
      ...(values.host ? { HOST: values.host } : {}),
      ...(values.port ? { PORT: values.port } : {}),
      ...(values['demo-open'] ? { CUNYI_DEMO_OPEN: 'yes' } : {}),
    }
  } catch (error) {
    throw new StartRefused((error as Error).message)
  }
}

function parse(env: NodeJS.ProcessEnv) {
  // An empty line in an .env file means: not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = environment.safeParse(given)
  if (result.success) return result.data
  const complaints = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new StartRefused(`A setting cannot be right: ${complaints.join('; ')}.`)
}

/** 会跳的钟: what a jump would be taken for (an outage, a clock gone wrong) is not looked for. */
export const mayJump = ({ clock, ownClock }: Pick<Config, 'clock' | 'ownClock'>): boolean =>
  clock !== undefined || ownClock === true
