import { init, killThreads, type Z3_ast, type Z3_context, type Z3_model, type Z3_solver } from "z3-solver";
import type { AddressFamily } from "../../reachability/addresses.ts";
import type { Packet } from "../../reachability/packetSetFields.ts";
import { packetVariables, type Formula } from "./packetFormulas.ts";

/** What the solver found: a packet that makes the formula true, that there is none, or neither within its time. */
export type Found = { readonly kind: "packet"; readonly packet: Packet } | { readonly kind: "none" } | { readonly kind: "undecided" };

export interface Question {
  /** Named formulas that the others refer to. */
  readonly definitions?: string;
  /** Each is answered by itself. */
  readonly formulas: readonly Formula[];
  /** For each formula; a minute unless stated. The solver looks at its clock seldom: large formulas take longer. */
  readonly timeoutMilliseconds?: number;
}

export interface Z3 {
  /** @throws Error with the solver's words where a formula cannot be read */
  find(question: Question): Promise<readonly Found[]>;
  /** For each packet, whether it makes each of the formulas true. */
  evaluate(question: { readonly definitions?: string; readonly formulas: readonly Formula[]; readonly packets: readonly Packet[] }): Promise<readonly (readonly boolean[])[]>;
  /** Ends the solver's threads, which would keep the process alive. */
  stop(): Promise<void>;
}

type Library = Awaited<ReturnType<typeof init>>["Z3"];

/** Takes half a second: one for each file of tests. */
export async function startZ3(): Promise<Z3> {
  const { Z3, em } = await init();
  return {
    find: async ({ definitions = "", formulas, timeoutMilliseconds = 60_000 }) => {
      const found: Found[] = [];
      for (const formula of formulas) found.push(await inContext(Z3, (context) => solve(Z3, context, [packetVariables, definitions, asserted(formula)].join("\n"), timeoutMilliseconds)));
      return found;
    },
    evaluate: ({ definitions = "", formulas, packets }) =>
      inContext(Z3, async (context) => {
        const terms = parsed(Z3, context, [packetVariables, definitions, ...formulas.map(asserted)].join("\n")).slice(-formulas.length);
        return packets.map((packet) => {
          const model = packetModel(Z3, context, packet);
          const values = terms.map((term) => Z3.get_bool_value(context, evaluated(Z3, context, model, term)) === isTrue);
          Z3.model_dec_ref(context, model);
          return values;
        });
      }),
    stop: () => killThreads(em),
  };
}

function asserted(formula: Formula): string {
  return `(assert ${formula})`;
}

/** Z3_lbool: what is neither of them is not known. */
const [isTrue, isFalse] = [1, -1];

async function inContext<T>(Z3: Library, work: (context: Z3_context) => Promise<T>): Promise<T> {
  const configuration = Z3.mk_config();
  const context = Z3.mk_context(configuration);
  Z3.del_config(configuration);
  try {
    return await work(context);
  } finally {
    Z3.del_context(context);
  }
}

/*
 * Only calls that end before they return are given text. The library keeps text on a stack that it takes back as soon as a call
 * returns, and a call with a thread of its own (`eval_smtlib2_string`) goes on to read what is there then.
 */

async function solve(Z3: Library, context: Z3_context, text: string, timeoutMilliseconds: number): Promise<Found> {
  // Decides lists of hundreds of rules in half the time of the solver that tactics put together.
  const solver = Z3.mk_simple_solver(context);
  Z3.solver_inc_ref(context, solver);
  try {
    limitTime(Z3, context, solver, timeoutMilliseconds);
    Z3.solver_from_string(context, solver, text);
    refuseFaults(Z3, context);
    const answer = await Z3.solver_check(context, solver);
    if (answer === isTrue) return { kind: "packet", packet: packetOf(Z3, context, Z3.solver_get_model(context, solver)) };
    return { kind: answer === isFalse ? "none" : "undecided" };
  } finally {
    Z3.solver_dec_ref(context, solver);
  }
}

/** The asserted terms; they live as long as the context. */
function parsed(Z3: Library, context: Z3_context, text: string): readonly Z3_ast[] {
  const vector = Z3.parse_smtlib2_string(context, text, [], [], [], []);
  refuseFaults(Z3, context);
  Z3.ast_vector_inc_ref(context, vector);
  const terms = Array.from({ length: Z3.ast_vector_size(context, vector) }, (_, index) => Z3.ast_vector_get(context, vector, index));
  for (const term of terms) Z3.inc_ref(context, term);
  Z3.ast_vector_dec_ref(context, vector);
  return terms;
}

function refuseFaults(Z3: Library, context: Z3_context): void {
  const fault = Z3.get_error_code(context);
  if (fault !== 0) throw new Error(`z3: ${Z3.get_error_msg(context, fault)}`);
}

function limitTime(Z3: Library, context: Z3_context, solver: Z3_solver, milliseconds: number): void {
  const parameters = Z3.mk_params(context);
  Z3.params_inc_ref(context, parameters);
  Z3.params_set_uint(context, parameters, symbol(Z3, context, "timeout"), milliseconds);
  Z3.solver_set_params(context, solver, parameters);
  Z3.params_dec_ref(context, parameters);
}

function symbol(Z3: Library, context: Z3_context, name: string) {
  return Z3.mk_string_symbol(context, name);
}

function bits(Z3: Library, context: Z3_context, variable: string, size: number): Z3_ast {
  return Z3.mk_const(context, symbol(Z3, context, variable), Z3.mk_bv_sort(context, size));
}

function evaluated(Z3: Library, context: Z3_context, model: Z3_model, term: Z3_ast): Z3_ast {
  const value = Z3.model_eval(context, model, term, true);
  if (value === null) throw new Error("z3 cannot say what a formula is worth");
  return value;
}

const familyVariable = "isIPv6";
const addressBits: Readonly<Record<AddressFamily, number>> = { IPv4: 32, IPv6: 128 };
const addressVariable = (end: "source" | "destination", family: AddressFamily) => `${end}${family === "IPv6" ? 6 : 4}`;

/** The packet that a model stands for. */
function packetOf(Z3: Library, context: Z3_context, model: Z3_model): Packet {
  const number = (variable: string, size: number) => BigInt(Z3.get_numeral_string(context, evaluated(Z3, context, model, bits(Z3, context, variable, size))));
  const isIPv6 = Z3.mk_const(context, symbol(Z3, context, familyVariable), Z3.mk_bool_sort(context));
  const family: AddressFamily = Z3.get_bool_value(context, evaluated(Z3, context, model, isIPv6)) === isTrue ? "IPv6" : "IPv4";
  return {
    source: { family, value: number(addressVariable("source", family), addressBits[family]) },
    destination: { family, value: number(addressVariable("destination", family), addressBits[family]) },
    protocol: Number(number("protocol", 8)),
    sourcePort: Number(number("sourcePort", 16)),
    destinationPort: Number(number("destinationPort", 16)),
  };
}

/** The model that stands for a packet; the other family's addresses are 0. */
function packetModel(Z3: Library, context: Z3_context, { source, destination, protocol, sourcePort, destinationPort }: Packet): Z3_model {
  const model = Z3.mk_model(context);
  Z3.model_inc_ref(context, model);
  const set = (variable: string, value: Z3_ast) => Z3.add_const_interp(context, model, Z3.mk_func_decl(context, symbol(Z3, context, variable), [], Z3.get_sort(context, value)), value);
  const setNumber = (variable: string, size: number, value: bigint | number) => set(variable, Z3.mk_numeral(context, String(value), Z3.mk_bv_sort(context, size)));
  set(familyVariable, source.family === "IPv6" ? Z3.mk_true(context) : Z3.mk_false(context));
  for (const [end, { family, value }] of [["source", source], ["destination", destination]] as const) setNumber(addressVariable(end, family), addressBits[family], value);
  setNumber("protocol", 8, protocol);
  setNumber("sourcePort", 16, sourcePort);
  setNumber("destinationPort", 16, destinationPort);
  return model;
}
