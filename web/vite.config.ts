import { pathToFileURL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { budget } from './budget.ts'
import { pwa } from './pwa.ts'

type Table = Record<string, { method: string; path: string; carries?: string }>

/**
 * The phone needs a request's method and path, never its schema: the server checks. In a build each contract
 * file is replaced by that table, so that no schema library reaches a resident's phone.
 */
const contractsWithoutSchemas = (): Plugin => ({
  name: 'contracts-without-schemas',
  apply: 'build',
  enforce: 'pre',
  async load(id) {
    if (!/shared[\\/]src[\\/]api[\\/]([\w-]+[\\/])?[\w-]+\.ts$/.test(id)) return null
    const module: Record<string, Table> = await import(pathToFileURL(id).href)
    const tables = Object.entries(module).filter(([name]) => name.endsWith('Api'))
    // The rights are read by pages as they stand.
    if (tables.length === 0) return null
    return tables.map(([name, table]) => `export const ${name} = ${JSON.stringify(slim(table))}`).join('\n')
  },
})
const slim = (table: Table) =>
  Object.fromEntries(
    Object.entries(table).map(([name, { method, path, carries }]) => [
      name,
      carries ? { method, path, carries } : { method, path },
    ]),
  )

/**
 * reka-ui asks `"useId" in vue`, to run with Vue before 3.5 too; for that question a bundler keeps the whole of Vue, an
 * eighth of what a phone fetches first. The build fails where a later release asks otherwise.
 */
const onlyWhatIsUsedOfVue = (): Plugin => ({
  name: 'only-what-is-used-of-vue',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    if (!/[\\/]reka-ui[\\/]/.test(id) || !code.includes('import * as vue from "vue"')) return null
    const rest = code.replace(
      'import * as vue from "vue"',
      'import { useId as idOfVue } from "vue"\nconst vue = { useId: idOfVue }',
    )
    const asked = [...rest.matchAll(/\bvue\.(\w+)/g)].filter(([, what]) => what !== 'useId')
    if (asked.length) this.error(`${id} asks Vue for ${asked.map(([, what]) => what)}`)
    return { code: rest, map: null }
  },
})

const SERVER = process.env.CUNYI_SERVER ?? 'http://127.0.0.1:3000'
/** The front page and the public pages with their files are drawn by the server, from the last build. */
const DRAWN = '^/(health|v|villages|checkpoints|assets|verify\\.html)(/|\\?|$)|^/(\\?|$)'

/** The server says on the page in which mode it is; in development Vite serves the page. */
const modeOnThePage = (): Plugin => ({
  name: 'mode-on-the-page',
  apply: 'serve',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { name: 'cunyi-mode', content: process.env.CUNYI_MODE ?? 'demo' },
      injectTo: 'head',
    },
  ],
})

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    vue(),
    contractsWithoutSchemas(),
    onlyWhatIsUsedOfVue(),
    modeOnThePage(),
    ...(isSsrBuild ? [] : [budget(), pwa()]),
  ],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
  },
  // `npm run dev`: what the server answers by itself is handed through, its sockets too.
  server: { proxy: { '/api/': { target: SERVER, ws: true }, [DRAWN]: { target: SERVER } } },
  ssr: { noExternal: true, target: 'node' },
  publicDir: isSsrBuild ? false : 'public',
  build: isSsrBuild
    ? { outDir: 'dist/server', target: 'node22', emptyOutDir: true }
    : {
        outDir: 'dist/client',
        // The oldest web views still seen on villagers' phones.
        target: ['chrome79', 'safari13'],
        cssTarget: ['chrome79', 'safari13'],
        manifest: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: true },
        rollupOptions: {
          input: { app: 'index.html', board: 'src/app/board.ts', charts: 'src/app/charts.ts' },
        },
      },
}))
