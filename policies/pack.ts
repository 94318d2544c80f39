import type { Policy, PolicyResource, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy, StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import type { ReadableResource } from "../reachability/azureReader.ts";
import { describeExemptionFault, describeFinding, ruleTitle } from "./describeFinding.ts";
import { exempted, levelOfFault, levelOfFinding } from "./evaluate.ts";
import { applyExemptions } from "./exemptions.ts";
import { bareFacts, readFacts, type Facts, type ReadFacts } from "./facts.ts";
import { wholeStack, type Finding } from "./finding.ts";
import { concerns, judgeResource, judgeStack } from "./judge.ts";
import type { JudgedFinding } from "./exemptions.ts";
import type { Level } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { readStack } from "./stack.ts";
import { unknownText } from "../reachability/readValues.ts";

/** Name of the one policy that the engine sees; findings carry the names of their rules. */
export const policyName = "lifecare";

/** What the engine hands over of a resource before it is made. */
export type CheckedResource = Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props">;

/** What the engine hands over of it when all steps are done. */
export type DoneResource = Pick<PolicyResource, "type" | "name" | "urn"> & {
  readonly dependencies: readonly { readonly urn: string }[];
  readonly propertyDependencies: Readonly<Record<string, readonly { readonly urn: string }[]>>;
};

export interface Violation {
  readonly name: string;
  readonly message: string;
  readonly level: Level;
  readonly urn?: string;
}

/**
 * Judges a run of the engine. Rules about single resources answer before the resource is made; the inputs are kept, since what the engine tells of
 * resources at the end are outputs, of which a preview knows too little and Azure says too much.
 */
export class PackRun {
  readonly #checked = new Map<string, Checked>();
  readonly #asOf: () => string;
  #told: { readonly as: string; readonly read: ReadFacts } | undefined;
  #configurationTold = false;

  /** @param asOf answers the day (ISO 8601) on which exemptions are judged */
  constructor(asOf: () => string) {
    this.#asOf = asOf;
  }

  /** What is wrong with one resource by itself, and, once, what is wrong with the pack's configuration. */
  checkResource(resource: CheckedResource, configuration: unknown): readonly Violation[] {
    const { type, name, urn, props } = resource;
    const readable: ReadableResource = { type, name, urn, inputs: inputsOf(props) };
    const { facts, violations } = this.#facts(configuration);
    const read = readStack([readable], facts).resources;
    const findings = read.flatMap((one) => resourceRules.flatMap((rule) => (concerns(rule, one) ? judgeResource(rule, one, facts).findings : [])));
    this.#checked.set(urn, { readable, findings });
    return [...violations, ...applyExemptions(findings, facts.exemptions, facts.asOf, new Set(findings.map(({ rule }) => rule))).findings.map(violationOf)];
  }

  /** What is wrong with the stack as a whole, and with exemptions; with the configuration where no resource has told it. */
  checkStack(done: readonly DoneResource[], configuration: unknown): readonly Violation[] {
    const { facts, violations } = this.#facts(configuration);
    // The engine tells resources in no order; what is found of two that clash must not change from run to run.
    const inOrder = done.toSorted((one, other) => (one.urn < other.urn ? -1 : 1));
    const ofStack = judgeStack(stackRules, readStack(inOrder.map((resource) => this.#joined(resource)), facts)).flatMap((judgement) => judgement.findings);
    // What was found of single resources is told already: here it says which exemptions cover something.
    const ofResources = inOrder.flatMap(({ urn }) => this.#checked.get(urn)?.findings ?? []);
    const ofExemptions = exempted([...ofResources, ...ofStack], facts).faults.map((fault): Violation => ({ name: "exemptions", message: describeExemptionFault(fault), level: levelOfFault(fault) }));
    return [...violations, ...exempted(ofStack, facts).findings.map(violationOf), ...ofExemptions];
  }

  #joined({ type, name, urn, dependencies, propertyDependencies }: DoneResource): ReadableResource {
    return {
      // What was never checked (not part of this run) is unknown, not absent.
      ...(this.#checked.get(urn)?.readable ?? { type, name, urn, inputs: notChecked }),
      dependencies: dependencies.map((resource) => resource.urn),
      propertyDependencies: Object.fromEntries(Object.entries(propertyDependencies).map(([property, resources]) => [property, resources.map((resource) => resource.urn)])),
    };
  }

  /** The SDK copies the same configuration for each resource: it is read once. */
  #read(configuration: unknown, asOf: string): ReadFacts {
    const as = JSON.stringify([asOf, configuration]);
    if (this.#told?.as !== as) this.#told = { as, read: readFacts(configuration, asOf) };
    return this.#told.read;
  }

  #facts(configuration: unknown): { readonly facts: Facts; readonly violations: readonly Violation[] } {
    const asOf = this.#asOf();
    const read = this.#read(configuration, asOf);
    if (read.kind === "facts") return { facts: read.facts, violations: [] };
    if (this.#configurationTold) return { facts: bareFacts(asOf), violations: [] };
    this.#configurationTold = true;
    const violations = read.problems.map(({ path, limit }): Violation => ({
      name: "configuration",
      message: `the pack's configuration cannot be used: ${path}: ${limit}. Fix: write it with \`lifecare policy-config\`.`,
      level: "mandatory",
    }));
    return { facts: bareFacts(asOf), violations };
  }
}

/** What is kept of a resource until the stack as a whole is judged. */
interface Checked {
  readonly readable: ReadableResource;
  /** By rules about single resources, exemptions aside. */
  readonly findings: readonly Finding[];
}

const resourceRules = rules.filter((rule) => rule.scope === "resource");
const stackRules = rules.filter((rule) => rule.scope === "stack");

/** The engine's own mark for text that is not known; it stands for inputs of which nothing is known. */
const notChecked = unknownText;

/**
 * The inputs below the SDK's proxy, which throws at each value that is not known and would end a rule there. Where the SDK no longer
 * gives them, the proxy itself is read, and what throws is unknown.
 */
function inputsOf(props: Record<string, unknown>): unknown {
  return props["__getSpecialProxyTarget"] ?? props;
}

function violationOf(finding: JudgedFinding): Violation {
  const { resource, evidence } = finding;
  return {
    name: ruleTitle(finding),
    message: evidence === undefined ? describeFinding(finding) : `${describeFinding(finding)}\n${evidence}`,
    level: levelOfFinding(finding),
    ...(resource === wholeStack ? {} : { urn: resource }),
  };
}

/** The policy as the SDK takes it: one, so that each resource is handed over once and no rule can be switched off by itself. */
export function lifecarePolicy(run: PackRun): ResourceValidationPolicy & StackValidationPolicy {
  return {
    name: policyName,
    description: "Lifecare/Procapita is hosted as the vendor's technical specification demands.",
    enforcementLevel: "mandatory",
    configSchema: {
      properties: {
        environment: { type: "string", enum: ["prod", "utb"] },
        roles: { type: "object" },
        expectation: { type: "object" },
        locations: { type: "array" },
        exemptions: { type: "array" },
      },
    },
    validateResource: (args: ResourceValidationArgs, report: ReportViolation) => tell(run.checkResource(args, args.getConfig()), report),
    validateStack: (args: StackValidationArgs, report: ReportViolation) => tell(run.checkStack(args.resources, args.getConfig()), report),
  } satisfies Policy & ResourceValidationPolicy & StackValidationPolicy;
}

/** The SDK takes a violation with a name and level of its own, though its types do not say so. */
function tell(violations: readonly Violation[], report: ReportViolation): void {
  const reportAs = report as unknown as (violation: { readonly name: string; readonly message: string; readonly urn?: string; readonly enforcementLevel: Level }) => void;
  for (const { name, message, level, urn } of violations) reportAs({ name, message, enforcementLevel: level, ...(urn === undefined ? {} : { urn }) });
}
