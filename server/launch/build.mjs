// `npm run build`: the pages, where they changed.
import { buildSite, launch } from './toolchain.mjs'

await launch(async () => {
  await buildSite()
  return 0
})
