// The house in twenty lines: a file stands in a room, a room on a floor. An import goes down a floor, or to a room
// of the same floor that does not come back. Types count as imports. Held by `npm run check`.
const FLOORS = ['base', 'door', 'village', 'matters', 'views', 'app'] // from the ground up
const outside = { path: '^server/src/', pathNot: `^server/src/(main\\.ts$|(${FLOORS.join('|')})/[^/]+/)` }

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...FLOORS.slice(0, -1).map((floor, at) => ({
      name: `no-up-from-${floor}`,
      severity: 'error',
      from: { path: `^server/src/${floor}/` },
      to: { path: `^server/src/(${FLOORS.slice(at + 1).join('|')})/|^server/src/main\\.ts$` },
    })),
    {
      name: 'no-folder-circle',
      scope: 'folder',
      severity: 'error',
      from: { path: '^server/src/' },
      to: { circular: true },
    },
    { name: 'no-file-circle', severity: 'error', from: {}, to: { circular: true } },
    // A circle between a folder and a folder inside it is not seen: so no file may stand loose. Three rows, for a
    // file that imports, one that is imported, and one that stands alone.
    { name: 'no-file-outside-a-room', severity: 'error', from: outside, to: {} },
    { name: 'no-file-outside-a-room', severity: 'error', from: {}, to: outside },
    { name: 'no-file-outside-a-room', severity: 'error', from: { orphan: true, ...outside }, to: {} },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules' },
    tsConfig: { fileName: 'server/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.js'],
    },
  },
}
