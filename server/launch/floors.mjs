// The floors of a package, asked of dependency-cruiser by its command from the root it is given.
import { join } from 'node:path'

export const FLOORED = ['shared', 'server', 'web']

/**
 * The command and its arguments: what `npm run check` runs, `npm run house` counts and a test plants faults for.
 * @param {string} root
 * @param {string} folder
 * @param {string[]} more
 * @returns {[command: string, args: string[]]}
 */
export const floorsOf = (root, folder, ...more) => [
  process.execPath,
  [
    join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    `${folder}/src`,
    '--config',
    `${folder}/.dependency-cruiser.cjs`,
    ...more,
  ],
]
