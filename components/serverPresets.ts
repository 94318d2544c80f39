import * as pulumi from "@pulumi/pulumi";
import { type DatabaseServerRequest, type RoleServerRequest, ServerRole } from "../environment/requests.ts";
import { designServer } from "../environment/serverDesign.ts";
import { registerServer } from "./registerServer.ts";

/** The core server: TSS, agent, IDP service, metadata and system log (T 3.1; floors T3.1.3-2). */
export class CoreServer extends pulumi.ComponentResource {
  /** Id of the virtual machine. */
  public readonly machineId: pulumi.Output<string>;
  /** Computer name. */
  public readonly computerName: pulumi.Output<string>;
  /** Private IPv4 address. */
  public readonly address: pulumi.Output<string>;
  /** Size of the virtual machine. */
  public readonly size: pulumi.Output<string>;

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    const request = { ...args, roles: [ServerRole.Core] };
    const design = designServer(request);
    super("lifecare:index:CoreServer", name, {}, opts);
    const outputs = registerServer(this, name, request, design, opts);
    ({ machineId: this.machineId, computerName: this.computerName, address: this.address, size: this.size } = outputs);
    this.registerOutputs(outputs);
  }
}

/** An application server: brokers and web services of the subsystems (T 3.1; floors T3.1.3-2). */
export class ApplicationServer extends pulumi.ComponentResource {
  /** Id of the virtual machine. */
  public readonly machineId: pulumi.Output<string>;
  /** Computer name. */
  public readonly computerName: pulumi.Output<string>;
  /** Private IPv4 address. */
  public readonly address: pulumi.Output<string>;
  /** Size of the virtual machine. */
  public readonly size: pulumi.Output<string>;

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    const request = { ...args, roles: [ServerRole.Application] };
    const design = designServer(request);
    super("lifecare:index:ApplicationServer", name, {}, opts);
    const outputs = registerServer(this, name, request, design, opts);
    ({ machineId: this.machineId, computerName: this.computerName, address: this.address, size: this.size } = outputs);
    this.registerOutputs(outputs);
  }
}

/** An intranet web server: web modules for users on the intranet (T 3.1; floors T3.1.5-1). */
export class IntranetWebServer extends pulumi.ComponentResource {
  /** Id of the virtual machine. */
  public readonly machineId: pulumi.Output<string>;
  /** Computer name. */
  public readonly computerName: pulumi.Output<string>;
  /** Private IPv4 address. */
  public readonly address: pulumi.Output<string>;
  /** Size of the virtual machine. */
  public readonly size: pulumi.Output<string>;

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    const request = { ...args, roles: [ServerRole.IntranetWeb] };
    const design = designServer(request);
    super("lifecare:index:IntranetWebServer", name, {}, opts);
    const outputs = registerServer(this, name, request, design, opts);
    ({ machineId: this.machineId, computerName: this.computerName, address: this.address, size: this.size } = outputs);
    this.registerOutputs(outputs);
  }
}

/** A web server in the DMZ, always alone on its machine (T 3.1, T3.1.5-3; floors T3.1.5-1). */
export class WebServer extends pulumi.ComponentResource {
  /** Id of the virtual machine. */
  public readonly machineId: pulumi.Output<string>;
  /** Computer name. */
  public readonly computerName: pulumi.Output<string>;
  /** Private IPv4 address. */
  public readonly address: pulumi.Output<string>;
  /** Size of the virtual machine. */
  public readonly size: pulumi.Output<string>;

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    const request = { ...args, roles: [ServerRole.Web] };
    const design = designServer(request);
    super("lifecare:index:WebServer", name, {}, opts);
    const outputs = registerServer(this, name, request, design, opts);
    ({ machineId: this.machineId, computerName: this.computerName, address: this.address, size: this.size } = outputs);
    this.registerOutputs(outputs);
  }
}

/** The database server with SQL Server, its data, log and temporary database on disks of their own (T 3.1.4). */
export class DatabaseServer extends pulumi.ComponentResource {
  /** Id of the virtual machine. */
  public readonly machineId: pulumi.Output<string>;
  /** Computer name. */
  public readonly computerName: pulumi.Output<string>;
  /** Private IPv4 address. */
  public readonly address: pulumi.Output<string>;
  /** Size of the virtual machine. */
  public readonly size: pulumi.Output<string>;

  constructor(name: string, args: DatabaseServerRequest, opts?: pulumi.ComponentResourceOptions) {
    const request = { ...args, roles: [ServerRole.Database] };
    const design = designServer(request);
    super("lifecare:index:DatabaseServer", name, {}, opts);
    const outputs = registerServer(this, name, request, design, opts);
    ({ machineId: this.machineId, computerName: this.computerName, address: this.address, size: this.size } = outputs);
    this.registerOutputs(outputs);
  }
}

/** A compute server: the calculations of Lifecare Planning (T 3.1.7). */
export class ComputeServer extends pulumi.ComponentResource {
  /** Id of the virtual machine. */
  public readonly machineId: pulumi.Output<string>;
  /** Computer name. */
  public readonly computerName: pulumi.Output<string>;
  /** Private IPv4 address. */
  public readonly address: pulumi.Output<string>;
  /** Size of the virtual machine. */
  public readonly size: pulumi.Output<string>;

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    const request = { ...args, roles: [ServerRole.Compute] };
    const design = designServer(request);
    super("lifecare:index:ComputeServer", name, {}, opts);
    const outputs = registerServer(this, name, request, design, opts);
    ({ machineId: this.machineId, computerName: this.computerName, address: this.address, size: this.size } = outputs);
    this.registerOutputs(outputs);
  }
}
