import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** Where `npm run dev` finds the server; the built pages are served by the binary itself. */
const server = process.env['WEILU_URL'] ?? 'http://127.0.0.1:8080'
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** In development no binary fills the placeholders and no binary routes `/console` to its entry. */
function devPages(): Plugin {
  return {
    name: 'weilu-dev-pages',
    apply: 'serve',
    configureServer(dev) {
      dev.middlewares.use((request, _response, next) => {
        const url = request.url ?? '/'
        const isPage = (request.headers.accept?.includes('text/html') ?? false) && !url.startsWith('/e2e/')
        if (isPage) request.url = /^\/console(\/|\?|$)/.test(url) ? '/console.html' : '/member.html'
        next()
      })
    },
    transformIndexHtml: (html) =>
      html
        .replaceAll('%WEILU_TITLE%', 'Weilu')
        .replaceAll('%WEILU_LANG%', 'zh-CN')
        .replaceAll('%WEILU_NONCE%', 'dev'),
  }
}

export default defineConfig({
  plugins: [
    vue(),
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    devPages(),
  ],
  appType: 'mpa',
  resolve: { alias: { '@': path('./src') } },
  html: { cspNonce: '%WEILU_NONCE%' },
  build: {
    // Chat apps on older phones embed engines of this age; what they lack is transpiled.
    target: ['chrome79', 'safari13'],
    manifest: 'manifest.json',
    rollupOptions: { input: { member: path('./member.html'), console: path('./console.html') } },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, ws: true },
      '/blob': server,
      '/feed': server,
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    server: { deps: { inline: ['vant', 'element-plus'] } },
  },
})
