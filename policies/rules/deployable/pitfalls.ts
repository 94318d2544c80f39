import type { Reason } from "../../reason.ts";

/** Something that a preview lets pass and Azure refuses, or never does. */
export interface Pitfall {
  readonly what: string;
  /** Ids of the rules that find it in inputs. */
  readonly rules: readonly string[];
  /** What of it inputs do not show, and where that is seen to instead. */
  readonly rest?: Reason;
}

const elsewhere = (checkedBy: string): Reason => ({ kind: "notVisible", checkedBy });

/** The twenty that were known when the work began, in their order. */
export const pitfalls: readonly Pitfall[] = [
  { what: "resource providers and features are not registered", rules: [], rest: elsewhere("the README's steps for a new subscription: registration is a state of the subscription") },
  { what: "a gateway's certificate is not in the vault yet", rules: ["LC307"], rest: elsewhere("the gateway's own creation: certificates are imported outside the stack") },
  { what: "an identity that was just made is not known everywhere", rules: ["LC514"] },
  { what: "subnets are private by default for newer API versions alone, and private ones route nothing to the internet", rules: ["LC501", "LC520"] },
  { what: "machines come before their way out", rules: ["LC517"] },
  { what: "routes on the subnets of gateways, Bastion and firewalls", rules: ["LC506", "LC507"] },
  { what: "a firewall translates what application rules let through; firewall, network and address lie in one group", rules: ["LC001", "LC508"] },
  { what: "parts are written inline and standalone; subnets are written at once", rules: ["LC503", "LC521"] },
  { what: "sizes without the disk controller or the temporary disk of the one before", rules: ["LC217", "LC504"], rest: elsewhere("`lifecare diff`, which shows a changed size: the size before is not among the inputs") },
  { what: "properties that Azure fixes at birth", rules: [], rest: elsewhere("the components, which ignore or replace on such a change, tried on the engine in tests/stacks: what stood before is not among the inputs") },
  { what: "patching by the platform without its conditions, schedules that begin when Azure takes none", rules: ["LC402", "LC505", "LC513"] },
  { what: "backup of Trusted Launch, and long names of SQL servers", rules: ["LC515", "LC519"] },
  { what: "storage of SQL servers laid out on disks or drives that are not there", rules: ["LC515"] },
  { what: "run commands that fail in silence, two extensions of one handler", rules: ["LC511"] },
  { what: "newer OLE DB drivers demand a certificate that the machine trusts", rules: [], rest: elsewhere("the guest's settings: drivers and certificates are installed in Windows") },
  { what: "gateways reach servers with TLS 1.2 at most; changed name servers need a restart of the gateway", rules: ["LC507"], rest: elsewhere("the guest's settings, where Windows' TLS versions stand") },
  { what: "client certificates: key usage and revocation", rules: ["LC305"], rest: elsewhere("IIS in the guest, which checks the key usage of the certificate that the gateway hands on") },
  { what: "alert rules on tables that do not exist yet", rules: [], rest: { kind: "later", stage: "eyes", type: "monitor:ScheduledQueryRule" } },
  { what: "zones, sizes and quotas that the subscription does not have", rules: ["LC510"], rest: elsewhere("the README's step for quotas: what is left of them Azure alone knows") },
  { what: "vaults that cannot be purged, or are told that they can", rules: ["LC306"] },
];
