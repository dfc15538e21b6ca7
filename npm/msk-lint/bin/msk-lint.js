#!/usr/bin/env node
// Starts the program of the package for this platform, and ends as it ends.
'use strict';

const { constants } = require('node:os');
const { spawn } = require('node:child_process');

const platform = `${process.platform}-${process.arch}`;

function program() {
  try {
    return require.resolve(`msk-lint-${platform}/bin/msk-lint`);
  } catch {
    console.error(
      `msk-lint: there is no package for ${platform}, or npm left it out (--omit=optional); ` +
        'cargo install builds the program from source'
    );
    process.exit(2);
  }
}

const child = spawn(program(), process.argv.slice(2), { stdio: 'inherit' });
// A signal to this process is meant for the program; it decides what follows. An interrupt from a terminal reaches both.
for (const signal of ['SIGHUP', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
process.on('SIGINT', () => {});
child.on('error', (error) => {
  console.error(`msk-lint: ${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + constants.signals[signal]);
});
