// Functions that run inside the page. Each returns a list of flaws, empty where there are none.

/** Text whose contrast with what lies behind it is less than WCAG AA asks of small text. */
export function poor_contrast(least = 4.5) {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => {
    const mix = (x, y) => x * top.a + y * (1 - top.a);
    return { r: mix(top.r, under.r), g: mix(top.g, under.g), b: mix(top.b, under.b), a: 1 };
  };
  const luminance = ({ r, g, b }) => {
    const linear = [r, g, b].map((c) => {
      const s = c / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ratio = (x, y) => {
    const [low, high] = [luminance(x), luminance(y)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  // Every colour that may lie behind an element: a gradient counts with each of its colours.
  const behind = (element) => {
    if (!element) {
      const dark = matchMedia('(prefers-color-scheme: dark)').matches;
      return [parse(dark ? 'rgb(18, 18, 18)' : 'rgb(255, 255, 255)')];
    }
    const style = getComputedStyle(element);
    const under = behind(element.parentElement).map((c) =>
      over(parse(style.backgroundColor), c));
    const painted = style.backgroundImage.match(/rgba?\([^)]*\)/g) ?? [];
    return painted.length
      ? painted.flatMap((colour) => under.map((c) => over(parse(colour), c)))
      : under;
  };
  const flaws = [];
  const check = (text, colour, backgrounds, where) => {
    for (const background of backgrounds) {
      const seen = ratio(over(parse(colour), background), background);
      if (seen >= least) continue;
      flaws.push(`${where}: ${seen.toFixed(2)}:1 for "${text.trim().slice(0, 40)}"`);
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    if (element.tagName === 'STYLE' || style.visibility === 'hidden') continue;
    check(node.data, style.color, behind(element), element.tagName.toLowerCase());
  }
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element, '::before');
    if (!element.checkVisibility() || ['none', 'normal', '""'].includes(style.content)) continue;
    const own = parse(style.backgroundColor);
    const backgrounds = behind(element).map((c) => over(own, c));
    check(style.content, style.color, backgrounds, `${element.tagName.toLowerCase()}::before`);
  }
  return flaws;
}

/** What lies outside the width of the window, or makes it scroll sideways. */
export function too_wide() {
  const width = document.documentElement.clientWidth;
  const flaws = [];
  if (document.documentElement.scrollWidth > width) {
    flaws.push(`the page is ${document.documentElement.scrollWidth} px wide in ${width}`);
  }
  for (const element of document.body.querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase();
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > width + 0.5 || box.left < -0.5)) {
      flaws.push(`${tag} reaches from ${box.left} to ${box.right}`);
    }
    const inline = getComputedStyle(element).display === 'inline';
    if (!inline && element.scrollWidth > element.clientWidth + 1) {
      flaws.push(`${tag} holds ${element.scrollWidth} px in ${element.clientWidth}`);
    }
  }
  return flaws;
}

/** One h1, first of the headings; no level skipped; every section named; every image described. */
export function poor_structure() {
  const flaws = [];
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => +h.tagName[1]);
  if (levels.filter((level) => level === 1).length !== 1) flaws.push(`headings: ${levels}`);
  levels.reduce((before, level) => {
    if (level > before + 1) flaws.push(`an h${level} after an h${before}`);
    return level;
  }, 0);
  for (const section of document.querySelectorAll('section')) {
    const id = section.getAttribute('aria-labelledby');
    if (document.querySelectorAll(`[id="${id}"]`).length !== 1) flaws.push(`section of "${id}"`);
  }
  for (const image of document.querySelectorAll('img')) {
    if (!image.alt.trim()) flaws.push(`no alt: ${image.src}`);
  }
  for (const drawing of document.querySelectorAll('svg')) {
    if (drawing.getAttribute('aria-hidden') !== 'true') flaws.push('an svg that is not hidden');
  }
  for (const name of ['header', 'main', 'footer']) {
    if (document.querySelectorAll(`body > ${name}`).length !== 1) flaws.push(`not one ${name}`);
  }
  return flaws;
}

/** Blocks that stand above what comes before them, in a page of one column. */
export function out_of_order() {
  const flaws = [];
  let before = { top: -Infinity };
  for (const block of document.querySelectorAll('.demo, header, h1, h2, h3, dt, dd, p, footer')) {
    if (!block.checkVisibility() || block.closest('.key')) continue;
    const { top } = block.getBoundingClientRect();
    const text = block.textContent.trim().slice(0, 40);
    if (top < before.top - 1) flaws.push(`"${text}" stands too high`);
    before = { top };
  }
  return flaws;
}
