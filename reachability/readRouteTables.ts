import { parseAddress, readAddresses } from "./addresses.ts";
import type { Route, RouteTable } from "./model.ts";
import type { Directory } from "./readDirectory.ts";
import { note, originAt, required, sectionsOr, valueOr, type Gaps, type Place } from "./readGaps.ts";
import { addressWord, oneOfWords } from "./readRuleWords.ts";
import { below, booleanAt, textAt, type Section } from "./readValues.ts";

/** Route tables by id, with their routes from both places where Azure takes them. */
export function readRouteTables(directory: Directory, gaps: Gaps): ReadonlyMap<string, RouteTable> {
  const standalone = standaloneRoutes(directory, gaps);
  const tables = directory.of("network:RouteTable").map((resource): [string, RouteTable] => {
    const id = directory.idOf(resource);
    const place: Place = { gaps, resource: resource.label, concerns: [id] };
    const inline = sectionsOr(place, resource.inputs, "routes").map((section) => route(place, section, textAt(section, "name"), section.path));
    const own = standalone.get(id) ?? [];
    if (own.length > 0 && resource.inputs.values["routes"] !== undefined) {
      note(place, "routes", "are written here and as resources of their own: which of them stand depends on what was updated last");
    }
    const routes = [...inline.filter((found) => found !== undefined), ...own];
    checkRoutes(place, routes);
    const takesNone = valueOr(place, "disableBgpRoutePropagation", booleanAt(resource.inputs, "disableBgpRoutePropagation"), false);
    return [id, { id, routes, takesGatewayRoutes: !takesNone, origin: originAt(place, undefined) }];
  });
  return new Map(tables);
}

function standaloneRoutes(directory: Directory, gaps: Gaps): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  for (const resource of directory.of("network:Route")) {
    const parents = directory.parentsOf(resource, "network:RouteTable");
    const place: Place = { gaps, resource: resource.label, concerns: parents };
    const [parent] = parents;
    if (parent === undefined || parents.length > 1) {
      note(place, "routeTableName", "is not known: which table the route belongs to cannot be told");
      continue;
    }
    if (directory.find(parent, "network:RouteTable") === undefined) note(place, "routeTableName", "names a table that is not in the stack");
    const found = route(place, resource.inputs, textAt(resource.inputs, "routeName"), resource.name);
    if (found === undefined) continue;
    const siblings = routes.get(parent);
    if (siblings === undefined) routes.set(parent, [found]);
    else siblings.push(found);
  }
  return routes;
}

const nextHops = ["VirtualAppliance", "VnetLocal", "Internet", "None", "VirtualNetworkGateway"] as const;

/** A route that is not wholly known may lead anywhere: the whole table is then in doubt. */
function route(place: Place, section: Section, name: ReturnType<typeof textAt>, otherwise: string): Route | undefined {
  const prefix = required(place, below(section, "addressPrefix"), textAt(section, "addressPrefix"));
  const nextHop = oneOfWords({ whole: place, rule: place }, section, "nextHopType", nextHops);
  const address = valueOr(place, below(section, "nextHopIpAddress"), textAt(section, "nextHopIpAddress"), undefined);
  if (prefix === undefined || nextHop === undefined) return undefined;
  const wrong = addressWord(prefix);
  if (wrong !== undefined) return void note(place, below(section, "addressPrefix"), wrong);
  if (readAddresses(prefix).kind === "invalid") note(place, below(section, "addressPrefix"), `${prefix} is a service tag: which addresses it leads away is not known`);
  if (nextHop === "VirtualAppliance" && (address === undefined || parseAddress(address) === undefined)) {
    return void note(place, below(section, "nextHopIpAddress"), "is no address that is known: where the route leads cannot be told");
  }
  return { name: name.kind === "known" ? name.value : otherwise, prefix, nextHop, ...(address === undefined ? {} : { address }), origin: originAt(place, section.path) };
}

/** Azure takes each prefix once in a table. */
function checkRoutes(place: Place, routes: readonly Route[]): void {
  const prefixes = new Map<string, string>();
  for (const { name, prefix, origin } of routes) {
    const other = prefixes.get(prefix.toLowerCase());
    if (other !== undefined) note({ ...place, resource: origin.resource }, origin.path, `has the prefix of ${other}: Azure takes each prefix once in a table`);
    prefixes.set(prefix.toLowerCase(), name);
  }
}
