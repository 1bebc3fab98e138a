// `npm run countersign`: countersigning needs a Node that reads TypeScript, and not one package.
import { launch, runScript, toolchain } from './toolchain.mjs'

await launch(async (args) => {
  const { node } = await toolchain({ pnpm: false })
  return runScript(node, 'server/verify/countersign.ts', args)
})
