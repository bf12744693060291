/** Runs the module named on the command line in a process that ends when its parent does, however that ends. */
import { pathToFileURL } from 'node:url';

const [module = '', ...args] = process.argv.slice(2);

process.on('disconnect', () => process.exit(0));
// The module shall see the command line that it would have without this one in between.
process.argv.splice(1, process.argv.length, module, ...args);
await import(pathToFileURL(module).href);
