// `npm test`: every suite that needs nothing but Node.
//   npm test -- rules server      only these suites
//   npm test -- polls/closing     only the files with this in their path
//   npm test -- --later           those that need a browser or time
//   npm test -- --all             both
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { asksHelp, help } from './help.mjs'
import { buildSite, install, launch, ROOT, run, Stopped, say } from './toolchain.mjs'

const PLAIN = ['rules', 'server', 'web']
const LATER = {
  journey: 'needs Chromium and the fonts of fonts-noto-cjk',
  fault: 'kills the server again and again; takes minutes',
  model: 'plays 10,000 commands against a model of the procedure; takes minutes',
}
/** Of the later ones those that look at pages. */
const LOOKS_AT_PAGES = ['journey', 'fault']
const RESULTS = join(ROOT, 'artifacts', 'test-results.json')

/** Whether a folder of tests has a file with one of these in its path; with none, any. */
const hasTests = (folder, parts = []) =>
  existsSync(folder) &&
  readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return hasTests(path, parts)
    return (
      path.endsWith('.test.ts') &&
      (parts.length === 0 || parts.some((part) => path.slice(ROOT.length).includes(part)))
    )
  })

await launch(async (args) => {
  if (asksHelp(args)) return help('test')
  const isAll = args.includes('--all')
  const isLater = args.includes('--later')
  const later = Object.keys(LATER)
  const every = [...PLAIN, ...later]
  const words = args.filter((arg) => !arg.startsWith('-'))
  const named = words.filter((word) => every.includes(word))
  const parts = words.filter((word) => !every.includes(word))
  const within = parts.length > 0 ? every.filter((suite) => hasTests(join(ROOT, 'tests', suite), parts)) : []
  if (parts.length > 0 && within.length === 0)
    throw new Stopped(`No test has ${parts.join(' or ')} in its path; the suites are ${every.join(', ')}.`)
  const chosen = named.length > 0 ? named : within
  const suites = chosen.length > 0 ? chosen : isAll ? every : isLater ? later : PLAIN
  const needsPages = suites.some((suite) => LOOKS_AT_PAGES.includes(suite))
  const { node } = needsPages ? await buildSite() : await install()
  const empty = suites.filter((suite) => !hasTests(join(ROOT, 'tests', suite)))
  const full = suites.filter((suite) => !empty.includes(suite))
  let passed = 0
  let failed = empty.length
  if (full.length > 0) {
    mkdirSync(join(ROOT, 'artifacts'), { recursive: true })
    rmSync(RESULTS, { force: true })
    const { code } = await run(node, [
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'tests', 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config',
      join(ROOT, 'tests', 'vitest.config.ts'),
      ...full.flatMap((suite) => ['--project', suite]),
      ...parts,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${RESULTS}`,
    ])
    const counted = count()
    passed = counted.passed
    // A suite that broke before its first test, or a leak after its last, is a failure as well.
    failed += counted.failed || (code === 0 ? 0 : 1)
  }
  say('')
  for (const suite of empty) say(`The suite ${suite} holds no test.`)
  if (suites === PLAIN)
    for (const [suite, why] of Object.entries(LATER)) say(`Not run here: ${suite} (${why}); .ci/run runs it.`)
  say(`${passed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
})

/** What failed, by name and first line: it stands at the end, where whoever reads only the end finds it. */
function sayFailed(testResults) {
  for (const { name, status, message, assertionResults } of testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    const file = relative(ROOT, name)
    for (const { fullName, failureMessages } of failed)
      say(`FAILED ${file} > ${fullName}: ${firstLines(failureMessages[0])}`)
    if (status === 'failed' && failed.length === 0) say(`FAILED ${file}: ${firstLines(message)}`)
  }
}
function firstLines(text = '') {
  const own = text.split('\n').filter((line) => !line.includes('node_modules'))
  return own.slice(0, 6).join(' | ').slice(0, 600)
}

function count() {
  if (!existsSync(RESULTS)) return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(RESULTS, 'utf8'))
  sayFailed(testResults)
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles }
}
