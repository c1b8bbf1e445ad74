// Bundles the pages into dist/: scripts and style sheets, named by their content so that they can be cached for good.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/main.js', 'src/page.css', 'src/books.js', 'src/books.css'],
  outdir: 'dist/assets',
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022'],
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
});

const built = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint !== undefined);
await mkdir('dist', { recursive: true });
for (const name of ['index.html', 'books.html']) {
  let page = await readFile(`src/${name}`, 'utf8');
  for (const [path, { entryPoint }] of built) page = page.replace(`"${basename(entryPoint)}"`, `"assets/${basename(path)}"`);
  await writeFile(`dist/${name}`, page);
}
