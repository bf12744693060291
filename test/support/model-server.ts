/** A deterministic server in place of the model: speaks the Responses API, well or badly as told. */
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How an answer goes: a good one, one with a figure of its own, another form, an error, a page, or none. */
export type Manner = 'good' | 'figure' | 'form' | 'error' | 'page' | 'silence';

/** A request as the server got it. */
export type ModelRequest = { readonly model: string; readonly input: string; readonly store: boolean };

const explanation = {
  good: 'The position {{inventoryPosition}} is under {{reorderPoint}}, and waiting raises {{riskNow}} to {{riskAfterWeek}}.',
  figure: 'Order 12 more of {{productName}}.',
};

/** Starts the server; `mannerOf` chooses by the request. */
export async function startModelServer(mannerOf: (request: ModelRequest) => Manner) {
  const requests: ModelRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      // Sent by the SDK of the product.
      const asked = JSON.parse(body) as ModelRequest;
      requests.push(asked);
      const manner = mannerOf(asked);
      if (manner === 'silence') return;
      if (manner === 'page') {
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<html><body>Service temporarily moved</body></html>');
        return;
      }
      if (manner === 'error') {
        response
          .writeHead(500, { 'content-type': 'application/json' })
          .end('{"error":{"message":"overloaded"}}');
        return;
      }
      const text =
        manner === 'form'
          ? 'I would approve this.'
          : JSON.stringify({ explanation: explanation[manner], suggestedAction: 'approve', risk: 'high' });
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer(asked.model, text)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, requests, stop: () => close(server) };
}

function answer(model: string, text: string) {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 0,
    status: 'completed',
    model,
    output: [
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text, annotations: [] }],
      },
    ],
    usage: { input_tokens: 200, output_tokens: 40, total_tokens: 240 },
  };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
