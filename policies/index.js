// JavaScript, since the pack's host would compile an entry in TypeScript, and check its types, at each start; what it imports, Node runs as it is.
// The oldest Node that Pulumi supports (20) lacks it, and the shipped pack runs there.
import "core-js/actual/map/group-by.js";
import nodeModule from "node:module";
import { PolicyPack } from "@pulumi/policy";
import { lifecarePolicy, PackRun } from "./pack.ts";

const today = () => new Date().toISOString().slice(0, 10);

new PolicyPack("lifecare-azure", { enforcementLevel: "mandatory", policies: [lifecarePolicy(new PackRun(today))] });

// Where Node is told to keep what it compiled (NODE_COMPILE_CACHE), it does so at its end; but the engine kills a pack.
nodeModule.flushCompileCache?.();
