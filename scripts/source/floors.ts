import { serverTypes } from "../../specification/serverTypes.ts";
import type { Role } from "../../specification/vocabulary.ts";
import { factsOf, type Comparison } from "./difference.ts";
import { allRows, type VendorDocument } from "./vendorDocument.ts";

/** Chapters with a table of floors and the server types that each is for. */
const chapters: readonly { readonly number: string; readonly roles: readonly Role[] }[] = [
  { number: "3.1.3", roles: ["core", "application"] },
  { number: "3.1.4", roles: ["database"] },
  { number: "3.1.5", roles: ["intranetWeb", "web"] },
  { number: "3.1.7", roles: ["compute"] },
];

/** The floors of each server type. */
export function compareFloors(document: VendorDocument): readonly Comparison[] {
  return chapters.flatMap(({ number, roles }) =>
    roles.map((role) => ({
      place: `T ${number}, floors of ${role}`,
      ours: ourFloors(role),
      vendors: vendorsFloors(document.section(number)),
    })),
  );
}

function ourFloors(role: Role) {
  const type = serverTypes[role];
  return factsOf([
    ["processors", String(type.vCpu)],
    ["memory", `${type.memoryGiB} GB`],
    ["disk besides the OS", `${type.dataDiskGiB} GB`],
  ]);
}

function vendorsFloors(lines: readonly string[]) {
  return factsOf(
    allRows(lines).flatMap(([label = "", value = ""]): (readonly [string, string])[] => {
      if (label === "Processor") return [["processors", processors(value)]];
      if (label === "Minne") return [["memory", value]];
      if (/hårddisk/i.test(label)) return [["disk besides the OS", value]];
      return [];
    }),
  );
}

/** "2x2 (2 vCPU w 2 vCore)" is four, "2 (2 vCPU)" is two (reading 3); the bracket must say the same. */
function processors(cell: string): string {
  const match = /^(\d+)(?:x(\d+))? \((\d+) vCPU(?: w (\d+) vCore)?\)$/.exec(cell);
  if (match === null) return cell;
  const [, sockets = "1", cores = "1", bracketedSockets = "1", bracketedCores = "1"] = match;
  const product = Number(sockets) * Number(cores);
  return product === Number(bracketedSockets) * Number(bracketedCores) ? String(product) : cell;
}
