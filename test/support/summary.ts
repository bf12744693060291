/** Closing line of a CI run: the tests' counts, and one more for each other step. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.', ...steps] = process.argv.slice(2);
const file = join(folder, 'tests.json');
let passed = 0;
let failed = 0;
if (existsSync(file)) {
  // Written by vitest's JSON reporter.
  const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  passed += report.numPassedTests;
  failed += report.numFailedTests;
}
for (const step of steps) {
  const [name, code] = step.split('=');
  if (code === '0') {
    passed += 1;
  } else {
    failed += 1;
    console.log(`failed: ${name} (exit ${code})`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
