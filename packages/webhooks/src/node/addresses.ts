import ipaddr from 'ipaddr.js';

/** Which addresses may be connected to. */
export type AddressRules = (address: string) => boolean;

/**
 * Every public address, and those in `allowed`, which are single addresses or CIDR blocks.
 * @throws `RangeError` for an entry that is neither.
 */
export function addressRules(allowed: readonly string[]): AddressRules {
  const blocks = allowed.map(toBlock);
  return (text) => {
    const address = parse(text);
    if (address === undefined) return false;
    return isPublic(address) || blocks.some((block) => isWithin(address, block));
  };
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [Address, number];

/**
 * Only the forms in which resolvers answer. One with a zone names an interface of this machine, hence nothing public.
 */
function parse(text: string): Address | undefined {
  if (text.includes('%')) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

/** All that is given out for the internet today: https://www.iana.org/assignments/ipv6-address-space (2025-11). */
const globalUnicast: [ipaddr.IPv6, number] = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * The library knows the special blocks, but takes what is in none of them for public: `::7f00:1`, say. What carries
 * another address inside (mapped, NAT64, 6to4, Teredo) is never public here, whatever it carries.
 */
function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || isWithin(address, globalUnicast);
}

function isWithin(address: Address, [base, bits]: Block): boolean {
  if (address instanceof ipaddr.IPv4) return base instanceof ipaddr.IPv4 && address.match(base, bits);
  return base instanceof ipaddr.IPv6 && address.match(base, bits);
}

function toBlock(text: string): Block {
  try {
    const address = parse(text);
    if (address !== undefined) return [address, address.kind() === 'ipv4' ? 32 : 128];
    return ipaddr.parseCIDR(text);
  } catch {
    throw new RangeError(`allowAddresses has ${text}; give an address or a CIDR block such as 10.0.0.0/8.`);
  }
}
