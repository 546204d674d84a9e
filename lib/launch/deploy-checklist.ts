/** How far a launch is. `failed` keeps the item at which it stopped. */
export type DeployStage =
  | { kind: 'idle' }
  | { kind: 'running'; item: DeployItem }
  | { kind: 'failed'; item: DeployItem; reason: string }
  | { kind: 'done' };

export const DEPLOY_ITEMS = ['store', 'sign', 'chain', 'index'] as const;
export type DeployItem = (typeof DEPLOY_ITEMS)[number];

export type ChecklistState = 'done' | 'current' | 'waiting' | 'failed';

/** The checklist at a stage: everything before the item at hand is done, everything after it waits. */
export function deployChecklist(stage: DeployStage): Record<DeployItem, ChecklistState> {
  const at = stage.kind === 'running' || stage.kind === 'failed' ? DEPLOY_ITEMS.indexOf(stage.item) : -1;
  const stateOf = (item: DeployItem): ChecklistState => {
    if (stage.kind === 'done') return 'done';
    if (stage.kind === 'idle') return 'waiting';
    const index = DEPLOY_ITEMS.indexOf(item);
    if (index < at) return 'done';
    if (index > at) return 'waiting';
    return stage.kind === 'failed' ? 'failed' : 'current';
  };
  return { store: stateOf('store'), sign: stateOf('sign'), chain: stateOf('chain'), index: stateOf('index') };
}
