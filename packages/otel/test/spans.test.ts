import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { type IntegrationError } from '@patchbay/core';
import { otelInterceptor } from '@patchbay/otel';
import { money } from '@patchbay/payments';
import { secretScan } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { telemetry } from './support/telemetry.ts';
import { openGroup, openTill, personal, secretKey } from './support/till.ts';

const key = { idempotencyKey: 'order-7' };
const coffee = {
  amount: money(420, 'EUR'),
  paymentMethodId: 'pm_card_visa',
  returnUrl: 'https://shop.test/',
};
const identity = {
  'patchbay.category': 'payments',
  'patchbay.provider': 'stripe',
  'patchbay.instance': 'till',
};

describe('the spans of a failover group', () => {
  it('are one of the group, which says who was asked before, around those of its members', async () => {
    await using sdk = telemetry({ followsContexts: true });
    await using shop = await openGroup(otelInterceptor(sdk));
    await shop.group.create({ amount: money(420, 'EUR') }, key);
    const [group, ...others] = sdk.spans();
    const calls = others.filter(({ name }) => name === 'payments.create');
    expect(group?.attributes).toMatchObject({
      'patchbay.instance': 'payments',
      'patchbay.failover.from': 'first',
    });
    expect(calls.map(({ attributes }) => attributes['patchbay.instance'])).toEqual(['first', 'second']);
    for (const call of calls) expect(call.parentSpanContext?.spanId).toBe(group?.spanContext().spanId);
    const moves = (await sdk.series()).filter(({ name }) => name === 'patchbay.client.failovers');
    expect(moves).toMatchObject([
      { value: 1, attributes: { 'patchbay.failover.from': 'first', 'error.type': 'network' } },
    ]);
  });
});

describe('the spans of a call', () => {
  it('are one of kind CLIENT, and below it one for each attempt', async () => {
    await using sdk = telemetry();
    await using till = await openTill(otelInterceptor(sdk));
    till.server.fault({
      kind: 'status',
      status: 503,
      body: JSON.stringify({ error: { type: 'api_error' } }),
    });
    await till.payments.create(coffee, key);
    const [call, first, second, ...others] = sdk.spans();
    expect(others).toEqual([]);
    expect([call?.name, call?.kind, call?.status.code]).toEqual([
      'payments.create',
      SpanKind.CLIENT,
      SpanStatusCode.UNSET,
    ]);
    expect(call?.attributes).toEqual({ ...identity, 'patchbay.operation': 'payments.create' });
    expect([first?.name, second?.name]).toEqual(['patchbay.attempt', 'patchbay.attempt']);
    for (const attempt of [first, second])
      expect(attempt?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
    expect(first?.status.code).toBe(SpanStatusCode.ERROR);
    expect(first?.attributes).toEqual({
      ...call?.attributes,
      'patchbay.attempt': 1,
      'patchbay.idempotency': true,
      'http.response.status_code': 503,
      'error.type': 'provider_unavailable',
      'patchbay.outcome': 'unknown',
    });
    expect(second?.attributes).toEqual({
      ...call?.attributes,
      'patchbay.attempt': 2,
      'patchbay.idempotency': true,
      'http.request.resend_count': 1,
      'http.response.status_code': 200,
      'patchbay.vendor.request_id': expect.stringMatching(/^req_/),
    });
  });

  it('say why it failed by our code, and in no other words', async () => {
    await using sdk = telemetry();
    await using till = await openTill(otelInterceptor(sdk));
    const error: unknown = await till.payments
      .get('pi_000000000000000000000000')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'not_found' } satisfies Partial<IntegrationError>);
    const [call] = sdk.spans();
    expect(call?.attributes).toMatchObject({ 'error.type': 'not_found', 'patchbay.outcome': 'not_applied' });
    expect(call?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(sdk.spans().flatMap(({ events }) => events)).toEqual([]);
  });

  it('show a declined card as the result that it is', async () => {
    await using sdk = telemetry();
    await using till = await openTill(otelInterceptor(sdk));
    const payment = await till.payments.create({ ...coffee, paymentMethodId: 'pm_card_chargeDeclined' }, key);
    expect(payment.status).toBe('failed');
    expect(sdk.spans().map(({ status }) => status.code)).toEqual([
      SpanStatusCode.UNSET,
      SpanStatusCode.UNSET,
    ]);
  });

  it('are those of the request: it is made below its attempt, and the vendor learns no trace id', async () => {
    await using sdk = telemetry({ followsContexts: true });
    const active: unknown[] = [];
    const seeing: typeof fetch = (...request) => {
      active.push(trace.getActiveSpan()?.spanContext().spanId);
      return fetch(...request);
    };
    await using till = await openTill(otelInterceptor(sdk), { fetch: seeing });
    till.server.fault({ kind: 'resetAfter' });
    await sdk.tracer.startActiveSpan('checkout', async (checkout) => {
      await till.payments.create(coffee, key);
      checkout.end();
    });
    const [checkout, call, ...attempts] = sdk.spans();
    expect(call?.parentSpanContext?.spanId).toBe(checkout?.spanContext().spanId);
    expect(attempts.map((span) => span.spanContext().spanId)).toEqual(active);
    const names = till.server.received.flatMap(({ headers }) => [...headers.keys()]);
    expect(names).toContain('idempotency-key');
    expect(names.filter((name) => /^(traceparent|tracestate|baggage|b3)$/.test(name))).toEqual([]);
  });

  it('hold nothing secret or private, whatever the vendor echoes', async () => {
    await using sdk = telemetry();
    const echo = [secretKey, ...Object.values(personal)].join(' ');
    const statuses = [402, 200];
    await using till = await openTill(otelInterceptor(sdk), {
      handle: () =>
        Response.json(
          { id: echo, object: 'customer', error: { type: 'card_error', code: echo, message: echo } },
          { status: statuses.shift() ?? 200, headers: { 'request-id': echo } },
        ),
    });
    for (const name of ['refused', 'accepted']) {
      await till.payments.customers.create(personal, { idempotencyKey: name }).catch(() => undefined);
    }
    const spans = sdk
      .spans()
      .map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
    const printed = [JSON.stringify(spans), JSON.stringify(await sdk.series())];
    expect(printed[0]).toContain('[secret]');
    expect(spans).toHaveLength(4);
    for (const text of printed) {
      expect(secretScan(text, [secretKey])).toEqual([]);
      for (const value of Object.values(personal)) expect(text).not.toContain(value);
    }
  });
});
