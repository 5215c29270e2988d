// Before the first paint: the theme and language that the person chose, so that neither flashes; a file of its own, so
// that the page needs no inline script. Keep in step with src/platform/preferences.ts.
;(function () {
  var root = document.documentElement
  var saved = {}
  try {
    saved = JSON.parse(localStorage.getItem('harkara.preferences') || '{}')
  } catch {}
  var dark =
    saved.theme === 'dark' || (saved.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = dark ? 'dark' : 'light'
  var locale = saved.locale || ((navigator.language || 'en').slice(0, 2) === 'hi' ? 'hi' : 'en')
  root.lang = locale
  if (/^\/(?:sign-|join\/|forgot-|reset-|no-business)/.test(location.pathname)) root.dataset.outside = ''
  var catalogue = root.getAttribute('data-catalogue-' + locale)
  if (catalogue) {
    var link = document.createElement('link')
    link.rel = 'modulepreload'
    link.crossOrigin = ''
    link.href = catalogue
    document.head.appendChild(link)
  }
})()
