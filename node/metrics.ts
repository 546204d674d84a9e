/** One family of values; `labels` are written as given, so callers keep them few. */
type Family = { kind: 'counter' | 'gauge'; help: string; values: Map<string, number> };

/** The process's figures, written in Prometheus's text format. Names end in their unit. */
export type Metrics = {
  increase: (name: MetricName, labels?: Record<string, string>, by?: number) => void;
  set: (name: MetricName, value: number, labels?: Record<string, string>) => void;
  render: () => string;
};

/** What this process counts. A name that is not here is a programming error. */
const FAMILIES = {
  openimo_requests_answered_total: ['counter', 'Requests this operator answered'],
  openimo_requests_failed_total: ['counter', 'Requests this operator gave up, by reason'],
  openimo_engine_run_seconds_total: ['counter', 'Time spent running models'],
  openimo_queue_requests: ['gauge', 'Requests waiting for this operator or being answered'],
  openimo_open_requests: ['gauge', 'Requests not yet final on the chain'],
  openimo_head_block_number: ['gauge', 'Newest block seen'],
  openimo_head_timestamp_seconds: ['gauge', 'Unix time of the newest block seen'],
  openimo_chain_errors_total: ['counter', 'Failed exchanges with the chain'],
  openimo_transactions_total: ['counter', 'Transactions sent, by label and outcome'],
  openimo_free_stake_ether: ['gauge', 'Free stake of the operator'],
  openimo_requests_finalized_total: ['counter', 'Requests the keeper finalised'],
  openimo_requests_refunded_total: ['counter', 'Requests the keeper refunded'],
  openimo_results_checked_total: ['counter', 'Answers the validator ran again, by verdict'],
  openimo_results_confirmed_total: ['counter', 'Answers the validator confirmed because it was drawn'],
  openimo_validators_judged_total: ['counter', 'Inattentive validators the keeper reported'],
  openimo_validator_stake_ether: ['gauge', 'Stake of the validator in the pool'],
  openimo_watched_models: ['gauge', 'Models the validator is drawn for'],
  openimo_games_opened_total: ['counter', 'Challenges the validator opened'],
  openimo_open_games: ['gauge', 'Unsettled games, by role'],
  openimo_game_moves_total: ['counter', 'Moves made in games, by role and move'],
  openimo_game_solve_seconds_total: ['counter', 'Time spent finding moves, by role'],
  openimo_games_settled_total: ['counter', 'Games settled, by role and outcome'],
  openimo_snapshots_taken_total: ['counter', 'Revenue snapshots the keeper took'],
  openimo_market_upkeep_total: ['counter', 'Graduations and collections of fees the keeper made, by upkeep'],
  openimo_piece_upkeep_total: ['counter', 'Answers brought to tokens and mint fees settled by the keeper, by upkeep'],
  openimo_pins_total: ['counter', 'Tries to have a bundle kept elsewhere, by target and outcome'],
  openimo_pins_waiting: ['gauge', 'Bundles that a target has not confirmed yet'],
  openimo_store_bytes: ['gauge', 'Bytes of the bundle store'],
  openimo_uploads_total: ['counter', 'Uploads of bundles, by HTTP status'],
  openimo_store_reads_bytes_total: ['counter', 'Bytes served from the bundle store'],
} as const;

/** The name of a figure. */
export type MetricName = keyof typeof FAMILIES;

/** An empty set of figures. */
export function createMetrics(): Metrics {
  const families = new Map<string, Family>(
    Object.entries(FAMILIES).map(([name, [kind, help]]) => [name, { kind, help, values: new Map() }]),
  );
  const familyOf = (name: string): Family => {
    const family = families.get(name);
    if (family === undefined) throw new Error(`unknown metric ${name}`);
    return family;
  };
  return {
    increase: (name, labels = {}, by = 1) => {
      const { values } = familyOf(name);
      const key = labelText(labels);
      values.set(key, (values.get(key) ?? 0) + by);
    },
    set: (name, value, labels = {}) => {
      familyOf(name).values.set(labelText(labels), value);
    },
    render: () =>
      [...families]
        .flatMap(([name, { kind, help, values }]) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} ${kind}`,
          ...[...values].map(([labels, value]) => `${name}${labels} ${value}`),
        ])
        .join('\n')
        .concat('\n'),
  };
}

function labelText(labels: Record<string, string>): string {
  const parts = Object.entries(labels).map(([key, value]) => `${key}="${value.replace(/[\\"\n]/g, '_')}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}
