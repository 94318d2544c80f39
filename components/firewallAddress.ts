/**
 * What is wrong with the address that Azure gave the firewall, if anything. It cannot be asked for, so the plan assumes the
 * first one of the subnet; every route and the network's name server hold it, and with another one nothing would come through.
 */
export function firewallAddressFault(given: string | undefined, planned: string): string | undefined {
  if (given === planned) return undefined;
  return `The firewall has the private address ${given ?? "(none)"}, but routes and name server lead to ${planned} (T3.1.5-3). Fix: take a change of the address space back (what stands cannot move); otherwise see that nothing else is in AzureFirewallSubnet, delete the firewall and run the update again`;
}
