// Runs after `npm ci`: builds the web app and the phone, so that `npm start` has something to show. Without the build's
// tools (npm ci --omit=dev) there is nothing to build with, and the files must have been built before.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const vite = 'node_modules/vite/bin/vite.js'
const apps = ['web/vite.config.ts', 'simulator/phone/vite.config.ts']
if (existsSync(vite))
  for (const config of apps)
    if (existsSync(config))
      execFileSync('node', [vite, 'build', '--config', config, '--logLevel', 'warn'], { stdio: 'inherit' })
