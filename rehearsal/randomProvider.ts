import { hash } from "bcryptjs";
import { inputChanges } from "./inputDiff.ts";
import { secret, textAt, unknownValue, type Properties, type PropertyValue } from "./propertyValues.ts";
import type { CreateRequest, CreateResult, DiffRequest, Provider, ProviderSession } from "./provider.ts";
import { randomIdValues, randomIntegerBetween, randomPet, randomString, randomUuid, type StringRules } from "./randomValues.ts";

/** What a type draws: its outputs' defaults, the outputs that only creating knows, and how they are made. */
interface RandomType {
  readonly defaults: Properties;
  readonly drawn: readonly string[];
  readonly required: readonly string[];
  readonly draw: (inputs: Properties) => Promise<CreateResult> | CreateResult;
}

const stringDefaults: Properties = {
  lower: true,
  minLower: 0,
  minNumeric: 0,
  minSpecial: 0,
  minUpper: 0,
  number: true,
  numeric: true,
  special: true,
  upper: true,
};

/** The cost that the real provider hashes with. */
const bcryptCost = 10;

const randomTypes: Readonly<Record<string, RandomType>> = {
  "random:index/randomPassword:RandomPassword": {
    defaults: stringDefaults,
    drawn: ["bcryptHash", "result"],
    required: ["length"],
    draw: async (inputs) => {
      const result = randomString(stringRules(inputs));
      return { id: "none", outputs: { bcryptHash: secret(await hash(result.slice(0, 72), bcryptCost)), result: secret(result) } };
    },
  },
  "random:index/randomString:RandomString": {
    defaults: stringDefaults,
    drawn: ["result"],
    required: ["length"],
    draw: (inputs) => {
      const result = randomString(stringRules(inputs));
      return { id: result, outputs: { result } };
    },
  },
  "random:index/randomId:RandomId": {
    defaults: {},
    drawn: ["b64Std", "b64Url", "dec", "hex"],
    required: ["byteLength"],
    draw: (inputs) => {
      const { id, ...written } = randomIdValues(Number(inputs["byteLength"]), textAt(inputs, "prefix") ?? "");
      return { id, outputs: written };
    },
  },
  "random:index/randomPet:RandomPet": {
    defaults: { length: 2, separator: "-" },
    drawn: [],
    required: [],
    draw: (inputs) => ({
      id: randomPet(Number(inputs["length"]), textAt(inputs, "separator") ?? "-", textAt(inputs, "prefix")),
      outputs: {},
    }),
  },
  "random:index/randomUuid:RandomUuid": {
    defaults: {},
    drawn: ["result"],
    required: [],
    draw: () => {
      const result = randomUuid();
      return { id: result, outputs: { result } };
    },
  },
  "random:index/randomInteger:RandomInteger": {
    defaults: {},
    drawn: ["result"],
    required: ["min", "max"],
    draw: (inputs) => {
      const result = randomIntegerBetween(Number(inputs["min"]), Number(inputs["max"]), textAt(inputs, "seed"));
      return { id: String(result), outputs: { result } };
    },
  },
};

/** Pulumi's random provider: draws with the system's generator and keeps nothing; what was drawn lives in the engine's state alone. */
export function randomProvider(version: string): Provider {
  const session: ProviderSession = {
    check: ({ type, inputs }) => {
      const failures = known(type).required.filter((name) => inputs[name] === undefined).map((name) => `Missing required property '${name}'`);
      return { inputs, failures };
    },
    diff,
    create,
    read: ({ type, id, inputs, outputs }) => {
      known(type);
      if (inputs === undefined) throw new Error(`${type} cannot be imported in a rehearsal`);
      return { id, inputs, outputs };
    },
    update: ({ type, outputsBefore, inputs }) => {
      known(type);
      return { ...outputsBefore, ...inputs };
    },
    delete: ({ type }) => {
      known(type);
    },
    invoke: (token) => {
      throw new Error(`Invoke type ${token} is not rehearsed`);
    },
  };
  return { name: "random", version, configure: () => session };
}

function known(token: string): RandomType {
  const type = randomTypes[token];
  if (type !== undefined) return type;
  throw new Error(`Resource type ${token} is not among the rehearsed types: add it to rehearsal/randomProvider.ts`);
}

/** Every input draws anew; the replacement is made before the old one goes. */
function diff({ type, inputsBefore, inputs }: DiffRequest) {
  known(type);
  const names = [...Object.keys(inputsBefore), ...Object.keys(inputs)];
  const found = inputChanges(inputsBefore, inputs, new Set(names));
  const changes = new Map([...found].map(([path, change]) => [path, { ...change, replaces: true }]));
  return { changes, deleteBeforeReplace: false };
}

async function create({ type: token, inputs, preview }: CreateRequest): Promise<CreateResult> {
  const type = known(token);
  const complete = { ...type.defaults, ...inputs, ...numberIsNumeric(inputs) };
  if (preview) return { id: "", outputs: { ...complete, ...unknowns(type.drawn) } };
  const { id, outputs } = await type.draw(complete);
  return { id, outputs: { ...complete, ...outputs } };
}

function unknowns(names: readonly string[]): Properties {
  return Object.fromEntries(names.map((name) => [name, unknownValue]));
}

/** `number` is the older name of `numeric`. */
function numberIsNumeric(inputs: Properties): Properties {
  const value = inputs["numeric"] ?? inputs["number"];
  return value === undefined ? {} : { number: value, numeric: value };
}

function stringRules(inputs: Properties): StringRules {
  const count = (name: string): number => numberOf(inputs[name]);
  const overrideSpecial = textAt(inputs, "overrideSpecial");
  return {
    length: count("length"),
    lower: inputs["lower"] !== false,
    upper: inputs["upper"] !== false,
    numeric: inputs["numeric"] !== false,
    special: inputs["special"] !== false,
    minLower: count("minLower"),
    minUpper: count("minUpper"),
    minNumeric: count("minNumeric"),
    minSpecial: count("minSpecial"),
    ...(overrideSpecial === undefined || overrideSpecial === "" ? {} : { overrideSpecial }),
  };
}

function numberOf(value: PropertyValue | undefined): number {
  return typeof value === "number" ? value : 0;
}
