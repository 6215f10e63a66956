import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;
type Network = readonly [Address, number];

/** Networks that may deliver. */
export interface AllowList {
  /** False for an address that is unknown or cannot be read. */
  allows(address: string | undefined): boolean;
}

/** @param networks sound ones: see `whyNotNetwork`. */
export function allowList(networks: readonly string[]): AllowList {
  const allowed = networks.map(toNetwork).filter((network) => network !== undefined);
  return {
    allows(address) {
      const found = address === undefined ? undefined : toAddress(address);
      return found !== undefined && allowed.some((network) => isWithin(found, network));
    },
  };
}

/** What is wrong with a network, as the end of a sentence; `undefined` for a sound one. */
export function whyNotNetwork(network: string): string | undefined {
  const found = toNetwork(network);
  if (found === undefined) return 'it is no address and no network such as 203.0.113.0/24';
  const first = firstOf(found);
  return first === found[0].toString() ? undefined : `it begins within the network ${first}/${found[1]}`;
}

function firstOf([address, bits]: Network): string {
  const network = `${address.toString()}/${bits}`;
  return address.kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(network).toString()
    : ipaddr.IPv6.networkAddressFromCIDR(network).toString();
}

function isWithin(address: Address, [first, bits]: Network): boolean {
  return address.kind() === first.kind() && address.match(first, bits);
}

/** Only the usual forms: `0x7f.1` and `010.0.0.1` mean different things to different readers. */
function toAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined; // ::ffff:203.0.113.5 is 203.0.113.5
}

const mappedBits = 96;

function toNetwork(text: string): Network | undefined {
  const [base = '', length, ...others] = text.split('/');
  const address = toAddress(base);
  if (address === undefined || others.length > 0) return undefined;
  const most = address.kind() === 'ipv4' ? 32 : 128;
  if (length === undefined) return [address, most];
  if (!/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const isMapped = address.kind() === 'ipv4' && base.includes(':');
  const bits = Number(length) - (isMapped ? mappedBits : 0);
  return bits >= 0 && bits <= most ? [address, bits] : undefined;
}
