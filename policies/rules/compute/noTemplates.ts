import { fault, type ResourceRule } from "../../rule.ts";

const limit = "resources that are declared one by one: what a template or a script deploys passes every rule unread";

/** T3.1-3: a rule sees what the engine sees. */
export const noTemplates: ResourceRule = {
  id: "LC227",
  name: "nothing-is-deployed-by-template",
  group: "specification",
  clauses: ["T3.1-3", "T4.3-M"],
  proposals: [],
  synopsis: "Nothing is deployed by an ARM template, a deployment stack, a deployment script or in a generic form.",
  why: "To the engine a template is one resource, whatever machines, networks and rules it holds: no rule reads them, and no proof counts them.",
  fix: "declare the resources with azure-native's own types, or take an exemption for a template that somebody has read",
  sources: ["https://learn.microsoft.com/azure/azure-resource-manager/templates/overview"],
  scope: "resource",
  types: [
    "resources:Deployment", "resources:DeploymentAtScope", "resources:DeploymentAtSubscriptionScope", "resources:DeploymentAtManagementGroupScope", "resources:DeploymentAtTenantScope",
    "resources:DeploymentStackAtResourceGroup", "resources:DeploymentStackAtSubscription", "resources:DeploymentStackAtManagementGroup",
    "resources:AzureCliScript", "resources:AzurePowerShellScript", "resources:Resource",
    "azure:ResourceGroupTemplateDeployment", "azure:SubscriptionTemplateDeployment", "azure:ManagementGroupTemplateDeployment", "azure:TenantTemplateDeployment", "azure:TemplateDeployment",
    "azapi:Resource",
  ],
  *check(resource) {
    yield fault(resource, "", limit);
  },
  good: [{ title: "a resource group", resources: [{ type: "azure-native:resources:ResourceGroup", name: "group", inputs: { location: "swedencentral" } }], findings: [] }],
  bad: [
    {
      title: "a template, a stack of one, a script and the generic form",
      resources: ["Deployment", "DeploymentStackAtResourceGroup", "AzurePowerShellScript", "Resource"].map((type) => ({ type: `azure-native:resources:${type}`, name: type, inputs: {} })),
      findings: ["Deployment", "DeploymentStackAtResourceGroup", "AzurePowerShellScript", "Resource"].map((resource) => ({ resource, path: "", limit })),
    },
    { title: "of the classic provider", resources: [{ type: "azure:core/resourceGroupTemplateDeployment:ResourceGroupTemplateDeployment", name: "template", inputs: {} }], findings: [{ resource: "template", path: "", limit }] },
  ],
};
