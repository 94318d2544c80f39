import { expect, test } from "vitest";
import { readConfiguration } from "../../environment/configurationFile.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";
import { findDifferences } from "../../proof/prove.ts";
import { readResources, type ReadableResource } from "../../reachability/azureReader.ts";

type Path = readonly (string | number)[];

/** Every place in a value, as paths. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, Array.isArray(value) ? Number(key) : key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** What decides no flow: names, words for people, and what a machine is apart from its network. */
const undecisive =
  /^(?:location|resourceGroupName|\w+Name|tags(?!\.lifecare-roles)|zones|sku|threatIntelMode|publicIP|licenseType|hardwareProfile|osProfile|storageProfile|securityProfile|diagnosticsProfile|identity|dhcpOptions|dnsSettings\.require)|(?:^|\.)(?:name|description|primary|deleteOption|privateIPAddressVersion|privateIPAllocationMethod)$|^snat\.autoLearnPrivateRanges$/;

test("no value that decides a flow can be of a wrong kind without the proof saying so", () => {
  const { resources, expectation } = planEnvironment(readConfiguration("Pulumi.utb.yaml").configuration);
  const isProved = (all: readonly ReadableResource[]) => {
    const { faults, findings } = findDifferences(readResources(all), expectation);
    return faults.length + findings.length === 0;
  };
  expect(isProved(resources)).toBe(true);
  const decisive = resources.flatMap(({ type, inputs }, index) => {
    if (!/:network:|:VirtualMachine$/.test(type)) return [];
    return pathsIn(inputs).filter((path) => !undecisive.test(path.join("."))).map((path): Path => [index, "inputs", ...path]);
  });
  expect(decisive.length).toBeGreaterThan(500);
  const unnoticed = decisive.filter((path) => isProved(replaced(resources, path, 7.5) as readonly ReadableResource[])).map((path) => `${resources[path[0] as number]!.name} ${path.slice(2).join(".")}`);
  expect(unnoticed).toEqual([]);
});
