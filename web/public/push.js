// 手机通知: part of the worker; shows a reminder and opens its meeting.
self.addEventListener('push', (event) => {
  const note = event.data ? event.data.json() : null
  if (!note) return
  event.waitUntil(
    self.registration.showNotification(note.title, {
      body: note.body,
      // The same message twice is shown once.
      tag: note.key,
      icon: '/icons/192.png',
      data: note.link,
    }),
  )
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const link = new URL(event.notification.data, self.location.origin)
  if (link.origin !== self.location.origin) return
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((pages) => {
      const page = pages.find((one) => one.url.startsWith(`${self.location.origin}/app`))
      return page ? page.focus().then(() => page.navigate(link.href)) : self.clients.openWindow(link.href)
    }),
  )
})
