// Pages travel over slow village networks: each built file is kept in its compressed forms beside it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const SMALLEST = 1024

export function compressSite(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) compressSite(path)
    else if (/\.(js|css|html|svg|json|txt|webmanifest)$/.test(entry.name)) {
      const content = readFileSync(path)
      if (content.length < SMALLEST) continue
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
      writeFileSync(
        `${path}.br`,
        brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      )
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) compressSite(process.argv[2])
