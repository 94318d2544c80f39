import type * as pulumi from "@pulumi/pulumi";
import { type DatabaseServerRequest, type RoleServerRequest, ServerRole } from "../environment/requests.ts";
import { LifecareServer } from "./lifecareServer.ts";

/** The core server: TSS, agent, IDP service, metadata and system log (T 3.1; floors T3.1.3-2). */
export class CoreServer extends LifecareServer {
  static override readonly type: string = "lifecare:index:CoreServer";

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    super(name, { ...args, roles: [ServerRole.Core] }, opts);
  }
}

/** An application server: brokers and web services of the subsystems (T 3.1; floors T3.1.3-2). */
export class ApplicationServer extends LifecareServer {
  static override readonly type: string = "lifecare:index:ApplicationServer";

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    super(name, { ...args, roles: [ServerRole.Application] }, opts);
  }
}

/** An intranet web server: web modules for users on the intranet (T 3.1; floors T3.1.5-1). */
export class IntranetWebServer extends LifecareServer {
  static override readonly type: string = "lifecare:index:IntranetWebServer";

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    super(name, { ...args, roles: [ServerRole.IntranetWeb] }, opts);
  }
}

/** A web server in the DMZ, always alone on its machine (T 3.1, T3.1.5-3; floors T3.1.5-1). */
export class WebServer extends LifecareServer {
  static override readonly type: string = "lifecare:index:WebServer";

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    super(name, { ...args, roles: [ServerRole.Web] }, opts);
  }
}

/** The database server with SQL Server, its data, log and temporary database on disks of their own (T 3.1.4). */
export class DatabaseServer extends LifecareServer {
  static override readonly type: string = "lifecare:index:DatabaseServer";

  constructor(name: string, args: DatabaseServerRequest, opts?: pulumi.ComponentResourceOptions) {
    super(name, { ...args, roles: [ServerRole.Database] }, opts);
  }
}

/** A compute server: the calculations of Lifecare Planning (T 3.1.7). */
export class ComputeServer extends LifecareServer {
  static override readonly type: string = "lifecare:index:ComputeServer";

  constructor(name: string, args: RoleServerRequest, opts?: pulumi.ComponentResourceOptions) {
    super(name, { ...args, roles: [ServerRole.Compute] }, opts);
  }
}
