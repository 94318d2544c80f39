import { broken, holds, type Check, type Subject } from "../check.ts";
import { standingSize, wantedMachines, type WantedMachine } from "../machines.ts";
import type { Question } from "../question.ts";

/** Each marketplace image that a machine is made from: to be had in the region, and its terms accepted where it has any. */
export function imageChecks(subject: Subject): readonly Check[] {
  const machines = wantedMachines(subject).filter(({ image }) => image !== undefined);
  const byImage = Map.groupBy(machines, ({ image }) => [image!.publisher, image!.offer, image!.sku, image!.version].join(":"));
  return [...byImage].sort().map(([words, made]) => imageCheck(subject, words, made));
}

function imageCheck({ azure: { location, resourceGroupName } }: Subject, words: string, machines: readonly WantedMachine[]): Check {
  const { publisher, offer, sku, version } = machines[0]!.image!;
  const image = { kind: "image", location, publisher, offer, sku } as const satisfies Question;
  const standing = { kind: "standing", resourceGroupName } as const satisfies Question;
  return {
    id: `image/${location}/${words}`,
    subject: `image ${words} in ${location}`,
    questions: [image, standing],
    demand: "is to be had, its marketplace terms accepted where it has any",
    clauses: ["T8.2-1"],
    source: "MicrosoftDocs/azure-compute-docs, windows/cli-ps-findimage.md",
    fix: `az vm image list --all --location ${location} --publisher ${publisher} --offer ${offer} shows what there is`,
    judge: (answers) => {
      const stands = answers.to(standing);
      if (machines.every((machine) => standingSize(stands, machine) !== undefined)) return holds("every machine made from it stands");
      const { versions, purchasePlan } = answers.to(image);
      if (versions.length === 0) return broken("nobody publishes it there");
      if (version !== "latest" && !versions.includes(version)) return broken(`no version ${version}; the newest is ${versions.at(-1)}`);
      const found = version === "latest" ? `newest version ${versions.at(-1)}` : `version ${version}`;
      if (purchasePlan === undefined || purchasePlan.accepted) return holds(found);
      return broken(
        `${found}; the terms of its plan ${purchasePlan.name} are not accepted`,
        `read the terms, then az vm image terms accept --publisher ${purchasePlan.publisher} --offer ${purchasePlan.product} --plan ${purchasePlan.name}`,
      );
    },
  };
}
