import { sameId } from "../../azure/resourceIds.ts";
import type { ResolvedResource } from "../../environment/plan.ts";
import { broken, holds, type Check, type Subject } from "../check.ts";
import type { Question } from "../question.ts";

/** Each vault's name: this stack's already, or nobody's, not even a deleted vault's. */
export function vaultChecks({ azure, resources }: Subject): readonly Check[] {
  return resources.flatMap((resource) => (resource.arm?.type === "Microsoft.KeyVault/vaults" && resource.id !== undefined ? [vaultCheck(azure.resourceGroupName, resource, resource.id)] : []));
}

function vaultCheck(resourceGroupName: string, { arm, clauses }: ResolvedResource, id: string): Check {
  const name = arm!.names.at(-1)!;
  const standing = { kind: "standing", resourceGroupName } as const satisfies Question;
  const deleted = { kind: "deletedVaults" } as const satisfies Question;
  const free = { kind: "vaultName", name } as const satisfies Question;
  return {
    id: `vault/${name}`,
    subject: `vault name ${name}`,
    questions: [standing, deleted, free],
    demand: "is free, or this stack's",
    clauses,
    source: "MicrosoftDocs/azure-docs, key-vault/general/soft-delete-overview.md",
    fix: "change what the name is made of: customer code, environment or subscription",
    judge: (answers) => {
      if (answers.to(standing).ids.some((one) => sameId(one, id))) return holds("this stack's vault stands");
      const gone = answers.to(deleted).find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (gone !== undefined) {
        const until = gone.purgedOn === undefined ? "" : `, until ${gone.purgedOn}`;
        const recover = `az keyvault recover --name ${name} --location ${gone.location}, then pulumi import it`;
        return gone.purgeProtected
          ? broken(`a deleted vault in ${gone.location} holds it, protected from purging${until}`, recover)
          : broken(`a deleted vault in ${gone.location} holds it${until}; it can be recovered or purged`, `${recover}; or, its secrets lost, az keyvault purge --name ${name} --location ${gone.location}`);
      }
      const { available, reason } = answers.to(free);
      return available ? holds("free") : broken(reason === "AlreadyExists" ? "somebody else's vault has it" : reason);
    },
  };
}
