import type { NetworkInterface } from "@pulumi/azure-native/network/index.js";
import * as pulumi from "@pulumi/pulumi";
import { type ServerRequest } from "../environment/requests.ts";
import { designServer } from "../environment/serverDesign.ts";
import { serverNames, serverResources } from "../environment/serverResources.ts";
import { register } from "./register.ts";

/**
 * One machine of the product: network interface without public address, data disks, and a virtual machine with Trusted
 * Launch, encryption at host and a managed identity; with the database role also SQL Server's registration. Size and disks
 * default to the floors of the roles (T 3.1.3–3.1.7), and anything below them is refused, every problem at once.
 *
 * The machine (not its disks and network interface) waits for what `opts.dependsOn` names: firewall rules and routes, say.
 *
 * @throws ProblemError with every argument that breaks a clause
 * @example
 * ```ts
 * const database = new LifecareServer("database", {
 *   subscriptionId, resourceGroupName: "rg-shared", location: "swedencentral", customer: "ank", environment: "prod",
 *   computerName: "ankprodsql01", roles: [ServerRole.Database], subnetId: subnet.id, windowsServer: "2022",
 *   timeZone: "Europe/Stockholm", administratorPassword: password.result,
 *   database: { collation: "Finnish_Swedish_CI_AS", edition: "Standard", licence: "AHUB", version: "2022", expectedGiB: 120 },
 * });
 * ```
 */
export class LifecareServer extends pulumi.ComponentResource {
  /** Type token; each preset has its own. */
  static readonly type: string = "lifecare:index:LifecareServer";

  /** Id of the virtual machine. */
  public readonly machineId: pulumi.Output<string>;
  /** Computer name. */
  public readonly computerName: pulumi.Output<string>;
  /** Private IPv4 address. */
  public readonly address: pulumi.Output<string>;
  /** Size of the virtual machine. */
  public readonly size: pulumi.Output<string>;

  constructor(name: string, args: ServerRequest, opts?: pulumi.ComponentResourceOptions) {
    const design = designServer(args);
    super(new.target.type, name, {}, opts);
    const names = serverNames(name);
    const registered = register(serverResources(name, design), {
      parent: this,
      subscriptionId: args.subscriptionId,
      resourceGroupName: args.resourceGroupName,
      waitsFor: { [names.machine]: [opts?.dependsOn ?? []].flat() as pulumi.Resource[] },
    });
    this.machineId = registered.get(names.machine)!.id;
    this.computerName = pulumi.output(design.computerName);
    this.size = pulumi.output(design.size);
    this.address = addressOf(registered.get(names.networkInterface) as NetworkInterface, design.address);
    this.registerOutputs({ machineId: this.machineId, computerName: this.computerName, address: this.address, size: this.size });
  }
}

/** The address that was asked for, or the one that Azure has given. */
function addressOf(networkInterface: NetworkInterface, asked: string | undefined): pulumi.Output<string> {
  if (asked !== undefined) return pulumi.output(asked);
  return networkInterface.ipConfigurations.apply((configurations) => configurations![0]!.privateIPAddress!);
}
