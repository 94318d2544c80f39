import { each } from "../../judge.ts";
import type { Fault } from "../../finding.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";

/** Where Azure takes rules of a firewall: in groups of a policy, and inside the firewall itself, from the time before policies. */
export const firewallRuleTypes = ["network:FirewallPolicyRuleCollectionGroup", "network:AzureFirewall"] as const;

const classic = ["networkRuleCollections", "applicationRuleCollections", "natRuleCollections"] as const;

/** Tries every rule that lets something through (translations included); one that is not known does not keep the others from being judged. */
export function* eachOpening(stated: Resource, check: (rule: View) => Iterable<Fault>): Iterable<Fault> {
  const lists = stated.type === "network:AzureFirewall" ? classic : (["ruleCollections"] as const);
  for (const list of lists) {
    yield* each(stated.inputs.records(list), function* (collection) {
      if (collection.text("action.type")?.toLowerCase() !== "deny") yield* each(collection.records("rules"), check);
    });
  }
}
