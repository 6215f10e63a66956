export function change(paid: number, price: number): number {
  if (paid < price) throw new RangeError('That is not enough.');
  return Math.max(0, paid - price);
}
