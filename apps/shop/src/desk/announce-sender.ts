import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedTransport } from '@patchbay/webhooks/node';
import {
  type DeliveryTransport,
  type SenderJobs,
  type SenderState,
  type WebhookSender,
  type WebhookSenderOptions,
  webhookSender,
} from '@patchbay/webhooks/send';

interface SenderParts extends Pick<WebhookSenderOptions, 'schedule' | 'clock' | 'onDelivery'> {
  readonly state: SenderState;
  readonly jobs: SenderJobs;
  readonly dataFolder: string;
  /** SHOP_ENDPOINTS_ALLOW: addresses and blocks that are sent to although they are not public. */
  readonly allowedAddresses: readonly string[];
  readonly isPublic: boolean;
}

/** Sends what the shop announces to whoever wants to know. */
export function createSender({
  dataFolder,
  allowedAddresses,
  isPublic,
  ...rest
}: SenderParts): WebhookSender {
  return webhookSender({
    ...rest,
    name: 'announcements', // `webhooks` is the name of what comes in
    transport: transportTo(allowedAddresses, isPublic),
    sealingKey: sealingKeyIn(dataFolder),
    onError: (error) => console.error(error),
  });
}

/** On a developer's machine receivers have no certificate, and listen where there is room. */
function transportTo(allowAddresses: readonly string[], isPublic: boolean): DeliveryTransport {
  if (isPublic || allowAddresses.length === 0) return guardedTransport({ allowAddresses });
  const allowPorts = Array.from({ length: 65_535 }, (_, index) => index + 1);
  return guardedTransport({ allowAddresses, allowHttp: true, allowPorts });
}

/** What seals the endpoints' secrets: made once, and kept in the folder for its owner alone. */
function sealingKeyIn(folder: string): string {
  const file = join(folder, 'endpoints.key');
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(32).toString('base64'), { mode: 0o600 });
    renameSync(`${file}.new`, file); // whole or not at all
  }
  return readFileSync(file, 'utf8');
}

/** The addresses and blocks of SHOP_ENDPOINTS_ALLOW. */
export function addressesIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** True for what SHOP_ENDPOINTS_ALLOW may be: `127.0.0.0/8, ::1`. A block of all addresses would guard nothing. */
export function isAddressList(text: string): boolean {
  const allowAddresses = addressesIn(text);
  try {
    guardedTransport({ allowAddresses });
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
  return allowAddresses.length > 0 && !allowAddresses.some((one) => /\/0+$/.test(one));
}
