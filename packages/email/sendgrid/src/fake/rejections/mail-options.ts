import { ada, errors, personal, row, specification } from './mail-row.ts';
import type { RejectionRow } from './row.ts';

// The year 2100.
const farAway = 4_102_444_800;

/** Mail send: categories, custom arguments, schedule and settings. */
export const mailOptionsRejections: readonly RejectionRow[] = [
  row(
    'categories-11',
    { categories: Array.from({ length: 11 }, (_none, index) => `c${index}`) },
    'categories',
    errors,
  ),
  row('category-twice', { categories: ['order', 'order'] }, 'categories', errors),
  row('category-256', { categories: ['x'.repeat(256)] }, 'categories.0', errors, 'inferred'),
  row('category-not-ascii', { categories: ['Größe'] }, 'categories.0', errors, 'inferred'),
  row('custom-args-empty', { custom_args: {} }, 'custom_args', errors),
  row('custom-args-not-a-text', { custom_args: { order: 17 } }, 'custom_args.order', errors, 'inferred'),
  row(
    'custom-args-too-large',
    { custom_args: { order: 'ö'.repeat(5000) } },
    'personalizations.0.custom_args',
    errors,
  ),
  row(
    'custom-args-too-large-merged',
    {
      custom_args: { a: 'x'.repeat(5000) },
      personalizations: [{ to: [ada], custom_args: { b: 'x'.repeat(5000) } }],
    },
    'personalizations.0.custom_args',
    errors,
  ),
  row('send-at-a-date', { send_at: '2026-11-22T12:00:00Z' }, 'send_at', errors),
  row('send-at-fraction', { send_at: 1.5 }, 'send_at', errors),
  row('send-at-beyond-72-hours', { send_at: farAway }, 'send_at', errors),
  personal('send-at-beyond-72-hours-in-personalization', { send_at: farAway }, 'send_at', errors),
  row('batch-unknown', { batch_id: 'my-own-batch' }, 'batch_id', 'sendgrid/docs#5053', 'observed'),
  row('asm-group-unknown', { asm: { group_id: 7 } }, 'asm.group_id', errors),
  row('asm-group-not-an-integer', { asm: { group_id: '7' } }, 'asm.group_id', errors),
  row(
    'asm-26-groups-to-display',
    { asm: { group_id: 7, groups_to_display: Array.from({ length: 26 }, () => 7) } },
    'asm.groups_to_display',
    errors,
  ),
  row('ip-pool-unknown', { ip_pool_name: 'transactional' }, 'ip_pool_name', errors),
  row('ip-pool-name-short', { ip_pool_name: 'a' }, 'ip_pool_name', specification),
  row(
    'sandbox-as-text',
    { mail_settings: { sandbox_mode: { enable: 'true' } } },
    'mail_settings.sandbox_mode.enable',
    errors,
  ),
  row(
    'tracking-as-text',
    { tracking_settings: { open_tracking: { enable: 'yes' } } },
    'tracking_settings.open_tracking.enable',
    errors,
  ),
];
