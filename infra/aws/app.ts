/** Renders the topology with CDK: `npm run synth` writes the templates to cdk.out, without an account or a network. */
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { FunctionsStack } from './stacks/functions.ts';
import { MessagingStack } from './stacks/messaging.ts';
import { WorkflowsStack } from './stacks/workflows.ts';

const root = join(import.meta.dirname, '..', '..');
const app = new App({ outdir: process.env['CDK_OUTDIR'] ?? join(root, 'cdk.out') });

const messaging = new MessagingStack(app, 'StockMateMessaging');
const functions = new FunctionsStack(app, 'StockMateFunctions', { root, messaging });
new WorkflowsStack(app, 'StockMateWorkflows', { root, functions });

app.synth();
