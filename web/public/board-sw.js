/**
 * 公开栏断网时: the public pages as they were last seen, with the time. The server is asked first, always; a page that
 * was never seen says so and leads back. No script stands on those pages: the app's own page registers this worker.
 */
const SEEN = 'board-seen'
const MOST = 40
const PAGE = /^\/(v\/\d{12}(\/(m|p)\/[0-9a-f-]{36}|\/help)?|villages)?$/
const PART = /^\/(assets\/|seal\.svg|icons\/)/

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

async function keep(request, response) {
  const cache = await caches.open(SEEN)
  await cache.put(request, response)
  const keys = await cache.keys()
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old)
}

const two = (n) => String(n).padStart(2, '0')
function whenOf(response) {
  const at = new Date(response.headers.get('date') || Date.now())
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Said at the head of the page itself, in both languages of it. */
async function asSeen(response) {
  const html = await response.text()
  const english = /<html lang="en"/.test(html)
  const when = whenOf(response)
  const said = english
    ? `No connection: this is the page as last seen on ${when}.`
    : `没有网络：这是 ${when} 看到的内容，连上网再打开就是最新的。`
  const line = `<p class="note note-warning seen-line" role="status">${said}</p>`
  return new Response(html.replace(/(<main[^>]*>)/, `$1${line}`), {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': response.headers.get('content-security-policy') || '',
    },
  })
}

const never = () =>
  new Response(
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>没有网络 · 村议</title></head><body style="font:20px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:32rem;padding:0 1rem"><main><h1 style="font-size:1.4em">现在没有网络</h1><p>这一页还没有存到手机上，连上网才能看。</p><p>There is no connection, and this page is not on this phone yet.</p><p><a style="display:inline-block;padding:.6em 0" href="/app/">返回首页 / Back</a></p></main></body></html>`,
    { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } },
  )

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  const isPage = request.mode === 'navigate' && PAGE.test(url.pathname)
  if (!isPage && !PART.test(url.pathname)) return
  event.respondWith(
    (async () => {
      try {
        const response = await fetch(request)
        if (response.ok) event.waitUntil(keep(request, response.clone()))
        return response
      } catch (error) {
        const seen = await caches.match(request, { cacheName: SEEN, ignoreVary: true })
        if (seen) return isPage ? asSeen(seen) : seen
        if (isPage) return never()
        throw error
      }
    })(),
  )
})
