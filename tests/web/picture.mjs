// node picture.mjs FILE: the page of the genuine stamp as a phone shows it, to a PNG.

import { readFile } from 'node:fs/promises';

import { launch } from './browser.mjs';

const stamps = JSON.parse(await readFile(process.env.TEM_STAMPS, 'utf8'));
const stamp = new URL(stamps.genuine);
const browser = await launch();
try {
  const page = await browser.newPage({
    viewport: { width: 360, height: 660 },
    locale: 'vi-VN',
  });
  await page.goto(`${process.env.TEM_URL}${stamp.pathname}${stamp.search}`);
  await page.screenshot({ path: process.argv[2] });
} finally {
  await browser.close();
}
