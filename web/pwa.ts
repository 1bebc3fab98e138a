import { VitePWA } from 'vite-plugin-pwa'
import { firstVisit } from './budget.ts'

/** What may be shown again without a connection, with the time at which it was seen. Tickets and ballots never. */
const SEEN =
  /\/api\/(me|me\/waiting|me\/meetings|me\/record|villages\/\d+\/(proposals|meetings)(\/[0-9a-f-]{36}(\/me)?)?)(\?|$)/
const DAY = 24 * 3600

/**
 * 装到桌面: the worker asks the server first, always. What it keeps is for the moment when there is no connection:
 * the app itself, and what was last seen, marked with its time so that nothing old is taken for current.
 */
export const pwa = () =>
  VitePWA({
    injectRegister: false,
    registerType: 'autoUpdate',
    manifest: {
      name: '村议',
      short_name: '村议',
      description: '村里的事，大家议、大家定、大家看',
      lang: 'zh-CN',
      start_url: '/app/',
      // The public pages too: a link to the board keeps the app's frame.
      scope: '/',
      id: '/app/',
      display: 'standalone',
      background_color: '#f6f4f0',
      theme_color: '#a61c1c',
      icons: [
        { src: '/icons/192.png', sizes: '192x192', type: 'image/png' },
        { src: '/icons/512.png', sizes: '512x512', type: 'image/png' },
        { src: '/icons/maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
    },
    workbox: {
      inlineWorkboxRuntime: true,
      importScripts: ['/push.js'],
      babelPresetEnvTargets: ['chrome 79', 'safari 13'],
      sourcemap: false,
      skipWaiting: true,
      clientsClaim: true,
      cleanupOutdatedCaches: true,
      navigateFallback: null,
      globPatterns: ['index.html', 'assets/*.{js,css}', 'seal.svg'],
      // A member's pages are kept from the first visit on; office pages when they are opened. The page itself is
      // asked for where the server serves it, with what the server writes into it.
      manifestTransforms: [
        (entries) => ({
          manifest: entries
            .filter((one) => !one.url.endsWith('.js') || firstVisit.has(one.url))
            .map((one) => (one.url === 'index.html' ? { ...one, url: '/app/?kept' } : one)),
        }),
      ],
      runtimeCaching: [
        {
          urlPattern: ({ request, url }) => request.mode === 'navigate' && url.pathname.startsWith('/app'),
          handler: 'NetworkOnly',
          options: {
            plugins: [{ handlerDidError: () => caches.match('/app/?kept', { ignoreSearch: true }) }],
          },
        },
        {
          urlPattern: /\/assets\//,
          handler: 'CacheFirst',
          options: { cacheName: 'assets', expiration: { maxEntries: 120, maxAgeSeconds: 30 * DAY } },
        },
        {
          urlPattern: SEEN,
          method: 'GET',
          handler: 'NetworkFirst',
          options: {
            cacheName: 'seen',
            cacheableResponse: { statuses: [200] },
            expiration: { maxEntries: 60, maxAgeSeconds: 7 * DAY },
            plugins: [
              {
                cachedResponseWillBeUsed: async ({ cachedResponse }) => {
                  if (!cachedResponse) return null
                  const headers = new Headers(cachedResponse.headers)
                  headers.set('x-seen', headers.get('date') || '')
                  return new Response(await cachedResponse.blob(), { status: 200, headers })
                },
              },
            ],
          },
        },
      ],
    },
  })
