import { clientAddressFamilyVariables, clientComputer } from "../../specification/clients.ts";
import { factsOf, type Comparison, type Facts } from "./difference.ts";
import { allRows, rowsBelow, type VendorDocument } from "./vendorDocument.ts";

/** The user's computer (T 3.1.1) and its variables for IPv4 and IPv6 (T 4.6). */
export function compareClients(document: VendorDocument): readonly Comparison[] {
  const { cpus, memoryGiB, diskGiB, screen } = clientComputer;
  return [
    {
      place: "T 3.1.1",
      ours: factsOf([
        ["processor", `${cpus} CPU`],
        ["memory", `${memoryGiB} GB`],
        ["disk besides the OS", `${diskGiB} GB SSD`],
        ["screen", `${screen.width}x${screen.height}`],
      ]),
      vendors: vendorsComputer(document.section("3.1.1")),
    },
    {
      place: "T 4.6",
      ours: factsOf(clientAddressFamilyVariables.map((variable) => [variable.name, variable.value] as const)),
      vendors: vendorsVariables(document.section("4.6")),
    },
  ];
}

function vendorsComputer(lines: readonly string[]): Facts {
  return factsOf(
    allRows(lines).flatMap(([label = "", value = ""]): (readonly [string, string])[] => {
      if (label === "Processor") return [["processor", value]];
      if (label === "Minne") return [["memory", value]];
      if (/hårddisk/i.test(label)) return [["disk besides the OS", value]];
      const screen = /\b\d+x\d+\b/.exec(value)?.[0];
      return screen === undefined ? [] : [["screen", screen]];
    }),
  );
}

function vendorsVariables(lines: readonly string[]): Facts {
  const rows = rowsBelow(lines, ["Miljövariabel på klient", "Parameter", "Förklaring"]);
  return factsOf(rows.map(([name = "", value = ""]) => [name, value] as const));
}
