// Who may import whom: the table of the style guide, as rules. A folder that is not named may not be imported.
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(app|components|lib|node|indexer|scripts|test|bench|models)/', pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('engine-is-alone', '^lib/engine/', '^lib/engine/'),
    {
      name: 'engine-is-pure',
      severity: 'error',
      from: { path: '^lib/(engine|curve|dispute)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: 'node_modules/@noble/hashes' },
    },
    only('curve-and-dispute-are-pure', '^lib/(curve|dispute)/', '^lib/(curve|dispute|engine)/'),
    only('lib-imports-lib', '^lib/', '^lib/'),
    {
      name: 'lib-has-no-react-and-no-node',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/server/|\\.test\\.tsx?$|^lib/api/testing/' },
      to: {
        path: '^node_modules/(react|react-dom|next)/|^(node:)?(fs|path|http|child_process|crypto|os|net|worker_threads)(/|$)',
      },
    },
    only('ui-is-alone', '^components/ui/', '^components/ui/'),
    only('common-imports-ui-and-lib', '^components/common/', '^(components/(common|ui)|lib)/'),
    {
      name: 'features-do-not-import-each-other',
      severity: 'error',
      from: { path: '^components/([^/]+)/', pathNot: '^components/(ui|common)/|\\.test\\.tsx?$' },
      to: { path: '^(app|components|node|indexer|scripts|test|bench|models)/', pathNot: '^components/($1|common|ui)/' },
    },
    only('app-imports-components-and-lib', '^app/', '^(app|components|lib)/'),
    only('node-imports-lib', '^node/', '^(node|lib)/'),
    only('indexer-imports-lib', '^indexer/', '^(indexer|lib)/'),
    {
      name: 'nobody-imports-scripts-test-bench',
      severity: 'error',
      from: { path: '^(app|components|lib|node|indexer)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(scripts|test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.next|ponder-env' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
