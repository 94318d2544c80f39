import { broken, holds, type Check, type Subject } from "../check.ts";
import type { Question, ResourceContent } from "../question.ts";

interface TaggedInputs {
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly hardwareProfile?: { readonly vmSize?: string };
}

/** One check: what Azure Policy, assigned to group, subscription or above, would deny of what is planned. Type, region, tags and size are told, no more. */
export function azurePolicyChecks({ azure: { resourceGroupName }, resources }: Subject): readonly Check[] {
  const contents = resources.flatMap(({ arm, inputs }) => (arm === undefined ? [] : [contentOf(arm.type, inputs)]));
  const kinds = new Map(contents.toReversed().map((content) => [JSON.stringify({ ...content, tags: undefined }), content]));
  const questions = [...kinds.values()].toReversed().map((content) => ({ kind: "policy", resourceGroupName, content }) as const satisfies Question);
  if (questions.length === 0) return [];
  return [
    {
      id: "policy",
      subject: `Azure Policy for ${resourceGroupName}`,
      questions,
      demand: "denies nothing of what is planned, by type, region, tags and size",
      clauses: [],
      source: "MicrosoftDocs/azure-docs, governance/policy; Azure/azure-rest-api-specs, Microsoft.PolicyInsights checkPolicyRestrictions",
      fix: "have whoever owns the policy's assignment exempt the resource group",
      judge: (answers) => {
        const denials = questions.flatMap((question) => answers.to(question).map(({ policy, reason }) => `${question.content.type}: ${policy}${reason === "" ? "" : ` (${reason})`}`));
        return denials.length === 0 ? holds(`nothing, of ${questions.length} kinds of resource`) : broken([...new Set(denials)].join("; "));
      },
    },
  ];
}

function contentOf(type: string, inputs: object): ResourceContent {
  const { location, tags, hardwareProfile } = inputs as TaggedInputs;
  return {
    type,
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
    ...(hardwareProfile?.vmSize === undefined ? {} : { properties: { hardwareProfile: { vmSize: hardwareProfile.vmSize } } }),
  };
}
