import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Claims } from "../coverage/coverage.ts";
import { fulfilments } from "../coverage/fulfilments.ts";
import { proposals } from "../coverage/proposals.ts";
import { readConfiguration } from "../environment/configurationFile.ts";
import { stackFileJsonSchema } from "../environment/configurationJsonSchema.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { reasons, rules } from "../policies/rules/index.ts";
import { environments } from "../specification/vocabulary.ts";

const root = join(import.meta.dirname, "..");

/**
 * What this repository claims to fulfil, and where it can be seen: the plans of the stack files that come with it, the stack file's schema and the pages,
 * wherever the command is called.
 *
 * @throws ProblemError where a stack file cannot be planned
 */
export function readClaims(): Claims {
  const resources = environments.flatMap((environment) => {
    const { configuration, advice } = readConfiguration(join(root, `Pulumi.${environment}.yaml`));
    const plan = planEnvironment(configuration, advice);
    return [{ type: "plan", inputs: plan }, ...plan.resources];
  });
  // Nothing is set up inside the guest yet, and no routine is made: both are due at later stages.
  const ground = { resources, schema: stackFileJsonSchema(), pages: readPages(), settings: new Set<string>(), routines: new Set<string>() };
  return { rules, reasons, fulfilments, proposals, ground };
}

function readPages(): ReadonlyMap<string, string> {
  const files = globSync(["*.md", "docs/**/*.md"], { cwd: root });
  return new Map(files.map((file) => [file.split(sep).join("/"), readFileSync(join(root, file), "utf8")]));
}
