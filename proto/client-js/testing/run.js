// Runs the tests of the package in the current folder for a build that is quiet when all is well: one line then, all of
// the output otherwise.
import { spawnSync } from 'node:child_process';

const MAX_OUTPUT_BYTES = 64 * 2 ** 20;
const { status, stdout, stderr, error } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
  encoding: 'utf8',
  maxBuffer: MAX_OUTPUT_BYTES,
});
const passed = Number(/^# pass (\d+)$/m.exec(stdout ?? '')?.[1] ?? 0);
if (status === 0 && passed > 0) {
  console.log(`${process.env.npm_package_name ?? process.cwd().split('/').at(-1)}: ${passed} tests passed on Node ${process.versions.node}`);
} else {
  console.error(error?.message ?? `${stdout}${stderr}`);
  console.error(`node --test ended with status ${status}, ${passed} tests passed`);
  process.exit(1);
}
