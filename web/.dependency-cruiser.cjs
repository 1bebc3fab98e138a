// The five floors of web/src: "depcruise web/src --config web/.dependency-cruiser.cjs", from the root.
const { realpathSync } = require('node:fs')
const { createRequire } = require('node:module')
// Without Vue's compiler within its reach the cruiser takes a .vue file for plain script, in silence: then this throws.
createRequire(realpathSync(process.argv[1])).resolve('@vue/compiler-sfc')

const FLOORS = ['say', 'phone', 'parts', 'tasks', 'app'] // from the ground up
const ON_A_FLOOR = '^web/src/(say|phone|parts|app)/|^web/src/tasks/[^/]+/'
const outside = { path: '^web/src/', pathNot: ON_A_FLOOR }
module.exports = {
  forbidden: [
    ...FLOORS.slice(0, -1).map((floor, i) => ({
      name: `no-up-from-${floor}`,
      severity: 'error',
      from: { path: `^web/src/${floor}/` },
      to: { path: `^web/src/(${FLOORS.slice(i + 1).join('|')})/` },
    })),
    {
      name: 'no-task-imports-another',
      severity: 'error',
      from: { path: '^web/src/tasks/([^/]+)/' },
      to: { path: '^web/src/tasks/', pathNot: '^web/src/tasks/$1/' },
    },
    {
      name: 'no-folder-circle',
      scope: 'folder',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { circular: true },
    },
    { name: 'no-file-circle', severity: 'error', from: {}, to: { circular: true } },
    // Three ways to stand outside: imported, importing, neither.
    { name: 'no-file-outside-a-floor', severity: 'error', from: {}, to: outside },
    { name: 'no-file-outside-a-floor', severity: 'error', from: outside, to: {} },
    { name: 'no-file-outside-a-floor', severity: 'error', from: { orphan: true, ...outside }, to: {} },
  ],
  options: {
    tsPreCompilationDeps: true, // type imports count
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules' },
    tsConfig: { fileName: 'web/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.js'],
    },
  },
}
