import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** A suite is a folder. `node server/launch/test.mjs` says which of them need more than Node. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    projects: [
      {
        test: { name: 'rules', include: ['rules/**/*.test.ts'], isolate: false, sequence: { groupOrder: 1 } },
      },
      {
        test: {
          name: 'server',
          include: ['server/**/*.test.ts'],
          globalSetup: ['./server/database.setup.ts'],
          // Modules are read once a worker and not once a file; what a test keeps, it keeps in its database.
          isolate: false,
          // Some start the real server several times; a machine may be slow or busy.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        plugins: [vue()],
        test: {
          name: 'web',
          include: ['web/**/*.test.ts'],
          environment: 'happy-dom',
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'journey',
          include: ['journey/**/*.test.ts'],
          globalSetup: ['./server/database.setup.ts'],
          sequence: { groupOrder: 4 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'model',
          include: ['model/**/*.test.ts'],
          globalSetup: ['./server/database.setup.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 6 },
        },
      },
      {
        test: {
          name: 'fault',
          include: ['fault/**/*.test.ts'],
          sequence: { groupOrder: 5 },
          testTimeout: 600_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
