import { register as globalRegister, type Registry } from 'prom-client';

/**
 * What Prometheus scrapes: all metrics of the register in its text format.
 *
 * @example
 * app.get('/metrics', () => metricsResponse(register));
 */
export async function metricsResponse(register: Registry = globalRegister): Promise<Response> {
  return new Response(await register.metrics(), { headers: { 'content-type': register.contentType } });
}
