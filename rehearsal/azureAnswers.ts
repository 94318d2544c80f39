import { guidOf, madeAt, systemData, type Answer, type Complete } from "./answer.ts";
import { computeAnswers } from "./computeAnswers.ts";
import { networkAnswers } from "./networkAnswers.ts";
import type { Properties } from "./propertyValues.ts";
import { scopeOf } from "./resourceAddress.ts";
import { stateAnswers } from "./stateAnswers.ts";
import { vaultAnswers } from "./vaultAnswers.ts";

/** What Azure adds of its own, by ARM type in lower case: defaults, addresses, states and identifiers. Given values win over defaults. */
const completions: Readonly<Record<string, Complete>> = {
  ...networkAnswers,
  ...computeAnswers,
  ...vaultAnswers,
  ...stateAnswers,
  "microsoft.resources/resourcegroups": ({ properties }) => ({ ...properties, properties: { provisioningState: "Succeeded" } }),
  "microsoft.authorization/roleassignments": ({ id, properties }) => ({
    ...properties,
    scope: `/${scopeOf(id)}`,
    createdBy: guidOf("rehearsal", "principal"),
    createdOn: madeAt,
    updatedBy: guidOf("rehearsal", "principal"),
    updatedOn: madeAt,
  }),
  "microsoft.authorization/locks": ({ properties }) => ({ ...properties, systemData }),
};

/** The request with what Azure adds for its type. */
export function completed(armType: string, answer: Answer): Properties {
  const complete = completions[armType.toLowerCase()];
  return complete === undefined ? answer.properties : complete(answer);
}
