import { describe, expect, it } from "vitest";
import { nameFault, nameRules, windowsComputerName } from "./naming.ts";

describe("A name", () => {
  it.each([
    ["Microsoft.KeyVault/vaults", "kv-ank-prod-1a2b3c4d"],
    ["Microsoft.KeyVault/vaults/secrets", "sql-application-login"],
    ["Microsoft.Network/virtualNetworks", "vnet-ank-prod"],
    ["Microsoft.Network/virtualNetworks/subnets", "AzureFirewallSubnet"],
    ["Microsoft.Compute/disks", "ankprodsql01-data"],
    ["Microsoft.Compute/virtualMachines", "ankprodcore01"],
    ["Microsoft.Resources/resourceGroups", "rg-ank-prod"],
  ] as const)("of %s may be %s", (type, name) => {
    expect(nameFault(name, nameRules[type])).toBeUndefined();
  });

  it.each([
    ["Microsoft.KeyVault/vaults", "kv-ank-prod-1a2b3c4d5e6f7", /3 to 24 characters/],
    ["Microsoft.KeyVault/vaults", "kv--ank", /single hyphens/],
    ["Microsoft.KeyVault/vaults", "1kv", /beginning with a letter/],
    ["Microsoft.KeyVault/vaults", "kv-", /ending/],
    ["Microsoft.Network/virtualNetworks", "v", /2 to 64/],
    ["Microsoft.Network/routeTables", "rt-ank-", /ending/],
    ["Microsoft.Network/azureFirewalls", "f".repeat(51), /1 to 50/],
    ["Microsoft.Compute/virtualMachines", "ankprodapplication01", /1 to 15/],
    ["Microsoft.Compute/virtualMachines", "ank_prod", /letters, digits and hyphens/],
    ["Microsoft.Resources/resourceGroups", "rg.", /not ending with a period/],
    ["Microsoft.Resources/resourceGroups", "", /1 to 90/],
  ] as const)("of %s may not be «%s»", (type, name, fault) => {
    expect(nameFault(name, nameRules[type])).toMatch(fault);
  });

  it("of a computer never begins with a digit (T3.1.3-1)", () => {
    expect(nameFault("1ankprod", windowsComputerName)).toMatch(/beginning with a letter/);
    expect(nameFault("ankprodcore01", windowsComputerName)).toBeUndefined();
    expect(nameFault("ankprodcore001x", windowsComputerName)).toBeUndefined();
    expect(nameFault("ankprodcore001xy", windowsComputerName)).toMatch(/1 to 15/);
  });
});
