import * as pulumi from "@pulumi/pulumi";
import type { ServerRequest } from "../environment/requests.ts";
import { designServer } from "../environment/serverDesign.ts";
import { registerServer } from "./registerServer.ts";

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
    super("lifecare:index:LifecareServer", name, {}, opts);
    const outputs = registerServer(this, name, args, design, opts);
    ({ machineId: this.machineId, computerName: this.computerName, address: this.address, size: this.size } = outputs);
    this.registerOutputs(outputs);
  }
}
