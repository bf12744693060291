import { serveOnLoopback, type LoopbackServer } from '#infra/local/wire/http.ts';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<title>Stock-Mate is being built</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;text-align:center}</style>
<h1>Stock-Mate is being built</h1>
<p>This takes about half a minute, and only after something has changed. The page opens by itself.</p>
`;

/** Answers in the web app's place while that is being built. */
export async function serveBuildingPage(port: number): Promise<LoopbackServer> {
  return await serveOnLoopback((_, response) => {
    response.writeHead(503, {
      'content-type': 'text/html; charset=utf-8',
      'retry-after': '2',
      connection: 'close',
    });
    response.end(page);
  }, port);
}
