import { broken, holds, type Check, type Subject } from "../check.ts";
import { wantedMachines } from "../machines.ts";
import type { Question } from "../question.ts";

/** Every subscription has them, and they cannot be registered. */
const alwaysThere = new Set(["Microsoft.Resources", "Microsoft.Authorization"]);

/** The providers of everything that is planned. */
export function providerChecks({ resources }: Subject): readonly Check[] {
  const namespaces = new Set(resources.flatMap(({ arm }) => (arm === undefined ? [] : [arm.type.split("/")[0]!])));
  return [...namespaces].filter((namespace) => !alwaysThere.has(namespace)).sort().map(providerCheck);
}

function providerCheck(namespace: string): Check {
  const question: Question = { kind: "provider", namespace };
  const register = `az provider register --wait --namespace ${namespace}`;
  return {
    id: `provider/${namespace}`,
    subject: `resource provider ${namespace}`,
    questions: [question],
    demand: "is registered in the subscription",
    clauses: [],
    source: "MicrosoftDocs/azure-docs, error-register-resource-provider.md",
    fix: register,
    judge: (answers) => {
      const { state } = answers.to(question);
      if (state === "Registered") return holds(state);
      return state === "Registering" ? broken(state, "wait until it says Registered (az provider show), and ask again") : broken(state);
    },
  };
}

/** What machines are made with and a subscription does not have by itself. */
export function featureChecks(subject: Subject): readonly Check[] {
  if (!wantedMachines(subject).some(({ encryptedAtHost }) => encryptedAtHost)) return [];
  const question: Question = { kind: "feature", namespace: "Microsoft.Compute", feature: "EncryptionAtHost" };
  return [
    {
      id: "feature/Microsoft.Compute/EncryptionAtHost",
      subject: "feature Microsoft.Compute/EncryptionAtHost",
      questions: [question],
      demand: "is registered in the subscription",
      clauses: [],
      source: "MicrosoftDocs/azure-compute-docs, windows/disks-enable-host-based-encryption-powershell.md",
      fix: "the bootstrap stack asks for it; or az feature register --namespace Microsoft.Compute --name EncryptionAtHost, wait until az feature show says Registered, then az provider register --namespace Microsoft.Compute",
      judge: (answers) => {
        const { state } = answers.to(question);
        if (state === "Registered") return holds(state);
        return state === "Registering" || state === "Pending" ? broken(state, "wait until az feature show says Registered (some minutes), then az provider register --namespace Microsoft.Compute") : broken(state);
      },
    },
  ];
}
