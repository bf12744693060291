/** The SNS stand-in in a process of its own, as it is when the system runs; nobody listens to its topics. */
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';

import { dummyCredentials, region } from '#infra/local/arns.ts';
import { startMessaging } from '#infra/local/messaging/server.ts';
import { topics } from '#infra/topology.ts';

const server = await startMessaging();
const sns = new SNSClient({ endpoint: server.url, region, credentials: dummyCredentials });
for (const Name of topics) await sns.send(new CreateTopicCommand({ Name }));
process.send?.(server.url);
process.on('disconnect', () => process.exit(0));
