import { rejection } from './errors.ts';
import type { Scope } from './sigv4.ts';

type MalformedCode = 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError';

/** Takes `<key id>/<date>/<region>/s3/aws4_request` apart. Key ids have no slash. */
export function checkScope(
  credential: string,
  timestamp: string,
  region: string,
  code: MalformedCode,
): Scope {
  const parts = credential.split('/');
  const [accessKeyId = '', date = '', givenRegion = '', service = '', terminator = ''] = parts;
  if (parts.length !== 5 || terminator !== 'aws4_request') {
    throw rejection(
      code,
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (service !== 's3') {
    throw rejection(code, `incorrect service "${service}". This endpoint belongs to "s3".`);
  }
  if (givenRegion !== region) {
    throw rejection(code, `the region '${givenRegion}' is wrong; expecting '${region}'`, { Region: region });
  }
  if (Number.isNaN(parseTimestamp(timestamp)) || !timestamp.startsWith(date) || date.length !== 8) {
    throw rejection(code, `Invalid credential date "${date}". This date is not the same as X-Amz-Date.`);
  }
  return { accessKeyId, date, region: givenRegion, service, terminator };
}

/** `x-amz-date`, or `Date` in its form. */
export function timestampOf(headers: Headers): string {
  const given = headers.get('x-amz-date');
  if (given !== null && !Number.isNaN(parseTimestamp(given))) return given;
  const date = Date.parse(headers.get('date') ?? '');
  if (given !== null || Number.isNaN(date)) {
    throw rejection('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  return new Date(date).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** Epoch milliseconds of `20261122T040000Z`, NaN for anything else. */
export function parseTimestamp(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
