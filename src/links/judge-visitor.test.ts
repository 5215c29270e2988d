import { expect, test } from 'vitest'
import { judgeVisitor } from './judge-visitor.ts'

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'

test.each([
  ANDROID,
  `${ANDROID} [FB_IAB/FB4A;FBAV/485.0.0.1;]`,
  'Mozilla/5.0 (Linux; Android 13; V2206; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/129.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Mobile; LYF/F320B/LYF-F320B-001; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (Linux; U; Android 12; en-US; RMX3231) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 UCBrowser/13.4 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 10; CUBOT_X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Mobile Safari/537.36',
  'Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423 Version/12.16',
])('%s is a person', (agent) => {
  expect(judgeVisitor('GET', { 'user-agent': agent })).toBe('person')
})

test.each([
  'WhatsApp/2.23.20.0',
  'WhatsApp/2.24.6.78 A',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
  'TelegramBot (like TwitterBot)',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/97.0 Safari/537.36 Google-PageRenderer',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36',
  'curl/8.5.0',
  'python-requests/2.32',
  'Go-http-client/2.0',
  '',
])('%j looks what is behind it', (agent) => {
  expect(judgeVisitor('GET', { 'user-agent': agent })).toBe('preview')
})

test('without a name, with HEAD, or fetched ahead it is no click', () => {
  expect(judgeVisitor('GET', {})).toBe('preview')
  expect(judgeVisitor('HEAD', { 'user-agent': ANDROID })).toBe('preview')
  expect(judgeVisitor('GET', { 'user-agent': ANDROID, 'sec-purpose': 'prefetch;prerender' })).toBe('preview')
  expect(judgeVisitor('GET', { 'user-agent': ANDROID, purpose: 'prefetch' })).toBe('preview')
})
