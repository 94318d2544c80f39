import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";

/** Characters of generated strings. Source: Terraform's random provider, which Pulumi's is made from. */
const lowerLetters = "abcdefghijklmnopqrstuvwxyz";
const upperLetters = lowerLetters.toUpperCase();
const digits = "0123456789";
const specialCharacters = "!@#$%&*()-_=+[]{}<>:?";

export interface StringRules {
  readonly length: number;
  readonly lower: boolean;
  readonly upper: boolean;
  readonly numeric: boolean;
  readonly special: boolean;
  readonly minLower: number;
  readonly minUpper: number;
  readonly minNumeric: number;
  readonly minSpecial: number;
  readonly overrideSpecial?: string;
}

/**
 * A string of the asked length with at least as many of each kind as asked for, drawn and shuffled by the system's generator.
 * @throws Error where the minimums do not fit into the length or no character is allowed
 */
export function randomString(rules: StringRules): string {
  const special = rules.overrideSpecial ?? specialCharacters;
  const least = rules.minLower + rules.minUpper + rules.minNumeric + rules.minSpecial;
  if (rules.length < 1 || rules.length < least) throw new Error(`length must be >= 1 and >= the sum of the minimums (${least}), got: ${rules.length}`);
  const allowed = [
    rules.upper ? upperLetters : "",
    rules.lower ? lowerLetters : "",
    rules.numeric ? digits : "",
    rules.special ? special : "",
  ].join("");
  if (allowed === "") throw new Error("the character set specified is empty");
  const drawn = [
    ...draw(lowerLetters, rules.minLower),
    ...draw(upperLetters, rules.minUpper),
    ...draw(digits, rules.minNumeric),
    ...draw(special, rules.minSpecial),
    ...draw(allowed, rules.length - least),
  ];
  return shuffled(drawn).join("");
}

function draw(characters: string, count: number): readonly string[] {
  return Array.from({ length: count }, () => characters.charAt(randomInt(characters.length)));
}

function shuffled(items: readonly string[]): readonly string[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other] ?? "", result[last] ?? ""];
  }
  return result;
}

export interface RandomIdValues {
  readonly id: string;
  readonly b64Url: string;
  readonly b64Std: string;
  readonly hex: string;
  readonly dec: string;
}

/** The same random bytes in the four ways that RandomId writes them; the id is the base64url one without the prefix. */
export function randomIdValues(byteLength: number, prefix: string): RandomIdValues {
  const bytes = randomBytes(byteLength);
  const hex = bytes.toString("hex");
  const id = bytes.toString("base64url");
  return { id, b64Url: prefix + id, b64Std: prefix + bytes.toString("base64"), hex: prefix + hex, dec: `${prefix}${BigInt(`0x${hex}`)}` };
}

export function randomUuid(): string {
  return randomUUID();
}

/** A whole number from `minimum` to `maximum`, both included; the same for the same seed, though another one than the real provider's. */
export function randomIntegerBetween(minimum: number, maximum: number, seed: string | undefined): number {
  if (maximum < minimum) throw new Error("the minimum (min) value needs to be smaller than or equal to maximum (max) value");
  if (seed === undefined) return randomInt(minimum, maximum + 1);
  const number = BigInt(`0x${createHash("sha256").update(seed).digest("hex")}`);
  return minimum + Number(number % BigInt(maximum - minimum + 1));
}

const adverbs = ["barely", "boldly", "calmly", "fairly", "gently", "kindly", "merely", "neatly", "openly", "quietly", "rarely", "subtly"];
const adjectives = ["able", "brave", "clear", "eager", "fresh", "glad", "keen", "lively", "modest", "proud", "quick", "steady"];
const names = ["badger", "crane", "dolphin", "elk", "falcon", "heron", "lynx", "marten", "otter", "puffin", "raven", "seal"];

/** A name of `length` words: adverbs, one adjective and one animal. */
export function randomPet(length: number, separator: string, prefix: string | undefined): string {
  const words = Array.from({ length }, (_, index) => pick(listFor(length - index)));
  return [...(prefix === undefined ? [] : [prefix]), ...words].join(separator);
}

function listFor(wordsLeft: number): readonly string[] {
  if (wordsLeft === 1) return names;
  return wordsLeft === 2 ? adjectives : adverbs;
}

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)] ?? "";
}
