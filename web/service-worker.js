// Runs beside the pages of this origin, also when none is open: keeps the program's files, says that there is no network, and
// tells what a customer wrote. web/vite.config.ts puts in the two constants. It never keeps an answer of the API.
const VERSION = '__VERSION__'
const SHELL = ['__SHELL__']

const CACHE = `harkara-${VERSION}`
const OFFLINE = '/offline.html'
/** Files and addresses that are no pages of the web app. */
const NO_PAGE = /^\/(?:api|reference|healthz|webhooks?)(?:\/|$)/

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  )
})

// An open page of an older version asks for files of its own: they are fetched, or it loads itself anew (reload-after-deploy.ts).
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (!NO_PAGE.test(url.pathname)) event.respondWith(page(request))
  } else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

/** Always the newest page: it names the files that belong together. */
async function page(request) {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error()
  }
}

/** A hashed name never gets another content: what is kept is right. */
async function asset(request) {
  const kept = await caches.match(request)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok && answer.status === 200) {
    const cache = await caches.open(CACHE)
    await cache.put(request, answer.clone())
  }
  return answer
}

const WORDS = {
  en: {
    one: 'A customer wrote to you',
    many: (count) => `${count} new messages`,
    kinds: {
      image: 'Photo',
      video: 'Video',
      audio: 'Voice message',
      document: 'Document',
      sticker: 'Sticker',
      location: 'Location',
      contacts: 'Contact card',
      order: 'Order',
    },
  },
  hi: {
    one: 'किसी ग्राहक ने आपको लिखा है',
    many: (count) => `${count} नए संदेश`,
    kinds: {
      image: 'फ़ोटो',
      video: 'वीडियो',
      audio: 'आवाज़ संदेश',
      document: 'दस्तावेज़',
      sticker: 'स्टिकर',
      location: 'जगह',
      contacts: 'संपर्क कार्ड',
      order: 'ऑर्डर',
    },
  },
}

// From a push service, and from a page that is open but not looked at. Either may come first.
self.addEventListener('push', (event) => {
  if (event.data !== null) event.waitUntil(tell(event.data.json()))
})
self.addEventListener('message', (event) => {
  if (event.data?.kind === 'notify') event.waitUntil(tell(event.data.text))
})

const told = new Set()

/** One notification for each conversation, each message once, and none while somebody looks at Harkara. */
async function tell({ conversation, message, from, text, type, count, locale, isSilent }) {
  if (told.has(message)) return
  told.add(message)
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (pages.some((one) => one.focused)) return
  const shown = await self.registration.getNotifications({ tag: conversation })
  if (shown.some(({ data }) => data?.message === message)) return
  const words = WORDS[locale] ?? WORDS.en
  const news = count > 1 ? words.many(count) : words.one
  await self.registration.showNotification(from ?? 'Harkara', {
    body: from === null ? news : (text ?? words.kinds[type] ?? news),
    tag: conversation,
    renotify: true,
    silent: isSilent,
    lang: locale,
    icon: '/icon-192.png',
    badge: '/badge-96.png',
    data: { conversation, message },
  })
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { conversation } = event.notification.data
  event.waitUntil(open(conversation))
})

async function open(conversation) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const [page] = pages
  if (page === undefined) return self.clients.openWindow(`/inbox/${encodeURIComponent(conversation)}`)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a page of ours, which has no other
  page.postMessage({ kind: 'open', conversation })
  return page.focus()
}
