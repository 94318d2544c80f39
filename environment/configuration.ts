import { copyOfPlainData } from "./configurationData.ts";
import { checkConfiguration } from "./configurationChecks.ts";
import { partOf, problemsOfIssues } from "./configurationProblems.ts";
import { configurationSchema, type ParsedStack } from "./configurationSchema.ts";
import { withoutForeignKeys } from "./configurationKeys.ts";
import { type Advice, type Problem, ProblemError } from "./problem.ts";

export { configurationSchema } from "./configurationSchema.ts";

type DeepReadonly<T> = T extends readonly (infer Element)[] ? readonly DeepReadonly<Element>[]
  : T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
  : T;

type Section<Key extends string> = `lifecare:${Key}` extends keyof ParsedStack ? DeepReadonly<ParsedStack[`lifecare:${Key}`]> : never;

/** One stack's configuration: every default is filled in, every check has passed. */
export interface Configuration {
  readonly azure: { readonly location: string; readonly subscriptionId: string; readonly tenantId: string };
  readonly environment: Section<"environment">;
  readonly customer: Section<"customer">;
  readonly product: Section<"product">;
  readonly usage: Section<"usage">;
  readonly connection: Section<"connection">;
  readonly network: Section<"network">;
  readonly vendor: Section<"vendor">;
  readonly platform: Section<"platform">;
  readonly database: Section<"database">;
  readonly machines: Section<"machines">;
  readonly protectData: Section<"protectData">;
  readonly trainingEnvironment: Section<"trainingEnvironment">;
  readonly productionCopy: Section<"productionCopy">;
  readonly approvals: Section<"approvals">;
}

export type MachineConfiguration = Configuration["machines"][number];

/**
 * Parses a stack's configuration, keys as in the stack file (`lifecare:machines`, `azure-native:location`, …).
 * Keys of other namespaces are other programs' business and are left alone.
 *
 * @param found problems that reading the input gave; fields that they name are not judged again
 * @throws ProblemError with every problem at once, never anything else
 */
export function parseConfiguration(input: unknown, found: readonly Problem[] = []): { readonly configuration: Configuration; readonly advice: readonly Advice[] } {
  const copied = copyOfPlainData(input);
  if (copied.problems.length > 0) throw refusal([...found, ...copied.problems]);
  const own = withoutForeignKeys(copied.data);
  const parsed = configurationSchema.safeParse(own.data);
  const fieldProblems = withoutFollowing([...own.problems, ...problemsOfIssues(parsed.error?.issues ?? [], own.data)], found);
  const broken = [...found, ...fieldProblems];
  const checked = checkConfiguration(partOf(own.data));
  const problems = [...broken, ...withoutFollowing(checked.problems, broken)];
  if (problems.length > 0 || !parsed.success) throw refusal(problems);
  return { configuration: configurationOf(parsed.data), advice: checked.advice };
}

/** Without what merely follows from an earlier problem of the same field: a broken value is not absent as well. */
function withoutFollowing(problems: readonly Problem[], earlier: readonly Problem[]): readonly Problem[] {
  const named = new Set(earlier.map((problem) => problem.path));
  return problems.filter((problem) => !named.has(problem.path));
}

function refusal(problems: readonly Problem[]): ProblemError {
  return new ProblemError("The configuration cannot be used:", problems);
}

function configurationOf(stack: ParsedStack): Configuration {
  return {
    azure: { location: stack["azure-native:location"], subscriptionId: stack["azure-native:subscriptionId"], tenantId: stack["azure-native:tenantId"] },
    environment: stack["lifecare:environment"],
    customer: stack["lifecare:customer"],
    product: stack["lifecare:product"],
    usage: stack["lifecare:usage"],
    connection: stack["lifecare:connection"],
    network: stack["lifecare:network"],
    vendor: stack["lifecare:vendor"],
    platform: stack["lifecare:platform"],
    database: stack["lifecare:database"],
    machines: stack["lifecare:machines"],
    protectData: stack["lifecare:protectData"],
    trainingEnvironment: stack["lifecare:trainingEnvironment"],
    productionCopy: stack["lifecare:productionCopy"],
    approvals: stack["lifecare:approvals"],
  };
}
