/** 一局: commands against one village, each followed by what must hold. The first that does not ends it. */
import type { AskOptions, Reply } from '../server/village.ts'
import { randomAct } from './commands.ts'
import type { Change } from './feed.ts'
import { Judge } from './judge.ts'
import type { Player } from './player.ts'
import { push } from './push.ts'
import { type Random, randomOf } from './random.ts'
import type { Broken } from './rule.ts'
import type { Seen } from './seen.ts'
import { type Asked, World } from './world.ts'

/** One command, before anybody knows what it will meet. */
export type Command = { lawful: boolean; seed: number }

export class Play implements Player {
  readonly world: World
  readonly seen: Seen
  private readonly judge: Judge
  /** What this village was asked, in words. */
  readonly told: string[] = []
  private asked: Asked[] = []
  private said: string[] = []
  private isClock = false
  /** Of each matter, how often in a row the next lawful step was refused. */
  readonly stuck = new Map<string, number>()
  readonly uploads: string[] = []

  private constructor(world: World, seen: Seen) {
    this.world = world
    this.seen = seen
    this.judge = new Judge(world, seen)
  }

  static async open(seen: Seen): Promise<Play> {
    const world = await World.open()
    seen.villages += 1
    return new Play(world, seen)
  }

  /** One request of this command. */
  async ask(who: string | null, request: string, options: AskOptions = {}, meant = ''): Promise<Reply> {
    const reply = await this.world.ask(who, request, options)
    const code = reply.status === 200 ? '' : String(reply.body?.code ?? reply.status)
    this.seen.requests += 1
    this.seen.note('request', request)
    if (code) this.seen.note('refusal', code)
    this.asked.push({ who, request, options, reply })
    this.said.push(`${who ?? 'anyone'} ${request}${meant ? ` ${meant}` : ''}${code ? ` → ${code}` : ''}`)
    return reply
  }
  async upload(who: string, purpose: string): Promise<string | null> {
    const id = await this.world.upload(who, purpose, TINY_PNG)
    this.isUpload = true
    if (id) this.uploads.push(id)
    return id
  }
  private isUpload = false
  /** The clock goes on, and all that is due on the way is done. */
  async clock(to: Date) {
    if (to <= this.world.now()) return
    this.isClock = true
    this.said.push(`clock ${to.toISOString()}`)
    await this.world.village.clock.set(to)
  }

  /** Plays one command; what does not hold afterwards. */
  async step(command: Command): Promise<Broken[]> {
    const random: Random = randomOf(command.seed)
    this.asked = []
    this.said = []
    this.isClock = false
    this.isUpload = false
    this.seen.commands += 1
    if (command.lawful) await push(this, random)
    else await randomAct(this, random)
    const changes: Change[] = await this.world.feed.read()
    const broken = this.judge.after({
      asked: this.asked,
      changes,
      isClock: this.isClock,
      isUpload: this.isUpload,
    })
    this.told.push(`${command.lawful ? '=' : '?'} ${this.said.join('; ') || 'nothing to do'}`)
    return broken
  }

  close = () => this.world.close()
}

const TINY_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAOUlEQVRIie3WuQkAMBADQfex/atOV2FwMHC54NCzZ/X0DoG8KC6aoKUqpk0zODOZoYqAV9Cxr+n6AnDmcC6S3MdRAAAAAElFTkSuQmCC',
  'base64',
)
