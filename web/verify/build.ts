/**
 * 查验页, built: script and style stand in the one file, and its own policy lets nothing else run and nothing be fetched.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin, UserConfig } from 'vite'

export const PAGE = 'verify.html'
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

export function pageOf(script: string): string {
  const style = readFileSync(at('page.css'), 'utf8')
  // The one word that would end it.
  const safe = script.replaceAll('</script', '<\\/script')
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(safe)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts: Record<string, string> = { STYLE: style, SCRIPT: safe }
  return readFileSync(at('page.html'), 'utf8').replace(
    />\s*\/\* (STYLE|SCRIPT) \*\/\s*<|"POLICY"/g,
    (_, name: string | undefined) => (name ? `>${parts[name]}<` : `"${policy}"`),
  )
}

/** The verifier as it is, on the browser's ground instead of Node's. */
const onBrowser = (): Plugin => ({
  name: 'verifier-on-a-browser',
  enforce: 'pre',
  resolveId(source, importer) {
    if (/[\\/]platform\.ts$/.test(source) && importer && /server[\\/]verify[\\/]/.test(importer))
      return at('platform.ts')
    if (source.startsWith('node:')) throw new Error(`the checker page cannot have ${source}`)
    return null
  },
})

const intoOneFile = (): Plugin => ({
  name: 'into-one-file',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((one) => one.type === 'chunk')
    const [chunk] = chunks
    if (!chunk || chunks.length !== 1) throw new Error('the checker page is one script')
    for (const name of Object.keys(bundle)) delete bundle[name]
    this.emitFile({ type: 'asset', fileName: PAGE, source: pageOf(chunk.code) })
  },
})

/** `entry` other than the page's own, as a test has it: the script alone, its exports in a variable `checker`. */
export const configFor = (entry = at('page.ts')): UserConfig => ({
  root: at('..'),
  publicDir: false,
  logLevel: 'warn',
  plugins: [onBrowser(), ...(entry === at('page.ts') ? [intoOneFile()] : [])],
  build: {
    outDir: at('../dist/client'),
    emptyOutDir: false,
    target: ['chrome79', 'safari14'],
    modulePreload: false,
    rollupOptions: {
      input: entry,
      output: { format: 'iife', name: 'checker' },
      preserveEntrySignatures: 'strict',
    },
  },
})
