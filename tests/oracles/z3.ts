import { init, killThreads } from "z3-solver";
import type { AddressFamily } from "../../reachability/addresses.ts";
import type { Packet } from "../../reachability/packetSetFields.ts";
import { packetFormula, packetVariables, type Formula } from "./packetFormulas.ts";

/** What the solver found: a packet that makes the formula true, that there is none, or neither within its time. */
export type Found = { readonly kind: "packet"; readonly packet: Packet } | { readonly kind: "none" } | { readonly kind: "undecided" };

export interface Question {
  /** Named formulas that the others refer to. */
  readonly definitions?: string;
  /** Each is answered by itself. */
  readonly formulas: readonly Formula[];
  /** For each formula; 60,000 unless stated. The solver looks at its clock seldom: large formulas take longer. */
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

const variables = ["isIPv6", "source4", "destination4", "source6", "destination6", "protocol", "sourcePort", "destinationPort"] as const;

/** Takes half a second: one for each file of tests. */
export async function startZ3(): Promise<Z3> {
  const { Z3, em } = await init();
  const run = async (script: string, timeoutMilliseconds: number) => {
    const configuration = Z3.mk_config();
    Z3.set_param_value(configuration, "timeout", String(timeoutMilliseconds));
    const context = Z3.mk_context(configuration);
    Z3.del_config(configuration);
    try {
      return await Z3.eval_smtlib2_string(context, script);
    } finally {
      Z3.del_context(context);
    }
  };
  return {
    find: async ({ definitions = "", formulas, timeoutMilliseconds = 60_000 }) => {
      const found: Found[] = [];
      for (const formula of formulas) {
        const asked = `(set-logic QF_BV)\n${packetVariables}\n${definitions}\n(assert ${formula})\n(check-sat)\n(get-value (${variables.join(" ")}))`;
        found.push(foundIn(await run(asked, timeoutMilliseconds)));
      }
      return found;
    },
    evaluate: async ({ definitions = "", formulas, packets }) => {
      const asked = packets.map((packet) => `(push)\n(assert ${packetFormula(packet)})\n(check-sat)\n(get-value (${formulas.join(" ")}))\n(pop)`);
      const output = await run([packetVariables, definitions, ...asked].join("\n"), 60_000);
      const answers = output.split(/^sat$/m).slice(1);
      if (answers.length !== packets.length) throw new Error(`z3: ${output}`);
      return answers.map((answer) => [...answer.matchAll(/ (true|false)\)/g)].map(([, value]) => value === "true"));
    },
    stop: () => killThreads(em),
  };
}

function foundIn(output: string): Found {
  const [answer, ...rest] = output.trim().split("\n");
  if (answer === "sat") return { kind: "packet", packet: packetIn(rest.join(" ")) };
  if (answer === "unsat") return { kind: "none" };
  if (answer === "unknown" || answer === "timeout") return { kind: "undecided" };
  throw new Error(`z3: ${output}`);
}

function packetIn(values: string): Packet {
  const text = (variable: (typeof variables)[number]) => new RegExp(`\\(${variable} (?:#([xb][0-9a-f]+)|(true|false))\\)`).exec(values)?.slice(1) ?? [];
  const number = (variable: (typeof variables)[number]) => BigInt(`0${text(variable)[0]}`);
  const isIPv6 = text("isIPv6")[1] === "true";
  const family: AddressFamily = isIPv6 ? "IPv6" : "IPv4";
  return {
    source: { family, value: number(isIPv6 ? "source6" : "source4") },
    destination: { family, value: number(isIPv6 ? "destination6" : "destination4") },
    protocol: Number(number("protocol")),
    sourcePort: Number(number("sourcePort")),
    destinationPort: Number(number("destinationPort")),
  };
}
