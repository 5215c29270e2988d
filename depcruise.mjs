// The one place that says who may import whom. A capability lists the capabilities it may enter; everything may
// use platform, and nothing may enter another capability's internal/ folder. The simulator stands alone: it is the
// other side of the wire, and must not share our misunderstandings.
const may = {
  tenants: [],
  nlu: [], // knows texts alone
  audit: ['tenants'],
  people: ['tenants', 'audit', 'realtime'], // of realtime only what appends
  idempotency: ['tenants'],
  keys: ['tenants', 'audit'],
  channels: ['tenants', 'audit'],
  consent: ['tenants', 'audit'],
  deals: ['tenants', 'audit', 'realtime'], // of realtime only what appends
  links: ['tenants', 'audit'],
  contacts: ['tenants', 'audit', 'campaigns', 'consent', 'deals', 'links', 'realtime', 'sequences'], // of realtime only what appends
  imports: ['tenants', 'audit', 'consent', 'contacts', 'media', 'realtime'], // of realtime only what appends
  conversations: ['tenants', 'audit', 'channels', 'contacts', 'flows', 'realtime'], // of realtime only what appends
  reminders: ['tenants', 'audit', 'conversations', 'realtime'], // of realtime only what appends
  segments: ['tenants', 'audit', 'channels', 'contacts', 'realtime'],
  assignment: ['tenants', 'audit', 'people', 'conversations', 'realtime'],
  merges: ['tenants', 'audit', 'consent', 'contacts', 'conversations', 'realtime'],
  'quick-replies': ['tenants', 'audit', 'realtime'],
  views: ['tenants', 'audit', 'conversations', 'realtime'],
  macros: ['tenants', 'audit', 'conversations', 'outbound', 'quick-replies', 'realtime'],
  bulk: ['tenants', 'conversations', 'macros', 'outbound'],
  presence: ['tenants', 'conversations', 'realtime'],
  templates: ['tenants', 'audit', 'channels', 'conversations', 'media', 'realtime'], // of realtime only what appends
  media: ['tenants', 'audit', 'channels', 'conversations', 'realtime'],
  realtime: ['tenants', 'audit', 'conversations'],
  search: ['tenants', 'channels', 'conversations', 'realtime'],
  push: ['tenants', 'channels', 'conversations', 'realtime'],
  costs: ['tenants', 'channels', 'segments', 'realtime'], // of realtime only what reads
  outbound: [
    'tenants',
    'audit',
    'consent',
    'channels',
    'contacts',
    'conversations',
    'templates',
    'media',
    'realtime',
  ],
  ingest: [
    'tenants',
    'audit',
    'consent',
    'channels',
    'contacts',
    'conversations',
    'merges',
    'templates',
    'media',
    'outbound',
    'realtime',
  ],
  campaigns: [
    ...[
      'tenants',
      'audit',
      'channels',
      'consent',
      'contacts',
      'conversations',
      'costs',
      'health',
      'imports',
      'links',
      'outbound',
    ],
    ...['realtime', 'segments', 'templates'], // of realtime only what appends
  ],
  sequences: [
    ...['tenants', 'audit', 'campaigns', 'channels', 'consent', 'contacts', 'conversations', 'imports'],
    ...['outbound', 'realtime', 'templates'], // of realtime only what appends
  ],
  flows: [
    'tenants',
    'audit',
    'channels',
    'contacts',
    'conversations',
    'nlu',
    'outbound',
    'realtime',
    'service',
  ],
  service: ['tenants', 'audit', 'channels', 'outbound', 'realtime'],
  connection: ['tenants', 'audit', 'channels', 'ingest', 'realtime', 'templates'],
  health: ['tenants', 'channels', 'connection', 'people', 'realtime', 'segments'],
  privacy: ['tenants', 'audit', 'channels', 'consent', 'media', 'ingest', 'realtime'],
  demo: [
    'people',
    'tenants',
    'audit',
    'channels',
    'contacts',
    'conversations',
    'templates',
    'media',
    'outbound',
    'ingest',
    'quick-replies',
    'health',
    'costs',
    'campaigns',
  ],
}
const escape = (names) => names.join('|')
const known = Object.keys(may)

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: '^src/(platform|whatsapp)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(platform|whatsapp)/' },
    },
    {
      name: 'platform-knows-no-whatsapp',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/whatsapp/' },
    },
    {
      name: 'internal-is-private',
      severity: 'error',
      from: { path: '^(?:src|test)/([^/]+)/' },
      to: { path: '^src/([^/]+)/internal/', pathNot: '^src/$1/' },
    },
    {
      name: 'roles-are-the-top',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(roles/|main\\.ts)' },
      to: { path: '^src/roles/' },
    },
    {
      name: 'no-test-code-in-production',
      severity: 'error',
      from: { path: '^(src|simulator)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(test|bench|eval)/' },
    },
    {
      name: 'conversations-only-append-events',
      severity: 'error',
      from: { path: '^src/conversations/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/realtime/', pathNot: '^src/realtime/append-events\\.ts$' },
    },
    {
      name: 'simulator-stands-alone',
      severity: 'error',
      from: { path: '^simulator/' },
      to: { path: '^(src|web|bench|eval)/' },
    },
    {
      name: 'only-the-start-knows-the-simulator',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/roles/all\\.ts|\\.test\\.ts$' },
      to: { path: '^simulator/' },
    },
    ...known.map((name) => ({
      name: `${name}-may-use`,
      severity: 'error',
      from: { path: `^src/${name}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^src/(${escape(known.filter((k) => k !== name && !may[name].includes(k)))})/` },
    })),
  ],
  required: [],
  options: {
    parser: 'tsc', // "typescript" is an alias of TypeScript 6, for tools that need its JavaScript API; tsc itself is 7
    tsPreCompilationDeps: true, // count type-only imports too
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'simulator/phone|/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
  },
}
