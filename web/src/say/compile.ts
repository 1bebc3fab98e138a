/**
 * 一句话: a message with its {names} filled in, and nothing else: no plural forms, no links, no HTML. This is all
 * our messages use, so the phone is spared the library's own compiler.
 */
type Context = { named: (name: string) => unknown }
export const messageCompiler = (message: unknown) => (context: Context) =>
  String(message).replace(/\{(\w+)\}/g, (_, name: string) => String(context.named(name) ?? ''))
