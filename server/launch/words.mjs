// The launcher's sentences, each in both languages: 中文 first.

export const say = (line) => console.log(line)
export const both = (zh, en) => `${zh}\n${en}`

/** Ends a launcher with a sentence. */
export class Stopped extends Error {
  /** @param {string} message @param {number} [code] */
  constructor(message, code = 1) {
    super(message)
    this.code = code
  }
}
/** In the words of Node, npm, pnpm and PostgreSQL. */
export const isFull = (text) => /\b(ENOSPC|EDQUOT)\b|no space left on device|\bos error 28\b/i.test(text)

/** 中文 and English of the same. */
export const stopped = (zh, en) => new Stopped(both(zh, en))

const REASONS = {
  ENOSPC: ['磁盘满了', 'the disk is full'],
  EDQUOT: ['磁盘配额用完了', 'the quota of the disk is used up'],
  EACCES: ['没有权限', 'there is no right to it'],
  EPERM: ['没有权限', 'there is no right to it'],
  EROFS: ['磁盘是只读的', 'the disk can only be read'],
  ENOTDIR: ['路径里有一段不是文件夹', 'part of the path is no folder'],
  EMFILE: ['打开的文件太多', 'too many files are open'],
}

/** What the system said no to, as a sentence; nothing for what is a fault of ours. */
export function sentenceOf({ code, path, message }) {
  const [zh, en] = REASONS[code] ?? []
  if (!zh) return null
  const where = path ?? /'([^']+)'/.exec(message ?? '')?.[1] ?? '.'
  return both(`写不进去或打不开 ${where}：${zh}。`, `${where} cannot be opened or written: ${en}.`)
}
