// Runs under the Node 24 that npm put in node_modules/.bin. Hardhat's native part declares Node >= 22, so an npm that
// itself runs under Node 20 leaves it out; installing once more under Node 24 brings it in.
import { spawnSync } from 'node:child_process';

const REQUIRED = { major: 22, minor: 13 };

function hasNativeEdr() {
  const probe =
    "require(require.resolve('@nomicfoundation/edr', { paths: [require.resolve('hardhat/package.json')] }))";
  // A child process, because a failed native require stays cached in the process that tried it.
  return spawnSync(process.execPath, ['-e', probe], { stdio: 'ignore' }).status === 0;
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < REQUIRED.major || (major === REQUIRED.major && minor < REQUIRED.minor)) {
  console.error(`OpenIMO needs Node ${REQUIRED.major}.${REQUIRED.minor} or newer; found ${process.version}.`);
  process.exit(1);
}
if (!hasNativeEdr()) {
  const npm = process.env.npm_execpath;
  if (npm !== undefined) {
    spawnSync(
      process.execPath,
      [npm, 'install', '--no-save', '--ignore-scripts', '--prefer-offline', '--loglevel=error'],
      {
        stdio: 'inherit',
      },
    );
  }
  if (!hasNativeEdr()) {
    console.error("Hardhat's native part (@nomicfoundation/edr) could not be installed for this platform.");
    process.exit(1);
  }
}
