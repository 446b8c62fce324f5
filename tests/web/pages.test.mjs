// The pages of a running temd, as a phone shows them. `run` prepares what this needs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch } from './browser.mjs';
import { out_of_order, poor_contrast, poor_structure, too_wide } from './in_page.mjs';
import { DISTRUSTED, OCOP, OTHERS, UNSEALED, VERDICTS } from './verdicts.mjs';

const MOST_BYTES = 30 * 1024;
const WIDTHS = [320, 360, 768, 1280];
const SCHEMES = ['light', 'dark'];
const SAMPLE_PICTURES = 'https://anh-mau.example/';
// Everything of the tea's stamp, product and producer that an unsealed page could give away.
const OF_THE_TEA = [
  /Trà hoa vàng/, /golden camellia/, /Hoa Vàng Mẫu/, /Hợp tác xã/, /Ba Chẽ/, /L2611/,
  /0?8936000000011/, /OCOP \d/, /★/, /0203/,
];

const service = process.env.TEM_URL;
const stamps = JSON.parse(await readFile(process.env.TEM_STAMPS, 'utf8'));
const codes = JSON.parse(await readFile(process.env.TEM_CODES, 'utf8'));
const service_host = new URL(service).host;
const pictures = process.env.TEM_SCREENSHOTS;
let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** Where a stamp's page is served here. */
function page_of(name) {
  const uri = new URL(stamps[name]);
  return `${service}/v${uri.pathname}${uri.search}`;
}

/** What a stamp's QR opens, on this host. */
function scanned(name) {
  const uri = new URL(stamps[name]);
  return `${service}${uri.pathname}${uri.search}`;
}

const PAGES = Object.fromEntries([
  ...Object.keys({ ...VERDICTS, ...OTHERS }).map((name) => [name, page_of(name)]),
  ['landing', `${service}/`],
  ['problems', `${service}/problems`],
  ['not_found', `${service}/nowhere`],
]);

/**
 * Opens an address as a phone would, in a fresh context, and calls `look(page, seen)`; `seen` holds
 * what went over the wire and what the browser complained of. Other hosts are never reached.
 */
async function visit(address, look, { script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: script,
    locale: 'vi-VN',
  });
  const seen = { requests: [], elsewhere: [], complaints: [], bytes: 0, response: null };
  try {
    await context.route((url) => url.host !== service_host, (route) => route.abort());
    const page = await context.newPage();
    page.on('request', (request) => {
      const url = new URL(request.url());
      (url.host === service_host ? seen.requests : seen.elsewhere).push(url.href);
    });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) seen.complaints.push(message.text());
    });
    page.on('pageerror', (error) => seen.complaints.push(error.message));
    const sizes = [];
    page.on('requestfinished', (request) => sizes.push(request.sizes().catch(() => null)));
    if (script) {
      await page.exposeFunction('complain', (text) => seen.complaints.push(text));
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) =>
          complain(`content security policy: ${event.violatedDirective} ${event.blockedURI}`));
      });
    }
    seen.response = await page.goto(address, { waitUntil: 'load' });
    for (const size of await Promise.all(sizes)) {
      if (size) seen.bytes += size.responseBodySize + size.responseHeadersSize;
    }
    return await look(page, seen);
  } finally {
    await context.close();
  }
}

const text_of = (page) => page.locator('body').innerText();

for (const [name, [tone, vi, en]] of Object.entries(VERDICTS)) {
  test(`${name}: headline, tone and language`, () => visit(page_of(name), async (page, seen) => {
    assert.equal(seen.response.status(), 200);
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
    const headline = page.locator('h1');
    assert.equal((await headline.innerText()).replace(/\s+/g, ' ').trim(), `${vi} ${en}`);
    assert.equal(await headline.locator('[lang=en]').innerText(), en);
    assert.ok((await page.title()).startsWith(vi), await page.title());
    assert.equal(await page.locator('section.verdict').getAttribute('class'), `verdict ${tone}`);
    const advice = await page.locator('.advice').innerText();
    assert.match(advice, /[ạảãàáâậầấẩẫăắằặẳẵđêếềệểễọỏõòóôốồộổỗơớờợởỡụủũùúưứừựửữịỉĩìíỵỷỹỳý]/);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const colour = await page.locator('.head').evaluate((head) =>
        getComputedStyle(head).backgroundColor);
      assert.equal(tone_of(colour), tone, `${colorScheme}: ${colour}`);
    }
  }));

  test(`${name}: the same verdict as JSON`, async () => {
    const response = await fetch(page_of(name), { headers: { Accept: 'application/json' } });
    const answer = await response.json();
    assert.equal(answer.verdict, name);
    assert.equal(answer.findings[0], name);
    if (!UNSEALED.includes(name)) return;
    for (const field of ['stamp', 'product', 'producer', 'lot', 'certificates', 'history']) {
      assert.ok(!(field in answer), `${field} of an unsealed stamp`);
    }
  });

  test(`${name}: the same page without JavaScript`, async () => {
    const still = (text) => text.replace(/\d\d:\d\d(:\d\d)?/g, 'TIME');  // two visits, two seconds
    const read = async (script) => still(await visit(page_of(name), text_of, { script }));
    const without = await read(false);
    assert.match(without, new RegExp(vi));
    assert.equal(without, await read(true));
  });
}

/** The tone that a person sees in `rgb(…)`. */
function tone_of(colour) {
  const [r, g, b] = colour.match(/\d+/g).map(Number);
  const highest = Math.max(r, g, b), lowest = Math.min(r, g, b);
  if (highest - lowest < 40) return 'grey';
  if (g === highest) return 'green';
  if (r !== highest) return 'blue';
  return g > r / 2 ? 'amber' : 'red';
}

for (const name of [...UNSEALED, 'unknown_key']) {
  test(`${name}: nothing about the product`, () => visit(page_of(name), async (page) => {
    // The forms send back what was scanned, and know no more.
    const everything = (await page.content()).replace(/<style>[^]*<\/style>/, '')
      .replaceAll(/<input type="hidden" name="uri" value="[^"]*">/g, '');
    for (const secret of OF_THE_TEA) assert.doesNotMatch(everything, secret);
    assert.equal(await page.locator('.product, .certificates, address').count(), 0);
  }));
}

test('a good seal shows product, lot, dates, serial and producer', () =>
  visit(page_of('genuine'), async (page) => {
    const text = await text_of(page);
    const [, serial] = new URL(stamps.genuine).pathname.match(/\/21\/(.{10})$/);
    assert.equal((await page.locator('.serial dd').innerText()).replace(/\s/g, ''), serial);
    for (const fact of ['Trà hoa vàng Ba Chẽ', 'L2611A', 'Hợp tác xã trà hoa vàng',
      'Hoa Vàng Mẫu', 'Thôn Mẫu 1, xã Ba Chẽ', '08936000000011', 'TCCS 01:2026/MẪU']) {
      assert.ok(text.includes(fact), fact);
    }
    assert.match(text, /NSX[^\n]*\n\d\d\/\d\d\/20\d\d/);
    assert.match(text, /HSD[^\n]*\n\d\d\/\d\d\/20\d\d/);
  }));

for (const name of DISTRUSTED) {
  test(`${name}: registered facts do not vouch for the package`, () =>
    visit(page_of(name), async (page) => {
      assert.match(await page.locator('.product .caution').first().innerText(),
        /không xác nhận cho gói hàng này/);
      assert.match(await page.locator('.certificates .caution').innerText(),
        /không xác nhận cho gói hàng này/);
      assert.equal(await page.locator('.stars, .in_force').count(), 0);
    }));
}

test('a recall says why, and what the producer advises', () =>
  visit(page_of('recalled'), async (page) => {
    const said = await page.locator('.said').innerText();
    assert.equal(said.split('Phát hiện nhiễm vi sinh').length, 2);  // once
    assert.match(said, /Mang trả nơi mua để được hoàn tiền/);
  }));

test('a voided stamp says why', () => visit(page_of('void'), async (page) => {
  assert.equal((await page.locator('.said').innerText()).split('Nhãn in hỏng').length, 2);
}));

test('a stamp of several findings names them all, the most serious first', () =>
  visit(page_of('many'), async (page) => {
    assert.match(await page.locator('h1').innerText(), /Tem đã bị hủy/);
    const others = await page.locator('.said ul li').allInnerTexts();
    assert.deepEqual(others.map((text) => text.replace(/\s+/g, ' ').trim()),
      ['recalled', 'expired', 'inactive'].map((other) => VERDICTS[other].slice(1).join(' ')));
  }));

test('an expired product says its last day, and that it is past', () =>
  visit(page_of('expired'), async (page) => {
    assert.match(await text_of(page), /HSD[^\n]*\n15\/01\/2026/);
    assert.match(await text_of(page), /Đã quá hạn/);
  }));

for (const [name, state, heading, stars] of OCOP) {
  test(`OCOP ${state}`, () => visit(page_of(name), async (page) => {
    const item = page.locator(`.certificates li.${state}`);
    assert.equal((await item.locator('h3').innerText()).split('\n')[0].trim(), heading);
    assert.match(await item.innerText(), /Quyết định[^\n]*MẪU-0\d\/QĐ-OCOP/);
    assert.deepEqual(await item.locator('.stars').allInnerTexts(), stars ? [stars] : []);
    if (!stars) assert.doesNotMatch(await page.content(), /★/);
  }));
}

test('a picture that does not load costs one line, and one that loads has its place', async () => {
  const box = () => document.querySelector('.product img').getBoundingClientRect().height;
  await visit(page_of('expiring'), async (page, seen) => {
    assert.deepEqual(seen.elsewhere, [`${SAMPLE_PICTURES}cha-muc-ha-long.jpg`]);
    assert.equal(await page.locator('.product img').getAttribute('alt'),
      'Hình ảnh: Chả mực Hạ Long');
    assert.ok(await page.evaluate(box) < 30, `${await page.evaluate(box)} px`);
    const picture = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>');
    await page.route(`${SAMPLE_PICTURES}**`, (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: picture }));
    await page.reload({ waitUntil: 'load' });
    assert.ok(await page.evaluate(box) > 150, `${await page.evaluate(box)} px`);
  });
});

test('a product with no certificate has no such section', () =>
  visit(page_of('certificate_none'), async (page) => {
    assert.equal(await page.locator('.certificates').count(), 0);
    assert.doesNotMatch((await text_of(page)).replace(/OCOP Quảng Ninh/g, ''), /sao –|★/);
  }));

test('hostile product data stays text', () => visit(page_of('hostile'), async (page, seen) => {
  assert.equal(await page.evaluate('window.pwned'), undefined);
  assert.equal(await page.locator('script, [onerror], [onload], b, i').count(), 0);
  assert.equal(await page.locator('a[href^="javascript:" i]').count(), 0);
  assert.equal(await page.locator('style').count(), 1);
  assert.equal((await page.locator('.product h2').innerText()).split('\n')[0].trim(),
    '<script>window.pwned=1</script> & "x" {{brand}} {{{brand}}}');
  const text = await text_of(page);
  for (const shown of ['</title><script>window.pwned=2</script>',
    '<img src=x onerror=window.pwned=3>', 'javascript:window.pwned=4',
    '<svg onload=window.pwned=5>', '<script>window.pwned=6</script>',
    'L<i>"\'&K', '</p><style>*{display:none}</style>']) {
    assert.ok(text.includes(shown), shown);
  }
  // The one address that may be fetched from elsewhere is the registered picture's.
  assert.deepEqual(seen.elsewhere, ['https://pictures.example/hostile.svg']);
  assert.match(seen.response.headers()['content-security-policy'],
    /img-src 'self' https:\/\/pictures\.example;/);
}));

test('a hostile address is answered with text', async () => {
  for (const path of ['/01/%3Cscript%3Ewindow.pwned=1%3C/script%3E',
    '/01/08936000000011/10/%22%3E%3Cb%3E',
    '/01/08936000000011?%3Cscript%3E=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D2%3E&s=1',
    `/01/${'9'.repeat(4000)}`]) {
    await visit(`${service}/v${path}`, async (page, seen) => {
      assert.ok([200, 414].includes(seen.response.status()), path);
      if (seen.response.status() !== 200) return;
      assert.match(await page.locator('h1').innerText(), /Không phải tem truy xuất/);
      assert.equal(await page.evaluate('window.pwned'), undefined);
      assert.equal(await page.locator('script, b, img').count(), 0);
      assert.deepEqual(seen.complaints, []);
    });
  }
});

test('an address that leads nowhere is answered to a person', () =>
  visit(PAGES.not_found, async (page, seen) => {
    assert.equal(seen.response.status(), 404);
    assert.match(await page.locator('h1').innerText(), /^Không có trang này\s+No such page$/);
  }));

/** Fills the form of a stamp's page and sends it, by the keyboard alone and without a script. */
async function send(name, form, fields, look) {
  await visit(page_of(name), async (page, seen) => {
    const part = page.locator(`.${form}`);
    const closed = page.locator(`details.${form}:not([open]) summary`);
    if (await closed.count() > 0) {
      await closed.focus();
      await page.keyboard.press('Enter');
    }
    for (const [field, value] of Object.entries(fields)) {
      const input = part.locator(`[name=${field}]`);
      await input.focus();
      if (field === 'place') await input.selectOption(value);
      else await page.keyboard.type(value);
    }
    await part.locator('button').focus();
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await look(page, seen);
  }, { script: false });
}

/** Fits and can be read, in light and in dark. */
async function legible(page) {
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 740 });
    assert.deepEqual(await page.evaluate(too_wide), [], `${width} px`);
  }
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await page.evaluate(poor_contrast), [], colorScheme);
    if (!pictures) continue;
    const name = (await page.locator('h1').innerText()).split('\n')[0].trim();
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`), fullPage: true });
  }
}

/** What an outcome's page must say, and that it is as good a page as the others. */
async function outcome_page(page, seen, tone, headline, text) {
  assert.equal((await page.locator('h1').innerText()).split('\n')[0].trim(), headline);
  assert.equal(await page.locator('section.verdict').getAttribute('class'), `verdict ${tone}`);
  assert.match(await page.locator('.said').innerText(), text);
  assert.deepEqual(seen.complaints, []);
  assert.match(await page.locator('.back a').getAttribute('href'), /^\/v\/01\//);
  assert.deepEqual(await page.evaluate(poor_structure), []);
  await legible(page);
}

test('a claim: wrong, right, and once only', async () => {
  await send('claimed', 'claim', { code: '2222-2222' }, async (page, seen) => {
    await outcome_page(page, seen, 'amber', 'Mã chưa đúng', /Còn 4 lần nhập/);
    // The form stands there again; the right code, as people type it.
    await page.locator('[name=code]').fill(codes.claimed.toLowerCase().replace('-', ' '));
    await Promise.all([page.waitForNavigation(), page.locator('button').click()]);
    await outcome_page(page, seen, 'green', 'Xác nhận thành công', /người đầu tiên/);
    await page.locator('.back a').click();
    assert.match(await page.locator('h1').innerText(), /Tem thật/);
    assert.match(await text_of(page), /Đã xác nhận bằng mã/);
  });
  // Another phone.
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 another phone' });
  const page = await context.newPage();
  await page.goto(page_of('claimed'));
  assert.match(await page.locator('h1').innerText(), /Tem đã được xác nhận trước đó/);
  assert.equal(await page.locator('section.verdict').getAttribute('class'), 'verdict amber');
  await legible(page);
  await page.locator('details.claim summary').click();
  await page.locator('details.claim [name=code]').fill(codes.claimed);
  await Promise.all([page.waitForNavigation(), page.locator('details.claim button').click()]);
  assert.match(await page.locator('h1').innerText(), /Tem đã được xác nhận trước đó/);
  await context.close();
});

test('five wrong codes lock the claim', async () => {
  for (const left of [4, 3, 2, 1]) {
    await send('locked', 'claim', { code: '22222222' }, (page, seen) =>
      outcome_page(page, seen, 'amber', 'Mã chưa đúng', new RegExp(`Còn ${left} lần`)));
  }
  await send('locked', 'claim', { code: '22222222' }, (page, seen) =>
    outcome_page(page, seen, 'amber', 'Tạm khóa xác nhận', /sau \d\d\/\d\d\/20\d\d \d\d:\d\d/));
  await visit(page_of('locked'), async (page) => {
    assert.match(await text_of(page), /Số lần nhập sai mã[^\n]*\n+5/);
  });
});

test('a report, of a genuine and of a forged stamp', async () => {
  for (const name of ['genuine', 'forged']) {
    const fields = { text: 'Tem bị bóc dán lại', place: 'VN-13', contact: 'an@khach.example' };
    await send(name, 'report', fields, (page, seen) =>
      outcome_page(page, seen, 'plain', 'Đã nhận báo cáo', /Báo cáo số \d+ đã được lưu/));
  }
});

test('where a look was is asked once', () =>
  send('placed', 'where', { place: 'VN-13' }, async (page, seen) => {
    await outcome_page(page, seen, 'plain', 'Đã ghi nhận nơi kiểm tra', /ghi nhận ở Quảng Ninh/);
    await page.locator('.back a').click();
    assert.match(await page.locator('h1').innerText(), /Tem thật/);
    assert.equal(await page.locator('.where').count(), 0);
  }));

test('a place that makes a stamp suspect says so', () =>
  send('travelled', 'where', { place: 'VN-SG' }, (page, seen) =>
    outcome_page(page, seen, 'amber', 'Tem có dấu hiệu bị sao chép',
      /ghi nhận ở TP\. Hồ Chí Minh[^]*đã thay đổi[^]*Nên làm gì/)));

test('a code that cannot be one is told so', () =>
  send('genuine', 'claim', { code: '12' }, async (page) => {
    assert.match(await page.locator('h1').innerText(), /Mã chưa đúng dạng/);
    await legible(page);
  }));

test('a form that another site sends is refused', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await context.route('https://elsewhere.example/', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<form method="post" action="${service}/api/v1/claims"><input name="uri" value="x">
      <input name="code" value="22222222"><button>x</button></form>`,
  }));
  await page.goto('https://elsewhere.example/');
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith('/api/v1/claims')),
    page.locator('button').click(),
  ]);
  assert.equal(response.status(), 403);
  await context.close();
});

test('a copied stamp is suspect, with what was seen', async () => {
  await visit(page_of('suspect'), async (page) => {
    assert.match(await page.locator('h1').innerText(), /Tem có dấu hiệu bị sao chép/);
    assert.equal(await page.locator('section.verdict').getAttribute('class'), 'verdict amber');
    assert.ok(await page.locator('.evidence li').count() >= 1);
    assert.match(await page.locator('.seen').innerText(), /Đã kiểm tra \d+ lần từ \d\d\/\d\d\/20\d\d/);
    assert.equal(await page.locator('details.report[open]').count(), 1);
    await legible(page);
  });
});

test('the keyboard reaches everything, in order, and shows where it is', () =>
  visit(page_of('genuine'), async (page) => {
    await page.locator('details').evaluateAll((all) => { for (const each of all) each.open = true; });
    const want = await page.locator('a, summary, input:not([type=hidden]), select, textarea, button')
      .evaluateAll((all) => all.map((each) => each.tagName + (each.name ?? '')));
    const got = [];
    for (let i = 0; i < want.length; ++i) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => ({
        name: document.activeElement.tagName + (document.activeElement.name ?? ''),
        outline: getComputedStyle(document.activeElement).outlineStyle,
      }));
      got.push(at.name);
      assert.equal(at.outline, 'solid', at.name);
    }
    assert.deepEqual(got, want);
    // Every field has its label.
    assert.deepEqual(await page.locator('input:not([type=hidden]), select, textarea')
      .evaluateAll((all) => all.filter((each) => each.labels.length !== 1).map((each) => each.name)), []);
  }));

test('a journey tells when, oldest first', () => visit(page_of('recalled'), async (page) => {
  const steps = await page.locator('.journey li').evaluateAll((all) => all.map((each) => each.className));
  assert.deepEqual(steps, ['produced', 'registered', 'issued', 'recalled']);
  assert.match(await page.locator('.journey .issued').innerText(),
    /Phát hành tem[^]*\d\d\/\d\d\/20\d\d \d\d:\d\d · mục \d+/);
}));

test('a scanned QR leads to its page', async () => {
  assert.equal(stamps.printed, stamps.genuine);
  await visit(scanned('printed'), async (page, seen) => {
    assert.equal(page.url(), page_of('printed'));
    const first = seen.response.request().redirectedFrom();
    assert.equal(first.url(), scanned('printed'));
    assert.equal((await first.response()).status(), 307);
    assert.match(await page.locator('h1').innerText(), /Tem thật/);
  });
});

for (const [name, address] of Object.entries(PAGES)) {
  test(`${name}: small, alone, silent, strict`, () => visit(address, async (page, seen) => {
    assert.ok(seen.bytes > 0 && seen.bytes < MOST_BYTES, `${seen.bytes} bytes`);
    const more = seen.requests.filter((url) => url !== address && !url.endsWith('/favicon.svg'));
    assert.deepEqual(more, []);
    if (name !== 'hostile') {
      // Beside the page only the registered picture, which is at no real host.
      assert.deepEqual(seen.elsewhere.filter((url) => !url.startsWith(SAMPLE_PICTURES)), []);
      const missing = name === 'not_found' || seen.elsewhere.length > 0;
      const excused = missing ? /^Failed to load resource/ : /^$/;
      assert.deepEqual(seen.complaints.filter((text) => !excused.test(text)), []);
    }
    const headers = seen.response.headers();
    const policy = headers['content-security-policy'].split('; ');
    assert.ok(policy.includes("default-src 'none'"), policy);
    for (const rule of ['base-uri', 'frame-ancestors']) {
      assert.ok(policy.includes(`${rule} 'none'`), rule);
    }
    const sends = name in { ...VERDICTS, ...OTHERS };
    assert.equal(await page.locator('form').count() > 0, sends);
    assert.ok(policy.includes(`form-action ${sends ? "'self'" : "'none'"}`), policy);
    for (const form of await page.locator('form').all()) {
      assert.match(await form.getAttribute('action'), /^\/api\/v1\/(claims|reports|places)$/);
    }
    assert.equal(headers['set-cookie'], undefined);
    assert.deepEqual(await page.context().cookies(), []);
    assert.match(policy.join('; '), /style-src 'sha256-[A-Za-z0-9+/]{43}='/);
    assert.doesNotMatch(policy.join('; '), /unsafe|\*|script-src/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], sends ? 'same-origin' : 'no-referrer');
    assert.equal(await page.locator('script').count(), 0);

    // Dates stand as 23/11/2026; only the English footer has the UTC instant beside that.
    assert.doesNotMatch(await page.locator('main').innerText(), /\d{4}-\d\d-\d\d/);
    if (name in { ...VERDICTS, ...OTHERS }) {
      const at = await page.locator('footer strong').first().innerText();
      assert.match(at, /^\d\d\/\d\d\/20\d\d \d\d:\d\d$/);
    }
  }));

  test(`${name}: fits, reads in order, and can be read`, () => visit(address, async (page) => {
    await page.locator('details').evaluateAll((all) => {
      for (const each of all) each.open = true;
    });
    assert.deepEqual(await page.evaluate(poor_structure), []);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 740 });
      assert.deepEqual(await page.evaluate(too_wide), [], `${width} px`);
      if (width < 800) assert.deepEqual(await page.evaluate(out_of_order), [], `${width} px`);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await page.evaluate(poor_contrast), [], `${width} px, ${colorScheme}`);
      }
    }
  }));
}

test('what the checks above look for, they find', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.setContent(`<main style="background:#fff">
    <h1>A</h1><h3>B</h3><h1>C</h1><img src="data:,">
    <p style="color:#777">4.48 to 1</p><p style="width:400px">wide</p>
    <p style="position:relative;top:-90px">high</p></main>`);
  assert.equal((await page.evaluate(poor_contrast)).length, 1);
  assert.ok((await page.evaluate(too_wide)).length >= 2);
  assert.equal((await page.evaluate(poor_structure)).length, 5);
  assert.equal((await page.evaluate(out_of_order)).length, 1);
  await context.close();
  for (const [colour, tone] of [['rgb(11, 107, 63)', 'green'], ['rgb(255, 194, 61)', 'amber'],
    ['rgb(179, 22, 14)', 'red'], ['rgb(74, 85, 92)', 'grey']]) {
    assert.equal(tone_of(colour), tone);
  }
});

const skip = pictures ? false : 'only with --screenshots';
test('a picture of every page', { skip }, async () => {
  for (const [name, address] of Object.entries(PAGES)) {
    await visit(address, async (page) => {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        const path = join(pictures, `${name}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true });
      }
    });
  }
});
