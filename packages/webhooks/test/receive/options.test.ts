import { IntegrationError } from '@patchbay/core';
import { memoryJobs } from '@patchbay/jobs-memory';
import { sandboxPayments } from '@patchbay/payments-sandbox';
import { memoryState } from '@patchbay/state-memory';
import { webhookReceiver } from '@patchbay/webhooks';
import { hmacWebhooks } from '@patchbay/webhooks/signatures';
import { describe, expect, it } from 'vitest';

const handle = () => undefined;
const from = sandboxPayments();

function problemsOf(make: () => unknown): readonly string[] {
  try {
    make();
    return [];
  } catch (error) {
    if (!IntegrationError.is(error, 'config_invalid')) throw error;
    return (error.problems ?? []).map(({ path }) => path);
  }
}

describe('a receiver', () => {
  it('names everything at once that is wrong with its options', () => {
    const bad = {
      'pay/ments': { from, handle },
      first: { from: {}, handle: undefined, allowFrom: ['203.0.113.7/24', '10.0.0.300', '::1/129'] },
      second: { from, handle, allowFrom: [], events: [], maxBytes: 0, late: 'drop' },
    };
    const options = { sources: bad, state: memoryState(), retentionMs: 5, publicUrl: 'shop', order: 'any' };
    // What a program without types could hand over.
    const paths = problemsOf(() => webhookReceiver(options as never));
    expect(paths).toEqual([
      'sources.pay/ments',
      'sources.first.from',
      'sources.first.handle',
      'sources.first.allowFrom[0]',
      'sources.first.allowFrom[1]',
      'sources.first.allowFrom[2]',
      'sources.second.events',
      'sources.second.allowFrom',
      'sources.second.maxBytes',
      'sources.second.late',
      'order',
      'retentionMs',
      'publicUrl',
    ]);
  });

  it('needs a source', () => {
    expect(problemsOf(() => webhookReceiver({ sources: {}, state: memoryState() }))).toEqual(['sources']);
  });

  it('refuses a provider without webhooks', () => {
    const capabilities = { ...from.capabilities, traits: { webhooks: false } };
    const mute = { webhooks: from.webhooks, capabilities };
    const make = () => webhookReceiver({ sources: { mute: { from: mute, handle } }, state: memoryState() });
    expect(problemsOf(make)).toEqual(['sources.mute.from']);
  });

  it('refuses to take larger bodies than the source, which would refuse them', () => {
    const bytes = 1024 * 1024;
    const state = memoryState();
    const facade = (maxBytes: number) => () =>
      webhookReceiver({ sources: { payments: { from, handle, maxBytes } }, state });
    expect(problemsOf(facade(bytes + 1))).toEqual(['sources.payments.maxBytes']);
    expect(facade(bytes + 1)).toThrow(/found 1048577; expected at most 1048576/);
    expect(problemsOf(facade(bytes))).toEqual([]);
    const signed = (most: number) => () => {
      const crm = hmacWebhooks({ secrets: 's'.repeat(32), header: 'x', maxBytes: most, toEvents: () => [] });
      return webhookReceiver({ sources: { crm: { from: crm, handle, maxBytes: 2 * bytes } }, state });
    };
    expect(problemsOf(signed(bytes))).toEqual(['sources.crm.maxBytes']);
    expect(problemsOf(signed(2 * bytes))).toEqual([]);
  });

  it('refuses jobs that keep no order, unless none is wanted', () => {
    const jobs = memoryJobs();
    const unordered = Object.create(jobs, {
      capabilities: { value: { ...jobs.capabilities, traits: { ordering: false } } },
    }) as typeof jobs;
    const options = { sources: { payments: { from, handle } }, state: memoryState(), jobs: unordered };
    expect(problemsOf(() => webhookReceiver(options))).toEqual(['jobs']);
    expect(problemsOf(() => webhookReceiver({ ...options, order: 'none' }))).toEqual([]);
  });

  it('says what would not work on two machines', () => {
    const receiver = webhookReceiver({
      sources: { payments: { from, handle } },
      state: memoryState(),
      jobs: memoryJobs(),
    });
    expect(receiver.warnings).toEqual([
      'The state of memory serve one machine: two machines would handle the same event twice.',
      'The jobs of memory serve one machine: two machines would handle the same event twice.',
    ]);
  });

  it('knows no source but its own', async () => {
    const receiver = webhookReceiver({ sources: { payments: { from, handle } }, state: memoryState() });
    await expect(receiver.accept('other' as 'payments', [])).rejects.toMatchObject({ code: 'not_found' });
  });
});
