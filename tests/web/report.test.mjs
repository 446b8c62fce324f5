// The report of `tem verify --html`, opened from a disk. `report` prepares what this needs.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { launch } from './browser.mjs';
import { poor_contrast, poor_structure, too_wide } from './in_page.mjs';

const ROWS = { five: 5, many: 500 };
const WIDTHS = [320, 360, 1280];
let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** Opens a report and calls `look(page)`; nothing but the file may be asked for. */
async function open(name, look, { width = 360, scheme = 'light', script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 740 }, colorScheme: scheme, locale: 'vi-VN',
    javaScriptEnabled: script,
  });
  const address = pathToFileURL(join(process.env.TEM_REPORTS, `${name}.html`)).href;
  const flaws = [];
  try {
    const page = await context.newPage();
    page.on('request', (request) => {
      const url = request.url();
      if (url !== address && !url.startsWith('data:')) flaws.push(`asked for ${url}`);
    });
    page.on('dialog', (dialog) => { flaws.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('console', (message) => flaws.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => flaws.push(`error: ${error}`));
    await page.goto(address, { waitUntil: 'load' });
    await look(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(flaws, []);
}

const picture = async (page, name) => {
  if (!process.env.TEM_SCREENSHOTS) return;
  // Chromium draws no picture of a page that is longer than 16,384 pixels.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize();
  await page.screenshot({
    path: join(process.env.TEM_SCREENSHOTS, `report-${name}.png`), fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, 5000) },
  });
};

for (const [name, rows] of Object.entries(ROWS)) {
  test(`${name}: every row, in order, with its picture, and no script`, async () => {
    await open(name, async (page) => {
      const titles = await page.locator('.row > h3').allTextContents();
      assert.equal(titles.length, rows);
      const files = titles.map((title) => title.trim());
      assert.deepEqual(files, [...files].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      const broken = await page.evaluate(() =>
        [...document.images].filter((image) => !image.naturalWidth).length);
      assert.equal(broken, 0);
      assert.equal(await page.locator('script').count(), 0);
      assert.equal(await page.getByText('Nguyễn Thị <b>Kiểm').count(), 1);
      // Every link leads to a place in the page.
      assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('a')]
        .map((a) => a.getAttribute('href'))
        .filter((href) => !href.startsWith('#') || !document.getElementById(href.slice(1)))), []);
    });
  });

  for (const width of WIDTHS) {
    for (const scheme of ['light', 'dark']) {
      test(`${name}: ${width} px, ${scheme}`, async () => {
        await open(name, async (page) => {
          await picture(page, `${name}-${width}-${scheme}`);
          assert.deepEqual(await page.evaluate(poor_structure), []);
          assert.deepEqual((await page.evaluate(too_wide))
            .filter((flaw) => !/^(input|text|polygon|svg) /.test(flaw)), []);
          if (name === 'five') assert.deepEqual(await page.evaluate(poor_contrast), []);
        }, { width, scheme });
      });
    }
  }

  test(`${name}: on paper`, async () => {
    await open(name, async (page) => {
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('nav').isVisible(), false);
      const pdf = await page.pdf({
        format: 'A4', printBackground: false, preferCSSPageSize: true,
        ...(process.env.TEM_SCREENSHOTS
          ? { path: join(process.env.TEM_SCREENSHOTS, `report-${name}.pdf`) } : {}),
      });
      assert.ok(pdf.length > 10_000);
    });
  });
}

test('the corners are drawn where the code is', async () => {
  await open('five', async (page) => {
    const far = await page.evaluate(() => [...document.querySelectorAll('.whole')].filter((whole) => {
      const image = whole.querySelector('img').getBoundingClientRect();
      return [...whole.querySelectorAll('polygon')].some((polygon) => {
        const box = polygon.getBoundingClientRect();
        const within = box.left >= image.left - 4 && box.right <= image.right + 4 &&
          box.top >= image.top - 4 && box.bottom <= image.bottom + 4;
        // A symbol in its quiet zone of four modules fills most of the picture.
        return !within || box.width < 0.7 * image.width;
      });
    }).length);
    assert.equal(far, 0);
    assert.equal(await page.locator('.whole').count(), 5);
  });
});

test('filters leave what they name, without a script', async () => {
  await open('five', async (page) => {
    const shown = () => page.locator('.row:visible').count();
    assert.equal(await shown(), 5);
    await page.locator('label[for=f-forged]').click();
    assert.equal(await shown(), 1);
    await page.locator('label[for=f-genuine]').click();
    assert.equal(await shown(), 2);
    await page.locator('label[for=f-seen_twice]').click();
    assert.equal(await shown(), 2);
    await page.locator('label[for=f-all]').click();
    assert.equal(await shown(), 5);
  }, { script: false });
});

test('a stamp seen twice stands side by side', async () => {
  await open('five', async (page) => {
    const boxes = await page.locator('.pair img').evaluateAll((images) =>
      images.map((image) => image.getBoundingClientRect()).map(({ top, left }) => ({ top, left })));
    assert.equal(boxes.length, 2);
    assert.equal(boxes[0].top, boxes[1].top);
    assert.ok(boxes[1].left > boxes[0].left + 100);
  });
});
