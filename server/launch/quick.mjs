// drizzle-orm's package.json is 179 KB, and Node reads it again for each of the package's ES modules: more than a
// second of every start. Its CommonJS files are the same code and are read once. Without this all works, later.
import * as module from 'node:module'

const DRIZZLE = /\/node_modules\/drizzle-orm\/[^?]*\.js$/

module.registerHooks?.({
  resolve(specifier, context, nextResolve) {
    const found = nextResolve(specifier, context)
    if (!DRIZZLE.test(found.url)) return found
    return { ...found, url: found.url.replace(/\.js$/, '.cjs'), format: 'commonjs' }
  },
})
