// The page with a film, a control plane and two boxes that are none, to look at in a browser: node testing/serve.js [seconds]
// Keys: t the first box alters the next part · d/u the control plane goes away/comes back · g/l the source goes/is live again.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { FakeBox } from './fake-box.js';
import { FakeControlPlane } from './fake-control-plane.js';
import { STREAM } from './fake-network.js';
import { Film } from './film.js';
import { Signer } from '../../../../../proto/client-js/testing/signing.js';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.txt': 'text/plain' };
const [source, control] = [await Signer.create(), await Signer.create()];
const film = await Film.make(source, Number(process.argv[2] ?? 120));
const boxes = ['box-b', 'box-a'].map((id) => new FakeBox(id, film));
const served = await Promise.all(boxes.map(async (box) => ({ box, url: await listen((url) => box.answer(url.pathname, url.searchParams)) })));
const plane = new FakeControlPlane(control, { id: STREAM, title: 'A test picture', manifestKey: source.spki, box: 'box-a' }, served);
const page = await listen(async (url, method, body) => {
  if (plane.away) return undefined;
  if (url.pathname.startsWith('/v1/')) return plane.answer(method, url.pathname, body && JSON.parse(body));
  const file = url.pathname === '/' ? '/index.html' : url.pathname;
  const content = await readFile(new URL(`../dist${file}`, import.meta.url)).catch(() => undefined);
  return content === undefined ? { status: 404 } : { status: 200, headers: { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }, body: content };
}, Number(process.env.PORT ?? 0));
film.start();
console.log(page);

const keys = {
  t: () => {
    boxes[0].mischief.body = (path, body) => {
      if (path.endsWith('mp4')) return body;
      const changed = Buffer.from(body);
      changed[changed.length >> 1] ^= 1;
      return changed;
    };
  },
  d: () => (plane.away = true),
  u: () => (plane.away = false),
  g: () => {
    plane.live = false;
    for (const box of boxes) box.mischief.answer = () => ({ status: 503, headers: { 'retry-after': '1' } });
  },
  l: () => {
    plane.live = true;
    for (const box of boxes) box.mischief.answer = undefined;
  },
};
process.stdin.on('data', (data) => [...String(data)].forEach((key) => keys[key]?.()));

/** @returns {Promise<string>} its address */
function listen(answer, port = 0) {
  return new Promise((resolve) => {
    const server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const result = await answer(new URL(request.url, 'http://x'), request.method, Buffer.concat(chunks).toString());
      if (result === undefined) return request.socket.destroy();
      response.writeHead(result.status, { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'SKYV-Manifest, Retry-After', ...result.headers });
      response.end(result.body);
    });
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${/** @type {any} */ (server.address()).port}`));
  });
}
