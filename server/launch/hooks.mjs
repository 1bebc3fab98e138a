// Runs after an install in a clone somebody works in; never on a CI machine or for `npm start`.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

if (!process.env.CI && !process.env.CUNYI_LAUNCH && existsSync('.git') && existsSync('.githooks')) {
  try {
    execFileSync('git', ['config', 'core.hooksPath', '.githooks'], { stdio: 'ignore' })
  } catch {
    console.log('git is not here: the pre-commit hook stays off')
  }
}
