import { timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { AppException, appError } from '../../shared/errors/appError.ts';
import type { BackendApp } from './server.ts';

export interface MetricsOptions {
  /** Whoever reads the metrics sends it as `Authorization: Bearer`. Without one there are no metrics at all. */
  readonly token: string | undefined;
  /** Verified tokens held in memory. */
  readonly cachedTokens: () => number;
}

/** `GET /metrics` in Prometheus' text format. Routes are named by their pattern: no id and no query gets in. */
export function metricsRoute(app: BackendApp, { token, cachedTokens }: MetricsOptions): void {
  const registry = token === undefined ? null : measure(app, cachedTokens);
  app.route({
    method: 'GET',
    url: '/metrics',
    schema: { hide: true },
    handler: async (request, reply) => {
      if (registry === null || token === undefined) {
        throw new AppException(
          appError('resource.not_found', 'This backend serves no metrics.', {
            remedy: 'Give it a metrics token (CLAIMDECK_METRICS_TOKEN).',
          }),
        );
      }
      if (!sameText(request.headers.authorization ?? '', `Bearer ${token}`)) {
        throw new AppException(
          appError('auth.no_session', 'The metrics need their own token.', {
            remedy: 'Send "Authorization: Bearer" with the metrics token.',
          }),
        );
      }
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  });
}

function measure(app: BackendApp, cachedTokens: () => number): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({
    name: 'claimdeck_http_requests_total',
    help: 'Requests answered.',
    labelNames,
    registers,
  });
  const seconds = new Histogram({
    name: 'claimdeck_http_request_seconds',
    help: 'Time until a request was answered.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  registry.registerMetric(
    new Gauge({
      name: 'claimdeck_verified_tokens',
      help: 'Verified session tokens held in memory.',
      registers: [],
      collect() {
        this.set(cachedTokens());
      },
    }),
  );
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method, route, status: String(reply.statusCode) });
    seconds.observe({ method, route }, reply.elapsedTime / 1000);
  });
  return registry;
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
