import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['e2e/**/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
    maxConcurrency: 3,
    hookTimeout: 60_000,
    // One browser, one server: files follow one another.
    fileParallelism: false,
  },
})
