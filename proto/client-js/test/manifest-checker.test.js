import assert from 'node:assert/strict';
import test from 'node:test';
import { importKey, ManifestChecker } from '../src/index.js';
import { Signer } from '../testing/signing.js';

const STREAM = 'box-1.camera';
const source = await Signer.create();
const key = await importKey(source.spki);
const body = (/** @type {string} */ text) => new TextEncoder().encode(text).buffer;
const checker = () => new ManifestChecker(key, STREAM, 'main');

const sign = (fields, text, signer = source) => signer.manifest({ stream: STREAM, rendition: 'main', ...fields }, body(text));

/** An init segment and two segments of two parts each, chained as a source does. */
async function programme() {
  const items = [];
  let previous;
  const add = async (fields, text) => {
    const { header, hash } = await sign({ ...fields, previous }, text);
    previous = hash;
    const { kind, epoch = 0, sequence, part } = fields;
    const asked = kind === 'init' ? { kind, epoch } : { kind, sequence: BigInt(sequence), part };
    items.push({ header, text, asked, hash });
  };
  await add({ kind: 'init', sequence: 7 }, 'init');
  for (const sequence of [7, 8]) {
    await add({ kind: 'part', sequence, part: 0 }, `${sequence}.0`);
    await add({ kind: 'part', sequence, part: 1, last: true }, `${sequence}.1`);
  }
  await add({ kind: 'init', epoch: 1, sequence: 9 }, 'another init');
  await add({ kind: 'part', epoch: 1, sequence: 9, part: 0 }, '9.0');
  return items;
}

const refuses = (promise, reason) => assert.rejects(promise, { name: 'RefusedMediaError', reason });

test('lets through what the source signed, from the first or from the middle', async () => {
  const items = await programme();
  for (const from of items.keys()) {
    const c = checker();
    for (const { header, text, asked } of items.slice(from)) await c.check(header, body(text), asked);
  }
});

test('refuses bytes that are not those that were signed', async () => {
  for (const { header, asked } of await programme()) {
    await refuses(checker().check(header, body('flip'), asked), 'hash-wrong');
  }
});

test("refuses a signature that is not the source's, and what is no manifest", async () => {
  const other = await Signer.create();
  const asked = { kind: 'part', sequence: 7n, part: 0 };
  const { header } = await sign({ kind: 'part', sequence: 7 }, 'x', other);
  await refuses(checker().check(header, body('x'), asked), 'signature-wrong');
  await refuses(checker().check(null, body('x'), asked), 'manifest-missing');
  await refuses(checker().check('', body('x'), asked), 'manifest-missing');
  await refuses(checker().check('nonsense', body('x'), asked), 'manifest-malformed');
});

test('refuses what is signed but is not what was asked for', async () => {
  const asked = { kind: 'part', sequence: 7n, part: 0 };
  for (const other of [
    { kind: 'part', sequence: 6 },
    { kind: 'part', sequence: 7, part: 1 },
    { kind: 'segment', sequence: 7 },
    { kind: 'init', sequence: 7 },
    { kind: 'part', sequence: 7, stream: 'box-1.other' },
    { kind: 'part', sequence: 7, rendition: 'low' },
  ]) {
    const { header } = await sign(other, 'x');
    await refuses(checker().check(header, body('x'), asked), 'not-what-was-asked');
  }
  const { header } = await sign({ kind: 'init', epoch: 1, sequence: 7 }, 'x');
  await refuses(checker().check(header, body('x'), { kind: 'init', epoch: 0 }), 'not-what-was-asked');
});

test('refuses a manifest that does not follow the one before it', async () => {
  const items = await programme();
  for (let i = 1; i < items.length; i++) {
    const c = checker();
    await c.check(items[i - 1].header, body(items[i - 1].text), items[i - 1].asked);
    const { asked, text } = items[i];
    const epoch = i >= 5 ? 1 : 0;
    const fields = { kind: asked.kind, epoch, sequence: asked.sequence ?? 9, part: asked.part, previous: 'ab'.repeat(32) };
    const { header } = await sign(fields, text);
    await refuses(c.check(header, body(text), asked), 'chain-broken');
  }
});

test('follows the chain of whole segments too, and forgets old ones', async () => {
  const c = checker();
  let previous;
  for (let sequence = 0; sequence < 200; sequence++) {
    const { header, hash } = await sign({ kind: 'segment', sequence, previous }, `${sequence}`);
    await c.check(header, body(`${sequence}`), { kind: 'segment', sequence: BigInt(sequence) });
    previous = hash;
  }
  const broken = await sign({ kind: 'segment', sequence: 200 }, '200');
  await refuses(c.check(broken.header, body('200'), { kind: 'segment', sequence: 200n }), 'chain-broken');
  const old = await sign({ kind: 'segment', sequence: 2 }, '2');
  await c.check(old.header, body('2'), { kind: 'segment', sequence: 2n });
});
