// Debian's Chromium, which fetches nothing for itself.

import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--user-agent=Mozilla/5.0 a phone', // its own, for the tests that are two shoppers
];

export const launch = () =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
