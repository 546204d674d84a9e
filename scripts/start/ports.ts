import { createServer } from 'node:net';

/** A port that a part wants, and the environment variable that moves it. */
export type WantedPort = { part: string; port: number; variable: string };

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Sentences about the ports that somebody else holds; none when all are free. */
export async function portConflicts(wanted: readonly WantedPort[]): Promise<string[]> {
  const sentences: string[] = [];
  for (const { part, port, variable } of wanted) {
    if (await isFree(port)) continue;
    sentences.push(
      `Port ${port} (${part}) is taken. Stop what uses it, or choose another: ${variable}=${port + 1} npm start`,
    );
  }
  return sentences;
}
