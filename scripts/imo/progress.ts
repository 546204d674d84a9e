/** Shows how far long work is, on one line of stderr that is rewritten; nothing where stderr is no terminal. */
export function showProgress({ what, done, total }: { what: string; done: number; total: number }): void {
  if (!process.stderr.isTTY) return;
  const width = 24;
  const filled = Math.round((width * done) / total);
  const bar = `${'█'.repeat(filled)}${'·'.repeat(width - filled)}`;
  process.stderr.write(`\r${what.padEnd(12)} ${bar} ${done} of ${total}${done === total ? '\n' : ''}`);
}
