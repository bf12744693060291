import { createHash } from 'node:crypto';

import type { FileRows } from './read-rows.ts';
import type { ImportRequest } from './run-import.ts';

/**
 * What makes two imports the same import. Sales add up, so the file alone counts, whatever options it is read with:
 * nobody's sales may come in twice. Rows of the other kinds replace what is there, so it is the accepted rows that
 * count: the same file with other options, or with more of its lines accepted, is an import of its own.
 */
export function identityOf(request: ImportRequest, fileHash: string, file: FileRows): string {
  if (request.kind === 'sales') return fileHash;
  const content = [fileHash, request.isShifted, file.rows, file.stock];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
