import type { NetworkInterface } from "@pulumi/azure-native/network/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { ServerRequest } from "../environment/requests.ts";
import { serverNames, serverResources, type ServerDesign } from "../environment/serverResources.ts";
import { register } from "./register.ts";

/** What every server component puts out. */
export interface ServerOutputs {
  readonly machineId: pulumi.Output<string>;
  readonly computerName: pulumi.Output<string>;
  readonly address: pulumi.Output<string>;
  readonly size: pulumi.Output<string>;
}

/**
 * Registers the resources of one machine below a component. The machine (not its disks and network interface) waits for what
 * the component's `dependsOn` names.
 *
 * The presets are components of their own instead of subclasses: the analysis behind `pulumi package add` knows direct
 * subclasses of `ComponentResource` only, and no inherited outputs.
 */
export function registerServer(parent: pulumi.ComponentResource, name: string, request: ServerRequest, design: ServerDesign, opts?: pulumi.ComponentResourceOptions): ServerOutputs {
  const names = serverNames(name);
  const registered = register(serverResources(name, design), {
    parent,
    subscriptionId: request.subscriptionId,
    resourceGroupName: request.resourceGroupName,
    waitsFor: { [names.machine]: [opts?.dependsOn ?? []].flat() as pulumi.Resource[] },
  });
  return {
    machineId: registered.get(names.machine)!.id,
    computerName: pulumi.output(design.computerName),
    address: addressOf(registered.get(names.networkInterface) as NetworkInterface, design.address),
    size: pulumi.output(design.size),
  };
}

/** The address that was asked for, or the one that Azure has given. */
function addressOf(networkInterface: NetworkInterface, asked: string | undefined): pulumi.Output<string> {
  if (asked !== undefined) return pulumi.output(asked);
  return networkInterface.ipConfigurations.apply((configurations) => configurations![0]!.privateIPAddress!);
}
