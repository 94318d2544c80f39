import { feedbackHost, clientPortSpans, portMatrix, type MatrixPort, type MatrixRow, type RowId } from "../../specification/portMatrix.ts";
import { formatSpan } from "../../specification/portSpans.ts";
import { firewallProgramFolder, windowsFirewallPrograms } from "../../specification/windowsFirewallPrograms.ts";
import { factsOf, type Comparison, type Facts } from "./difference.ts";
import { rowsBelow, withInheritedCells, type VendorDocument } from "./vendorDocument.ts";

/** The vendor's words for the ends of the server matrix. */
const parties: Readonly<Record<string, string>> = {
  Internet: "internet",
  Intranet: "intranet",
  WebServer: "web",
  IntranetServer: "intranetWeb",
  ApplicationServer: "application",
  CoreServer: "core",
  ComputeServer: "compute",
  Databasserver: "database",
  "Lastbalanserad server": "load-balanced",
};

/** Services that our data names in its own words; other names are the vendor's up to an explaining bracket. */
const translatedServices: readonly { readonly words: RegExp; readonly name: string }[] = [
  { words: /^Defaultport SQL Server$/, name: "SQL Server" },
  { words: /^Event System Notifiering/, name: "Event System notification" },
  { words: /Applikationspooler$/, name: "recycling of application pools" },
  { words: /^RabbitMQ via http$/, name: "RabbitMQ (AMQP)" },
  { words: /^RabbitMQ via https$/, name: "RabbitMQ (AMQPS)" },
];

/** Server matrix (T 4.3), client ports (T 4.3, E1), administration ports (T 4.3), older web applications (A1), calls outwards. */
export function comparePorts(document: VendorDocument): readonly Comparison[] {
  return [
    { place: "T 4.3, servers", ours: ourServerPorts(), vendors: vendorsServerPorts(document) },
    ...compareSpans(document),
    { place: "T 13.4 (E1)", ours: ourClientPorts(), vendors: vendorsClientPorts(document) },
    { place: "T 13.1 (A1)", ours: ourOlderWebPorts(), vendors: vendorsOlderWebPorts(document) },
    { place: "T 4.4", ours: ourPrograms(), vendors: vendorsPrograms(document) },
    { place: "T 4.5", ours: outwardPorts("vendor"), vendors: portsNamedIn(document.section("4.5")) },
    { place: "T 4.7", ours: factsOf([["address", `https://${feedbackHost.value}`]]), vendors: vendorsFeedbackAddress(document) },
  ];
}

function isServerRow(row: MatrixRow): boolean {
  return /^R\d+$/.test(row.id);
}

function ourServerPorts(): Facts {
  return factsOf(
    portMatrix.filter(isServerRow).flatMap((row) =>
      endPairs(row).flatMap(([from, to]) =>
        row.ports.map((port) => [`${from} to ${to}: ${formatSpan(port.span)}`, reducedName(port.name)] as const),
      ),
    ),
  );
}

function endPairs(row: MatrixRow): readonly (readonly [string, string])[] {
  if (row.to.includes("peer")) return [["load-balanced", "load-balanced"]];
  return row.from.flatMap((from) => row.to.map((to) => [from, to] as const));
}

function vendorsServerPorts(document: VendorDocument): Facts {
  const rows = withInheritedCells(rowsBelow(document.section("4.3"), ["Från", "Till", "Port", "Namn"]), 2);
  return factsOf(
    rows.flatMap(([from = "", to = "", ports = "", name = ""]) =>
      partiesOf(from).flatMap((source) =>
        partiesOf(to).flatMap((target) =>
          ports.split("/").map((port) => [`${source} to ${target}: ${port.trim()}`, translated(name)] as const),
        ),
      ),
    ),
  );
}

function partiesOf(cell: string): readonly string[] {
  return cell.split("/").map((name) => parties[name.trim()] ?? name.trim());
}

function translated(name: string): string {
  const reduced = reducedName(name);
  return translatedServices.find(({ words }) => words.test(reduced))?.name ?? reduced;
}

/** Without an explaining bracket, save where the bracket tells two services apart. */
function reducedName(name: string): string {
  return name.startsWith("RabbitMQ (") ? name : name.replace(/ \(.*\)$/, "");
}

function compareSpans(document: VendorDocument): readonly Comparison[] {
  const lines = document.section("4.3");
  const clientLine = lines.find((line) => /^[\d\s,-]+-[\d\s,-]+$/.test(line)) ?? "";
  const administrationLine = lines.find((line) => line !== clientLine && /\d{4,5}-\d{4,5}/.test(line)) ?? "";
  return [
    { place: "T 4.3, client spans", ours: spanFacts(clientPortSpans.ports), vendors: spansIn(clientLine) },
    { place: "T 4.3, administration", ours: spanFacts(portsOf("X")), vendors: spansIn(administrationLine) },
  ];
}

function spanFacts(ports: readonly MatrixPort[]): Facts {
  return factsOf(ports.map((port) => [formatSpan(port.span), "span"] as const));
}

function spansIn(line: string): Facts {
  return factsOf([...line.matchAll(/\d{4,5}(?:-\d{4,5})?/g)].map(([span]) => [span, "span"] as const));
}

function portsOf(id: RowId): readonly MatrixPort[] {
  return portMatrix.filter((row) => row.id === id).flatMap((row) => row.ports);
}

/** The vendor's asterisk marks the port that migrated installations may have elsewhere (reading 7). */
function ourClientPorts(): Facts {
  return factsOf(
    portsOf("E1").map((port) => {
      const mark = port.replacedBy === "eventServicePort" ? "*" : "";
      const type = port.transport === "tls" ? "web service" : "other";
      return [`${formatSpan(port.span)}${mark}`, `${port.name} (${type})`] as const;
    }),
  );
}

function vendorsClientPorts(document: VendorDocument): Facts {
  const rows = rowsBelow(document.section("13.4"), ["Port", "Typ", "Namn", "Beskrivning"]);
  return factsOf(
    rows.map(([port = "", type = "", name = ""]) => {
      const kind = type === "Webservice" ? "web service" : "other";
      return [port, `${name} (${kind})`] as const;
    }),
  );
}

/** The vendor's purposes of the ports for older web applications, by the name that the matrix gives the service. */
const olderWebPurposes: Readonly<Record<string, string>> = {
  "Behörighetssystemet TSS": "TSS",
  "Tieto Name Server (TNS)": "Tieto Name Server",
  "Procapita applikationsserver (VoO)": "VoO",
};

function ourOlderWebPorts(): Facts {
  return factsOf(portsOf("A1").map((port) => [formatSpan(port.span), `TCP ${port.name}`] as const));
}

function vendorsOlderWebPorts(document: VendorDocument): Facts {
  const rows = rowsBelow(document.section("13.1"), ["Port", "TCP/UDP", "Syfte", "Kommentar"]);
  return factsOf(
    rows.map(([port = "", protocol = "", purpose = ""]) => [port, `${protocol} ${olderWebPurposes[purpose] ?? purpose}`] as const),
  );
}

function ourPrograms(): Facts {
  return factsOf([
    ...windowsFirewallPrograms.map((program) => [program.file, "program"] as const),
    [firewallProgramFolder, "folder"],
    ...outwardPorts("socialInsuranceAgency"),
  ]);
}

function vendorsPrograms(document: VendorDocument): Facts {
  const lines = document.section("4.4");
  const programs = lines.flatMap((line) => /^- (\S+\.exe)$/.exec(line)?.[1] ?? []);
  const folder = /\b([A-Z0-9]*SERVER)\b/.exec(lines.join("\n"))?.[1];
  return factsOf([
    ...programs.map((file) => [file, "program"] as const),
    ...(folder === undefined ? [] : [[folder, "folder"] as const]),
    ...portsNamedIn(lines),
  ]);
}

function outwardPorts(target: "vendor" | "socialInsuranceAgency"): Facts {
  const rows = portMatrix.filter((row) => row.to.includes(target));
  return new Map(rows.flatMap((row) => row.ports).map((port) => [`port ${formatSpan(port.span)}`, "outwards"] as const));
}

/** "port 22 (sftp) samt 443 (https)" names two ports. */
function portsNamedIn(lines: readonly string[]): Facts {
  const named = /\bport (\d+)(?: \([a-z]+\) samt (\d+))?/g;
  return factsOf(
    [...lines.join("\n").matchAll(named)].flatMap(([, first, second]) =>
      [first, second].filter((port) => port !== undefined).map((port) => [`port ${port}`, "outwards"] as const),
    ),
  );
}

function vendorsFeedbackAddress(document: VendorDocument): Facts {
  const address = /<(https:\/\/[^>]+)>/.exec(document.section("4.7").join("\n"))?.[1];
  return factsOf(address === undefined ? [] : [["address", address]]);
}
