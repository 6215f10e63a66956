import { fileURLToPath } from 'node:url';
import type { Problem } from '@patchbay/core';
import { parseAddress } from '@patchbay/email';
import { isCurrency } from '@patchbay/payments';
import { addressesIn, isAddressList } from './desk/announce-sender.ts';

/** What the shop itself reads from the environment; who provides what is read by `connect`. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** True when PORT is set: then no other port will do. */
  readonly portIsFixed: boolean;
  /** SHOP_URL: where the public reaches the shop, without a slash at the end. Default: host and port. */
  readonly publicUrl: string | undefined;
  readonly currency: string;
  /** Who the shop's mails are from. */
  readonly sender: string;
  /** True when EMAIL_SECOND_PROVIDER is set: mails go by two accounts, `main` and `second`. */
  readonly hasSecondEmail: boolean;
  /** True where anybody may come by: production. */
  readonly isPublic: boolean;
  /** What opens the metrics in production, where nobody else may see them. */
  readonly monitorToken: string | undefined;
  /** Addresses and blocks to which news of orders may be sent although they are not public. */
  readonly allowedEndpoints: readonly string[];
  /** After so many seconds an open payment page is looked after, whether or not news has come. */
  readonly settleAfterSeconds: number;
  /** Folder of everything that survives a restart. */
  readonly dataFolder: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads all settings and tells of every one that is wrong. */
export function readSettings(environment: Environment): {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
} {
  const { PORT: port, HOST: host, SHOP_URL: url, SHOP_CURRENCY: currency, SHOP_DATA: data } = environment;
  const { SHOP_SENDER: sender, SHOP_MONITOR_TOKEN: monitorToken, NODE_ENV: stage } = environment;
  const { SHOP_ENDPOINTS_ALLOW: allowedEndpoints } = environment;
  const { EMAIL_SECOND_PROVIDER: secondEmail, SHOP_SETTLE_AFTER: settleAfter } = environment;
  const settings: Settings = {
    host: host || '127.0.0.1',
    port: Number(port || 4242),
    portIsFixed: Boolean(port),
    publicUrl: url && isWebOrigin(url) ? new URL(url).origin : undefined,
    currency: currency || 'EUR',
    sender: sender || 'Postcard Shop <orders@postcards.example>',
    hasSecondEmail: Boolean(secondEmail),
    isPublic: stage === 'production',
    monitorToken: monitorToken || undefined,
    allowedEndpoints: addressesIn(allowedEndpoints ?? ''),
    settleAfterSeconds: Number(settleAfter || 120),
    dataFolder: data || fileURLToPath(new URL('../.data', import.meta.url)),
  };
  const problems = rules.flatMap(({ path, isMet, isSecret = false, expected, fix }) => {
    const value = environment[path];
    if (!value || isMet(value)) return [];
    const found = isSecret ? `${value.length} characters` : JSON.stringify(value);
    return [{ path, found, expected, fix }];
  });
  return { settings, problems };
}

interface Rule extends Omit<Problem, 'found'> {
  readonly fix: string;
  readonly isMet: (text: string) => boolean;
  /** True where the report must not show what was found. */
  readonly isSecret?: boolean;
}

const rules: readonly Rule[] = [
  {
    path: 'PORT',
    isMet: (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
    expected: 'a port, 0 to 65535',
    fix: 'Leave it out for 4242 or the next free one.',
  },
  {
    path: 'SHOP_URL',
    isMet: isWebOrigin,
    expected: 'an http or https URL without a path: the shop needs a host of its own',
    fix: 'For example https://shop.example.com',
  },
  {
    path: 'SHOP_SENDER',
    isMet: (text) => parseAddress(text) !== undefined,
    expected: 'an e-mail address, with a name or without',
    fix: 'Leave it out for the one that serves in development.',
  },
  { path: 'SHOP_CURRENCY', isMet: isCurrency, expected: 'a currency of ISO 4217', fix: 'For example EUR.' },
  {
    path: 'SHOP_MONITOR_TOKEN',
    isMet: (text) => /^[!-~]{32,}$/.test(text),
    isSecret: true,
    expected: 'at least 32 characters of ASCII without spaces',
    fix: 'For example what `openssl rand -hex 32` prints.',
  },
  {
    path: 'SHOP_SETTLE_AFTER',
    isMet: (text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 86_400,
    expected: 'whole seconds, 1 to 86400',
    fix: 'Leave it out for 120.',
  },
  {
    path: 'SHOP_ENDPOINTS_ALLOW',
    isMet: isAddressList,
    expected: 'addresses and blocks of some, with commas between them',
    fix: 'For example 10.20.0.0/16; leave it out for public addresses alone.',
  },
];

function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, href, origin } = new URL(text);
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}
