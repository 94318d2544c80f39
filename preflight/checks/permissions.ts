import { broken, holds, type Check, type Subject } from "../check.ts";
import type { Permission, Question } from "../question.ts";

/** What is named inside another resource has to be joined. Source: MicrosoftDocs/azure-docs, role-based-access-control/permissions/networking.md. */
const joined = ["Microsoft.Network/firewallPolicies", "Microsoft.Network/networkInterfaces", "Microsoft.Network/networkSecurityGroups", "Microsoft.Network/publicIPAddresses", "Microsoft.Network/routeTables"];

/** What the program does to everything planned: read, write, delete, and join what others name. */
export function requiredActions({ resources }: Subject): readonly string[] {
  const types = new Set(resources.flatMap(({ arm }) => (arm === undefined ? [] : [actionType(arm.type)])));
  const joins = [...joined.filter((type) => types.has(type)), ...(types.has("Microsoft.Network/virtualNetworks") ? ["Microsoft.Network/virtualNetworks/subnets"] : [])];
  return [...[...types].flatMap((type) => ["read", "write", "delete"].map((verb) => `${type}/${verb}`)), ...joins.map((type) => `${type}/join/action`)].sort();
}

/** Resource groups are those of the subscription where actions are named. */
function actionType(armType: string): string {
  return armType === "Microsoft.Resources/resourceGroups" ? "Microsoft.Resources/subscriptions/resourceGroups" : armType;
}

/** Whether any role allows an action: what one takes away another may give. Source: MicrosoftDocs/azure-docs, role-based-access-control/role-definitions.md. */
export function allows(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(({ actions, notActions }) => actions.some((pattern) => covers(pattern, action)) && !notActions.some((pattern) => covers(pattern, action)));
}

function covers(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}

const mostNamed = 4;

/** One check: the role of who asks, as far as Azure Resource Manager shows it. */
export function permissionChecks(subject: Subject): readonly Check[] {
  const question = { kind: "permissions" } as const satisfies Question;
  const required = requiredActions(subject);
  return [
    {
      id: "permissions",
      subject: "who asks",
      questions: [question],
      demand: `may do the ${required.length} actions that the stack takes (Contributor may)`,
      clauses: [],
      source: "MicrosoftDocs/azure-docs, role-based-access-control/role-definitions.md; deny assignments and locks are not seen",
      fix: `az role assignment create --role Contributor --scope /subscriptions/${subject.azure.subscriptionId} --assignee …, by an owner of the subscription`,
      judge: (answers) => {
        const permissions = answers.to(question);
        const missing = required.filter((action) => !allows(permissions, action));
        if (missing.length === 0) return holds("all of them");
        const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : "";
        return broken(`not ${missing.slice(0, mostNamed).join(", ")}${more}`);
      },
    },
  ];
}
