// The rooms of the rules. A file stands in a room; an import goes down, or to a room of the same level that does not
// come back; types count as imports.
const LEVELS = [
  ['words'],
  ['law'],
  ['people', 'matter', 'poll', 'oversight'],
  ['meeting', 'disclosure', 'papers'],
  ['api'],
] // from the ground up
const ROOMS = LEVELS.flat().join('|')
const OUTSIDE = `^shared/src/(?!(${ROOMS})/)`
module.exports = {
  forbidden: [
    ...LEVELS.slice(0, -1).map((rooms, i) => ({
      name: `no-up-from-${rooms.join('-')}`,
      severity: 'error',
      from: { path: `^shared/src/(${rooms.join('|')})/` },
      to: {
        path: `^shared/src/(${LEVELS.slice(i + 1)
          .flat()
          .join('|')})/`,
      },
    })),
    {
      name: 'no-folder-circle',
      scope: 'folder',
      severity: 'error',
      from: { path: '^shared/src/' },
      to: { circular: true },
    },
    { name: 'no-file-circle', severity: 'error', from: {}, to: { circular: true } },
    // Three rows, for a file that imports, one that is imported, and one that stands alone.
    { name: 'no-file-outside-a-room', severity: 'error', from: { path: OUTSIDE }, to: {} },
    { name: 'no-file-outside-a-room', severity: 'error', from: {}, to: { path: OUTSIDE } },
    { name: 'no-file-outside-a-room', severity: 'error', from: { orphan: true, path: OUTSIDE }, to: {} },
  ],
  options: {
    tsPreCompilationDeps: true, // type imports count
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'shared/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
}
