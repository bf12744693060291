/** What the linter cannot say about the rooms. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const sources = globSync('{shared,functions,infra,web}/**/*.{ts,tsx,mjs}', {
  cwd: root,
  exclude: (path) => /node_modules|\.next|cdk\.out|next-env\.d\.ts/.test(path),
});

function filesThat(pattern: RegExp, among: (file: string) => boolean): string[] {
  return sources.filter((file) => among(file) && pattern.test(readFileSync(join(root, file), 'utf8')));
}

const isProduct = (file: string): boolean => !file.endsWith('.test.ts');

describe('the rooms', () => {
  it('are read at all', () => {
    expect(sources.length).toBeGreaterThan(150);
  });

  it('keep shared without a clock', () => {
    expect(
      filesThat(
        /new Date\(\)|Date\.now|performance\.now/,
        (file) => file.startsWith('shared/') && isProduct(file),
      ),
    ).toEqual([]);
  });

  it('import no function from outside, types included', () => {
    const outside = (file: string): boolean => !file.startsWith('functions/') && isProduct(file);
    expect(filesThat(/(from|import\() *'#functions\//, outside)).toEqual([]);
  });

  it.each([
    [
      'postgres',
      /from 'postgres'/,
      [
        'functions/_kit/database.ts',
        'functions/_kit/database-faults.ts',
        'functions/_kit/postgres-values.ts',
      ],
    ],
    ['openai', /from 'openai/, ['functions/advice/openai.ts']],
    ['client-sesv2', /from '@aws-sdk\/client-sesv2'/, ['functions/notifier/ses.ts']],
    ['arima', /import\('arima'\)/, ['functions/usage-analyser/arima-worker.ts']],
  ])('have one importer of %s among the functions', (_name, pattern, importers) => {
    const found = filesThat(pattern, (file) => file.startsWith('functions/') && isProduct(file));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((file) => !importers.includes(file))).toEqual([]);
  });

  it('hold no branch on the home outside the one-machine runtime', () => {
    const pattern = /\b(isLocal|IS_LOCAL|AWS_SAM_LOCAL)\b|=== 'local'/;
    expect(filesThat(pattern, (file) => !file.startsWith('infra/local/') && isProduct(file))).toEqual([]);
  });

  it.each(['infra', 'functions', 'workflows', 'web', 'shared', 'test'])('%s explains itself', (room) => {
    expect(existsSync(join(root, room, 'README.md'))).toBe(true);
  });

  it('each function and each stand-in explains itself', () => {
    const rooms = globSync(['functions/*', 'infra/local/*', 'infra/*'], { cwd: root, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    const silent = rooms.filter(
      (room) => !existsSync(join(room, 'README.md')) && !room.endsWith('decisions'),
    );
    expect(silent.map((room) => room.slice(root.length + 1))).toEqual([]);
  });
});
