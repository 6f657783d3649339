// A static host for the built site, under a sub-path, as plain as any that it may be put on.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the built site. */
export const DIST = process.env.DIST ?? fileURLToPath(new URL('../../../dist', import.meta.url));

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Serves `folder` under `prefix` and nothing elsewhere, but for `pages`: a map from path to HTML,
 * for documents that embed the site. Resolves to { url, origin, close }.
 */
export async function serve({ folder = DIST, prefix = '/sub/path/', pages = {}, headers = {} } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname in pages) {
      response.writeHead(200, { 'content-type': TYPES['.html'] }).end(pages[pathname]);
      return;
    }
    const file = await fileFor(folder, prefix, pathname);
    if (!file) {
      response.writeHead(404, { 'content-type': TYPES['.txt'] }).end(`nothing at ${pathname}\n`);
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
      ...headers,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: origin + prefix, origin, close };
}

async function fileFor(folder, prefix, pathname) {
  if (!pathname.startsWith(prefix)) return undefined;
  const inside = decodeURIComponent(pathname.slice(prefix.length)) || 'index.html';
  const file = normalize(join(folder, inside));
  if (!file.startsWith(normalize(folder) + sep)) return undefined;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? file : undefined;
}
