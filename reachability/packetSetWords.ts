/* Numbers of a diagram in arrays of 32-bit words: a value of a field takes one or more, the highest first. */

const wordSize = 2n ** 32n;

/** How many arrays begin with; they grow by doubling. */
export const firstCapacity = 256;

/** The words that each value of a field of this size takes. */
export function widthOf(size: bigint): number {
  return Math.ceil((size - 1n).toString(2).length / 32);
}

export function wordsOf(value: bigint, width: number): readonly number[] {
  if (width === 1) return [Number(value)];
  return Array.from({ length: width }, (_, index) => Number(BigInt.asUintN(32, value >> BigInt(32 * (width - 1 - index)))));
}

/** The value that these words stand for. */
export function valueOf(words: Uint32Array): bigint {
  return words.reduce((value, word) => value * wordSize + BigInt(word), 0n);
}

/** One step of a hash of 32 bits. */
export function mixed(hash: number, value: number): number {
  const product = Math.imul(hash ^ value, 0x9e3779b1);
  return product ^ (product >>> 15);
}

/** The same words in an array at least twice as long. */
export function grown<T extends Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(array: T, needed: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(2 * array.length, needed));
  larger.set(array);
  return larger;
}
