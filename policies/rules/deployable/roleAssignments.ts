import { fault, type ResourceRule } from "../../rule.ts";
import { azure } from "./samples.ts";

const limit = "the kind of the principal (ServicePrincipal for an identity of Azure's): Azure looks it up otherwise, and does not find one that was just made";

const assignment = (inputs: object) => azure("authorization:RoleAssignment", "assignment", inputs);

/** azure.md §7, 3. */
export const roleAssignments: ResourceRule = {
  id: "LC514",
  name: "role-assignments-say-the-kind-of-principal",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A role assignment says of what kind its principal is.",
  why: "An identity that was just made is known everywhere only after a while. Where the kind is said, Azure takes the assignment all the same; where it is not, it answers PrincipalNotFound now and then.",
  fix: "set principalType to ServicePrincipal (Group or User for people)",
  sources: ["MicrosoftDocs/azure-docs articles/role-based-access-control/role-assignments.md", "articles/role-based-access-control/troubleshooting.md"],
  scope: "resource",
  types: ["authorization:RoleAssignment"],
  *check(resource) {
    if (resource.inputs.text("principalType") === undefined) yield fault(resource, "principalType", limit);
  },
  good: [{ title: "an identity", resources: [assignment({ principalType: "ServicePrincipal" })], findings: [] }],
  bad: [{ title: "nothing said", resources: [assignment({ principalId: "00000000-0000-4000-8000-000000000002" })], findings: [{ resource: "assignment", path: "principalType", limit }] }],
};
