import { describe, expect, it } from 'vitest';
import { type GuardedTransportOptions, guardedTransport } from '../../src/node/index.ts';
import { type Listener, listener, outgoing } from './support/listener.ts';

const body = new TextEncoder().encode('{}');

function post(options: GuardedTransportOptions, url: string) {
  return guardedTransport(options).post({ url, headers: { 'content-type': 'application/json' }, body });
}

/** With everything allowed but the address. */
const open = ({ port }: Listener): GuardedTransportOptions => ({ allowHttp: true, allowPorts: [port] });

const spellingsOfLoopback = [
  '127.0.0.1',
  '127.0.0.1.',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0X7F000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '0177.0x0.0.01',
  '127.1',
  '127.0.1',
  '0x7f.1',
  '127。0。0。1',
  '127.0.0.1',
  '%31%32%37.0.0.1',
];

const otherLocalHosts = [
  '127.8.9.10',
  '0.0.0.0',
  '0',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::ffff:127.0.0.1]',
  '[::FFFF:7F00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::80ff:fffe]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[fec0::1]',
  '169.254.169.254',
  '2852039166',
  '0xA9FEA9FE',
  '100.100.100.200',
  '100.64.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'anything.localhost',
  'anything.localhost.',
  'loc%61lhost',
  'localhost',
];

describe('an address that is not public', () => {
  it.each([...spellingsOfLoopback, ...otherLocalHosts])('is not connected to as %s', async (host) => {
    await using here = await listener('::');
    using all = outgoing();
    const url = `http://${host}:${here.port}/hook`;
    expect(guardedTransport(open(here)).check(url)).toBe('address_not_public');
    expect(await post(open(here), url)).toEqual({ kind: 'refused', reason: 'address_not_public' });
    expect([here.connections, all.sockets]).toEqual([0, 0]);
  });

  it.each(['[fe80::1%25eth0]', '[::1%251]'])('is no URL at all with a zone: %s', async (host) => {
    using all = outgoing();
    expect(await post({}, `https://${host}/`)).toEqual({ kind: 'refused', reason: 'url_invalid' });
    expect(all.sockets).toBe(0);
  });

  it.each(spellingsOfLoopback)('is connected to as %s where it is allowed', async (host) => {
    await using here = await listener('127.0.0.1');
    const options = { ...open(here), allowAddresses: ['127.0.0.1/32'] };
    expect(await post(options, `http://${host}:${here.port}/hook`)).toEqual({ kind: 'answer', status: 200 });
    expect(here.connections).toBe(1);
  });

  it.each(['127.8.9.10', '[::1]', '[::ffff:127.0.0.1]'])(
    'is not allowed by its neighbour: %s',
    async (host) => {
      await using here = await listener('::');
      const options = { ...open(here), allowAddresses: ['127.0.0.1/32'] };
      expect(await post(options, `http://${host}:${here.port}/`)).toMatchObject({ kind: 'refused' });
      expect(here.connections).toBe(0);
    },
  );
});

describe('a name', () => {
  const answers = {
    'metadata.google.internal': ['169.254.169.254'],
    'metadata.example': ['fd00:ec2::254'],
    'instance-data.ec2.internal': ['::ffff:169.254.169.254'],
    'private.example': ['192.168.1.1'],
    'both.example': ['93.184.215.14', '127.0.0.1'],
    'both-reversed.example': ['127.0.0.1', '93.184.215.14'],
    'six.example': ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::1'],
    'nat64.example': ['64:ff9b::7f00:1'],
    'zone.example': ['fe80::1%lo'],
    'nonsense.example': ['not an address'],
    'octal.example': ['0177.0.0.1'],
  };

  it.each(Object.entries(answers))(
    '%s is not connected to where any of its addresses is not public: %j',
    async (host, found) => {
      await using here = await listener('::');
      using all = outgoing();
      const options = { ...open(here), resolve: async () => found };
      expect(await post(options, `http://${host}:${here.port}/`)).toEqual({
        kind: 'refused',
        reason: 'address_not_public',
      });
      expect([here.connections, all.sockets]).toEqual([0, 0]);
    },
  );

  it('is asked for once per try, with and without a dot at its end, and the server is told the name', async () => {
    await using here = await listener('127.0.0.1');
    const asked: string[] = [];
    const options = {
      ...open(here),
      allowAddresses: ['127.0.0.1'],
      resolve: async (host: string) => (asked.push(host), ['127.0.0.1']),
    };
    await post(options, `http://Hooks.Example:${here.port}/a?b=c#d`);
    await post(options, `http://hooks.example.:${here.port}/`);
    expect(asked).toEqual(['hooks.example', 'hooks.example.']);
    expect(here.requests.map(({ url, headers }) => [url, headers.host])).toEqual([
      ['/a?b=c', `hooks.example:${here.port}`],
      ['/', `hooks.example.:${here.port}`],
    ]);
  });

  it.each([
    ['that nobody has', () => Promise.reject(new Error('ENOTFOUND'))],
    ['without addresses', async () => []],
  ])('%s is a failure', async (_, resolve) => {
    expect(await post({ resolve }, 'https://nobody.example/')).toEqual({
      kind: 'failed',
      reason: 'name_not_resolved',
    });
  });
});

describe('a URL', () => {
  it.each([
    ['http://example.com/', 'scheme_not_allowed'],
    ['ftp://example.com/', 'scheme_not_allowed'],
    ['file:///etc/passwd', 'scheme_not_allowed'],
    ['gopher://example.com/', 'scheme_not_allowed'],
    ['data:text/plain,x', 'scheme_not_allowed'],
    ['https://user@example.com/', 'userinfo_not_allowed'],
    ['https://user:word@example.com/', 'userinfo_not_allowed'],
    ['https://example.com@127.0.0.1/', 'userinfo_not_allowed'],
    ['https://:x@example.com/', 'userinfo_not_allowed'],
    ['https://example.com:22/', 'port_not_allowed'],
    ['https://example.com:80/', 'port_not_allowed'],
    ['https://example.com:8443/', 'port_not_allowed'],
    ['https://example.com:99999/', 'url_invalid'],
    ['https://', 'url_invalid'],
    ['//example.com/', 'url_invalid'],
    ['example.com', 'url_invalid'],
    ['https://256.0.0.1/', 'url_invalid'],
    ['https://1.2.3.4.5/', 'url_invalid'],
    [`https://example.com/${'a'.repeat(2048)}`, 'url_invalid'],
  ])('%s is refused: %s', async (url, reason) => {
    using all = outgoing();
    expect(guardedTransport().check(url)).toBe(reason);
    expect(await post({}, url)).toEqual({ kind: 'refused', reason });
    expect(all.sockets).toBe(0);
  });

  it.each([
    'https://example.com/',
    'https://example.com:443/hook?a=b',
    'https://EXAMPLE.com./',
    'https://8.8.8.8/',
    'https://134744072/',
    'https://[2606:4700:4700::1111]/',
    'https://bücher.example/',
  ])('%s is fine', (url) => {
    expect(guardedTransport().check(url)).toBeUndefined();
  });

  it('may be of http, and of local names, where both are allowed', () => {
    const transport = guardedTransport({
      allowHttp: true,
      allowPorts: [3000],
      allowAddresses: ['127.0.0.0/8', '::1'],
    });
    expect(transport.check('http://localhost:3000/')).toBeUndefined();
    expect(transport.check('http://[::1]:3000/')).toBeUndefined();
    expect(transport.check('http://192.168.0.1:3000/')).toBe('address_not_public');
  });

  it('is not checked against rules that mean nothing', () => {
    expect(() => guardedTransport({ allowAddresses: ['10.0.0.0/33'] })).toThrow(/allowAddresses/);
    expect(() => guardedTransport({ allowAddresses: ['localhost'] })).toThrow(/allowAddresses/);
  });

  it.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY, 2 ** 31])('has no time of %d ms', (timeoutMs) => {
    expect(() => guardedTransport({ timeoutMs })).toThrow(/timeoutMs is .*1 to 2147483647/);
  });
});
