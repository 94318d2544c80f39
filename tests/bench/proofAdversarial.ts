import { byDiagrams, counts, type Measured } from "./packetSets.ts";
import { ruleListFamilies } from "./ruleListFamilies.ts";

/** What lists made to be hard take, in a process of their own: `node proofAdversarial.ts` prints it. */
export interface AdversarialLists {
  readonly lists: readonly (Measured & { readonly family: string; readonly count: number })[];
  readonly peakResidentMegabytes: number;
}

async function measure(): Promise<AdversarialLists> {
  const lists: AdversarialLists["lists"][number][] = [];
  for (const family of ruleListFamilies.filter(({ adversarial }) => adversarial)) {
    for (const count of counts) lists.push({ family: family.name, count, ...(await byDiagrams(family, count, 1)) });
  }
  return { lists, peakResidentMegabytes: (process.resourceUsage().maxRSS * 1024) / 1_000_000 };
}

process.stdout.write(JSON.stringify(await measure()));
